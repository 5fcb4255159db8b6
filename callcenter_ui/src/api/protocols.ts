/** Protocol versions of this installation: what clinicians read, try, sign and put in use. */

import { command, get } from './client';
import type { DifferencesDocument, Drafted, ProtocolRow } from './generated';

export type { DifferencesDocument, ProtocolRow, Verification } from './generated';

export const protocolsApi = {
  list: () => get<ProtocolRow[]>('/api/protocols'),
  differences: (version: string) => get<DifferencesDocument>(`/api/protocols/${version}/differences`),
  workbookUrl: (version: string) => `/api/protocols/${version}/workbook`,
  upload: async (file: File) =>
    (await command<Drafted>('/protocols/drafts', { file_name: file.name, workbook: await base64Of(file) })).result,
  /** Takes some seconds: the verifier works in a process of its own. */
  verify: (version: string) => command(`/protocols/${version}/verify`),
  sign: (version: string, password: string, cases_accepted: number, reason: string) =>
    command(`/protocols/${version}/sign`, { password, cases_accepted, ...(reason ? { reason } : {}) }),
  use: (version: string) => command(`/protocols/${version}/use`),
};

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // In pieces: an argument list of a whole workbook would be too long.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
