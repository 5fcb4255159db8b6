/** A thin client: JSON, command ids, the CSRF header, RFC 9457 problems as exceptions. No state but the CSRF token. */

import type { CommandAnswer } from './documents';

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  errors?: { field: string; message: string }[];
  current?: string;
  allowed?: string[];
  holder?: { incident_code: string; by: string; since: string; unit_id: string; next_best?: string[] };
  [extra: string]: unknown;
}

/** The server refused, and said why. `message` is fit for the screen. */
export class Problem extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail ?? document.title);
    this.name = 'Problem';
    this.document = document;
  }

  get code(): string {
    return this.document.code;
  }

  get status(): number {
    return this.document.status;
  }
}

/** The server could not be reached: nothing is known about what it did. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('server unreachable', { cause });
    this.name = 'Unreachable';
  }
}

let csrf = '';

export function setCsrf(token: string): void {
  csrf = token;
}

export function newId(): string {
  // randomUUID exists only in a secure context; a desk in the PSC may open the screen over a plain LAN address.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': document.documentElement.lang || 'id',
  };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      signal,
    });
  } catch (cause) {
    throw new Unreachable(cause);
  }
  if (response.ok) return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  throw new Problem(await problemOf(response));
}

async function problemOf(response: Response): Promise<ProblemDocument> {
  try {
    return (await response.json()) as ProblemDocument;
  } catch {
    // A proxy or a crashed server answers without a problem document.
    return { type: 'about:blank', title: response.statusText, status: response.status, code: `http_${response.status}` };
  }
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>('GET', path, undefined, signal);

const RETRY_PAUSES_MS = [300, 1000, 2500];

/**
 * Issue a command. Its id is made here once, so that a retry after a lost answer happens once on the server.
 *
 * @param path path below `/api`, e.g. `/psc/tanjungpinang/calls/…/answer`
 * @param body fields of the command; `command_id` may be given by an offline queue
 * @throws Problem when refused, Unreachable when every retry failed
 */
export async function command<R = Record<string, unknown>>(
  path: string,
  body: Record<string, unknown> & { command_id?: string } = {},
): Promise<CommandAnswer<R>> {
  const withId = { command_id: newId(), ...body };
  for (const pause of RETRY_PAUSES_MS) {
    try {
      return await request<CommandAnswer<R>>('POST', `/api${path}`, withId);
    } catch (error) {
      const worthRetrying = error instanceof Unreachable || (error instanceof Problem && error.status === 503);
      if (!worthRetrying) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return request<CommandAnswer<R>>('POST', `/api${path}`, withId);
}
