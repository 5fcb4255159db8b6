/**
 * Sends what the operator types, in order, and keeps it until the board shows it. A case begins with the first fact:
 * its incident is created under an id made here, so an answer, an address or one key are all a beginning.
 */

import { Problem, Unreachable } from '../../api/client';
import type { PscApi } from '../../api/psc';
import type { Live } from '../../live/live.svelte';
import { emptyDraft, hasUnsent, loadDrafts, saveDrafts, withoutSent, type Arrest, type Draft, type Drafts } from './draft';

/** How long to wait for the board to show what was sent before letting go of the typed copy. */
const SHOWN_WITHIN_MS = 4000;

const TRY_AGAIN_AFTER_MS = 5000;

export interface SaverPorts {
  api: PscApi;
  live: Live;
  stream: string;
  patientOf(incidentId: string): string | undefined;
  refused(problem: Problem): void;
}

export class Saver {
  drafts: Drafts = $state.raw({});
  /** Incidents created by this screen, known before the board shows them. */
  readonly #created = new Set<string>();
  readonly #sending = new Map<string, Promise<void>>();
  readonly #ports: SaverPorts;

  constructor(ports: SaverPorts) {
    this.#ports = ports;
    this.drafts = loadDrafts(sessionStorage, ports.api.psc);
  }

  draft(id: string): Draft {
    return this.drafts[id] ?? emptyDraft(null);
  }

  /** The case being prepared for a call that has no incident yet. */
  findByCall(callId: string): string | null {
    return Object.entries(this.drafts).find(([, draft]) => draft.call_id === callId)?.[0] ?? null;
  }

  exists(id: string): boolean {
    return this.#created.has(id) || this.#ports.live.board(this.#ports.stream).incident.has(id);
  }

  edit(id: string, change: (draft: Draft) => Draft): void {
    this.#put(id, change(this.draft(id)));
  }

  forget(id: string): void {
    const { [id]: _, ...rest } = this.drafts;
    this.drafts = rest;
    saveDrafts(sessionStorage, this.#ports.api.psc, rest);
  }

  /** Send whatever waits for this case; resolves when nothing does, or the server is away or refuses. */
  flush(id: string): Promise<void> {
    const running = this.#sending.get(id);
    if (running) return running.then(() => (hasUnsent(this.draft(id)) ? this.flush(id) : undefined));
    const sending = this.#send(id).finally(() => this.#sending.delete(id));
    this.#sending.set(id, sending);
    return sending;
  }

  /** After a reload or a lost link. */
  flushAll(): void {
    for (const [id, draft] of Object.entries(this.drafts)) if (hasUnsent(draft)) void this.flush(id);
  }

  /** Create the incident even with nothing known (RJP with an empty address). */
  async ensure(id: string): Promise<void> {
    if (!this.exists(id)) await this.#create(id);
    await this.flush(id);
  }

  async #send(id: string): Promise<void> {
    try {
      if (!hasUnsent(this.draft(id))) return;
      if (!this.exists(id)) await this.#create(id);
      const { place, complaint, triage } = this.#dropEmpty(id);
      const { api } = this.#ports;
      if (Object.keys(place).length > 0) await this.#confirm(id, api.setPlace(id, place), { place });
      if (complaint !== undefined) await this.#confirm(id, api.describe(id, complaint), { place: {}, complaint });
      if (triage !== undefined) {
        const patient_id = this.#ports.patientOf(id);
        await this.#confirm(id, api.triage(id, { ...triage, ...(patient_id ? { patient_id } : {}) }), { place: {}, triage });
      }
      for (const event of ['recognised', 'first_compression'] as const) await this.#sendMoment(id, event);
    } catch (error) {
      if (error instanceof Problem && error.status !== 503) this.#ports.refused(error);
      else if (error instanceof Unreachable || error instanceof Problem) setTimeout(() => void this.flush(id), TRY_AGAIN_AFTER_MS);
      else throw error;
    }
  }

  /** A moment of telephone CPR; one that a colleague or an earlier attempt recorded already is as good. */
  async #sendMoment(id: string, event: keyof Arrest): Promise<void> {
    const moment = this.draft(id).arrest?.[event];
    if (!moment) return;
    const { live, stream, api } = this.#ports;
    try {
      const { seq } = await api.resuscitation(id, event, moment);
      await Promise.race([live.reached(stream, seq), new Promise((resolve) => setTimeout(resolve, SHOWN_WITHIN_MS))]);
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 503) throw error;
      if (error.status !== 409) this.#ports.refused(error);
    }
    this.edit(id, ({ arrest, ...draft }) => {
      const { [event]: _, ...left } = arrest ?? {};
      return Object.keys(left).length > 0 ? { ...draft, arrest: left } : draft;
    });
  }

  /** A caller's words are never erased by an empty field: what was emptied shows the kept words again. */
  #dropEmpty(id: string): Draft {
    const { place, complaint } = this.draft(id);
    const empty = Object.fromEntries(Object.entries(place).filter(([, value]) => typeof value === 'string' && value.trim() === '')) as Draft['place'];
    this.edit(id, (draft) => withoutSent(draft, { place: empty, ...(complaint?.trim() === '' ? { complaint } : {}) }));
    return this.draft(id);
  }

  async #create(id: string): Promise<void> {
    const { call_id, place, complaint } = this.#dropEmpty(id);
    const request = this.#ports.api.createIncident({
      incident_id: id,
      ...place,
      ...(call_id ? { call_id } : {}),
      ...(complaint ? { complaint_text: complaint } : {}),
    });
    await request;
    this.#created.add(id);
    await this.#confirm(id, request, { place, complaint });
  }

  async #confirm(id: string, request: Promise<{ seq: number }>, sent: Pick<Draft, 'place' | 'complaint' | 'triage'>): Promise<void> {
    const { seq } = await request;
    const { live, stream } = this.#ports;
    await Promise.race([live.reached(stream, seq), new Promise((resolve) => setTimeout(resolve, SHOWN_WITHIN_MS))]);
    this.edit(id, (draft) => withoutSent(draft, sent));
  }

  #put(id: string, draft: Draft): void {
    this.drafts = { ...this.drafts, [id]: draft };
    saveDrafts(sessionStorage, this.#ports.api.psc, this.drafts);
  }
}
