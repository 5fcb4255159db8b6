/** Who is at this screen, and in which PSC. */

import { Problem, get, request, setCsrf } from '../api/client';
import type { Session } from '../api/documents';
import { pscApi, type PscApi } from '../api/psc';
import type { Role } from '../api/rows';
import { setLanguage } from '../i18n';

export type SessionState = 'unknown' | 'signed_out' | 'signed_in';

class CurrentSession {
  state: SessionState = $state('unknown');
  value: Session | null = $state.raw(null);

  /** @throws Unreachable when the server is away */
  async load(): Promise<void> {
    try {
      this.#accept(await get<Session>('/api/session'));
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) throw error;
      this.value = null;
      this.state = 'signed_out';
    }
  }

  /** @throws Problem (401) when the pair does not match */
  async signIn(username: string, password: string, unitId?: string): Promise<void> {
    const { csrf } = await request<{ csrf: string }>('POST', '/api/session', {
      username,
      password,
      ...(unitId ? { unit_id: unitId } : {}),
    });
    setCsrf(csrf);
    await this.load();
  }

  async signOut(): Promise<void> {
    await request('DELETE', '/api/session');
    this.value = null;
    this.state = 'signed_out';
  }

  hasRole(...roles: Role[]): boolean {
    return this.value?.account.roles.some(({ role }) => roles.includes(role)) ?? false;
  }

  /** Scopes (psc, facility, hospital or unit ids) of one role. */
  scopes(role: Role): string[] {
    return this.value?.account.roles.filter((held) => held.role === role).map(({ scope }) => scope) ?? [];
  }

  #accept(session: Session): void {
    this.value = session;
    setCsrf(session.csrf);
    setLanguage(session.account.language);
    this.state = 'signed_in';
  }
}

export const session = new CurrentSession();

export interface Psc {
  key: string;
  name: string;
  training: boolean;
  stream: string;
  api: PscApi;
}

/** The PSC of this screen: `?psc=` when the account may, else its first real one. */
export function findPsc(current: Session, wanted = new URLSearchParams(location.search).get('psc')): Psc | null {
  const chosen =
    current.psc.find(({ key }) => key === wanted) ?? current.psc.find(({ training }) => !training) ?? current.psc[0];
  return chosen ? { ...chosen, stream: `psc:${chosen.key}`, api: pscApi(chosen.key) } : null;
}
