/**
 * What was typed and is not yet confirmed by the server, kept per incident and across a reload (sessionStorage: it
 * holds a caller's words, so it dies with the tab). Pure apart from `loadDrafts` and `saveDrafts`.
 */

import type { TriageFields, PlaceFields } from '../../api/psc';

export interface Arrest {
  recognised?: { script: string; occurred_at: string };
  first_compression?: { occurred_at: string };
}

export interface Draft {
  /** The call this case came from, until the incident exists. */
  call_id: string | null;
  place: PlaceFields;
  complaint?: string;
  triage?: TriageFields;
  /** Moments of telephone CPR that the log does not have yet. */
  arrest?: Arrest;
  /** Where the caller is in each instruction graph: node ids by graph id. */
  steps: Record<string, string>;
  /** Compressions counted so far, kept through a reload. */
  compressionsFrom_ms?: number;
}

export type Drafts = Record<string, Draft>;

export function emptyDraft(callId: string | null): Draft {
  return { call_id: callId, place: {}, steps: {} };
}

/** Whether something waits to be sent. */
export function hasUnsent(draft: Draft): boolean {
  return Object.keys(draft.place).length > 0 || draft.complaint !== undefined || draft.triage !== undefined || draft.arrest !== undefined;
}

/** The draft without the fields that were sent and not changed since. */
export function withoutSent(draft: Draft, sent: Pick<Draft, 'place' | 'complaint' | 'triage'>): Draft {
  const place = Object.fromEntries(
    Object.entries(draft.place).filter(([name, value]) => sent.place[name as keyof PlaceFields] !== value),
  ) as PlaceFields;
  const { complaint, triage, ...rest } = draft;
  return {
    ...rest,
    place,
    ...(complaint !== undefined && complaint !== sent.complaint ? { complaint } : {}),
    ...(triage !== undefined && triage !== sent.triage ? { triage } : {}),
  };
}

const KEY = 'psc119.operator.drafts';

export function loadDrafts(storage: Pick<Storage, 'getItem'>, psc: string): Drafts {
  try {
    return JSON.parse(storage.getItem(`${KEY}.${psc}`) ?? '{}') as Drafts;
  } catch {
    return {};
  }
}

export function saveDrafts(storage: Pick<Storage, 'setItem'>, psc: string, drafts: Drafts): void {
  try {
    storage.setItem(`${KEY}.${psc}`, JSON.stringify(drafts));
  } catch {
    // A full or closed storage costs only the copy for a reload.
  }
}
