/** The protocol versions of this screen: the one in use for new calls, and for each open call the one it began with. */

import type { Protocol } from '../../api/protocol';
import { triageApi } from '../../api/triage';
import { currentLanguage } from '../../i18n';

const TRY_AGAIN_AFTER_MS = 3000;

export class Protocols {
  current: Protocol = $state.raw() as Protocol;
  #loaded: Record<string, Protocol> = $state.raw({});
  readonly #begun = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(first: Protocol) {
    this.#take(first, true);
  }

  /** The version of a case: what was begun here, else what it was triaged with, else the one in use. */
  of(incidentId: string | null, triagedWith: string | undefined): Protocol {
    const version = (incidentId && this.#begun.get(incidentId)) || triagedWith;
    if (!version || version === this.current.version) return this.current;
    const loaded = this.#loaded[version];
    if (!loaded) void this.#load(version);
    return loaded ?? this.current;
  }

  /** The first answer of a case fixes its version on this screen. */
  begin(incidentId: string, triagedWith: string | undefined): Protocol {
    const protocol = this.of(incidentId, triagedWith);
    if (!this.#begun.has(incidentId)) this.#begun.set(incidentId, protocol.version);
    return protocol;
  }

  /** The server's word for what is in use, "<version>:signed" or "<version>:unsigned". */
  heard(link: string | undefined): void {
    const mine = `${this.current.version}:${this.current.signed ? 'signed' : 'unsigned'}`;
    if (link && link !== mine && !this.#asked.has(link)) void this.#follow(link);
  }

  async #follow(link: string): Promise<void> {
    this.#asked.add(link);
    try {
      this.#take(await triageApi.protocol(currentLanguage()), true);
      this.#asked.delete(link);
    } catch {
      setTimeout(() => void this.#follow(link), TRY_AGAIN_AFTER_MS);
    }
  }

  /** A case from before versions were stored has none to load: the one in use serves. */
  async #load(version: string): Promise<void> {
    if (this.#asked.has(version)) return;
    this.#asked.add(version);
    try {
      this.#take(await triageApi.protocol(currentLanguage(), version), false);
    } catch {
      setTimeout(() => this.#asked.delete(version), TRY_AGAIN_AFTER_MS);
    }
  }

  #take(protocol: Protocol, inUse: boolean): void {
    this.#loaded = { ...this.#loaded, [protocol.version]: protocol };
    if (inUse) this.current = protocol;
  }
}
