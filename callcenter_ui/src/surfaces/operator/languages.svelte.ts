/**
 * Which language each call is spoken to in: what its row says, or what was chosen here and waits to be sent. A choice
 * is kept through a reload, is sent under one command id until the server has it, and never creates a case.
 */

import { newId, Problem, Unreachable } from '../../api/client';
import type { PscApi } from '../../api/psc';
import type { CallRow } from '../../api/rows';
import type { Live } from '../../live/live.svelte';
import { BASE, spokenIn } from '../shared/language';

const KEY = 'psc119.operator.languages';
const TRY_AGAIN_AFTER_MS = 5000;

interface Choice {
  code: string;
  /** Of the command that tells the server; null where there is no call to keep it with. */
  command_id: string | null;
  protocol_version: string;
}

export interface LanguagePorts {
  api: Pick<PscApi, 'psc' | 'chooseLanguage'>;
  live: Pick<Live, 'reached'>;
  stream: string;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  refused(problem: Problem): void;
}

/** A call that is not over: the others keep what they had. */
const onTheLine = (call: CallRow | null): call is CallRow => call !== null && ['ringing', 'answered', 'held'].includes(call.state);

export class Languages {
  /** By call, or by case where no call is on the line. */
  #chosen: Record<string, Choice> = $state.raw({});
  readonly #ports: LanguagePorts;

  constructor(ports: LanguagePorts) {
    this.#ports = ports;
    this.#chosen = this.#load();
  }

  /** The language in which a case is spoken with now. */
  of(call: CallRow | null, caseId: string | null, calls: readonly CallRow[]): string {
    const here = caseId ? this.#chosen[caseId]?.code : undefined;
    if (!call) return here ?? spokenIn(calls)?.code ?? BASE;
    return this.#chosen[call.id]?.code ?? call.language?.code ?? here ?? BASE;
  }

  choose(call: CallRow | null, caseId: string | null, code: string, protocol_version: string): void {
    if (onTheLine(call)) {
      this.#put(call.id, { code, command_id: newId(), protocol_version });
      void this.#send(call.id);
    } else if (caseId) {
      this.#put(caseId, { code, command_id: null, protocol_version });
    }
  }

  /** After a reload or a lost link. */
  flush(): void {
    for (const [id, { command_id }] of Object.entries(this.#chosen)) if (command_id) void this.#send(id);
  }

  async #send(callId: string): Promise<void> {
    const choice = this.#chosen[callId];
    if (!choice?.command_id) return;
    const { code: language, command_id, protocol_version } = choice;
    const { api, live, stream, refused } = this.#ports;
    try {
      const { seq } = await api.chooseLanguage(callId, { language, command_id, protocol_version });
      await live.reached(stream, seq);
    } catch (error) {
      if (error instanceof Unreachable || (error instanceof Problem && error.status === 503)) {
        setTimeout(() => void this.#send(callId), TRY_AGAIN_AFTER_MS);
        return;
      }
      if (!(error instanceof Problem)) throw error;
      refused(error);
    }
    // Unless another was chosen meanwhile, which is on its way itself.
    if (this.#chosen[callId]?.command_id === command_id) this.#put(callId, null);
  }

  #put(id: string, choice: Choice | null): void {
    const { [id]: _, ...rest } = this.#chosen;
    this.#chosen = choice ? { ...rest, [id]: choice } : rest;
    try {
      this.#ports.storage.setItem(`${KEY}.${this.#ports.api.psc}`, JSON.stringify(this.#chosen));
    } catch {
      // A full or closed storage costs only the copy for a reload.
    }
  }

  #load(): Record<string, Choice> {
    try {
      return JSON.parse(this.#ports.storage.getItem(`${KEY}.${this.#ports.api.psc}`) ?? '{}') as Record<string, Choice>;
    } catch {
      return {};
    }
  }
}
