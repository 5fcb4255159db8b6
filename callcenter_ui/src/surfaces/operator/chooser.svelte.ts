/** Column 3: the recommendation for the selected incident, what is chosen of it, and the last dispatch. */

import { Problem, Unreachable } from '../../api/client';
import type { Candidate, Recommendation } from '../../api/documents';
import type { PscApi } from '../../api/psc';

const REFRESH_AFTER_MS = 150;

export class Chooser {
  recommendation: Recommendation | null = $state.raw(null);
  /** The newest attempt failed: what is shown is old. */
  stale = $state(false);
  chosen: readonly string[] = $state.raw([]);
  overrideReason = $state('');
  sending = $state(false);
  #incidentId: string | null = null;
  #touched = false;
  #served = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #api: PscApi;

  constructor(api: PscApi) {
    this.#api = api;
  }

  /**
   * Follow this incident; null lets go. Keeps what the operator chose as long as the incident is the same.
   *
   * @param served units are already on it: then nobody more is chosen unasked, so that a second F9 sends nothing
   */
  follow(incidentId: string | null, served = false): void {
    this.#served = served;
    if (incidentId !== this.#incidentId) {
      this.#incidentId = incidentId;
      this.recommendation = null;
      this.reset();
    }
    clearTimeout(this.#timer);
    if (incidentId) this.#timer = setTimeout(() => void this.#fetch(incidentId), REFRESH_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  reset(): void {
    this.chosen = [];
    this.overrideReason = '';
    this.#touched = false;
  }

  get selectable(): Candidate[] {
    return this.recommendation?.ranked.filter(({ selectable }) => selectable) ?? [];
  }

  get chosenCandidates(): Candidate[] {
    return this.selectable.filter(({ unit_id }) => this.chosen.includes(unit_id));
  }

  /** Nobody of the proposed goes: a reason is asked and kept for review, as the server does. */
  get overrides(): boolean {
    const proposed = this.recommendation?.ranked.filter((candidate) => candidate.proposed) ?? [];
    return this.chosen.length > 0 && proposed.length > 0 && !proposed.some(({ unit_id }) => this.chosen.includes(unit_id));
  }

  toggle(unitId: string): void {
    if (!this.selectable.some(({ unit_id }) => unit_id === unitId)) return;
    this.#touched = true;
    this.chosen = this.chosen.includes(unitId) ? this.chosen.filter((id) => id !== unitId) : [...this.chosen, unitId];
  }

  /** The ambulance that the policy proposes for this incident now, also where a team is on it already. */
  get ambulance(): Candidate | null {
    return this.selectable.find(({ kind, proposed }) => proposed && kind === 'ambulans') ?? null;
  }

  /**
   * Send what is chosen, or just these units.
   *
   * @throws Problem when somebody else was faster; the recommendation is asked again
   */
  async dispatch(only?: readonly string[]): Promise<string[]> {
    const incidentId = this.#incidentId;
    const units = only ?? this.chosen;
    if (!incidentId || units.length === 0 || this.sending) return [];
    this.sending = true;
    try {
      const { result } = await this.#api.dispatch(incidentId, {
        unit_ids: [...units],
        ...(!only && this.overrides ? { override_reason: this.overrideReason } : {}),
      });
      this.reset();
      this.#served = true;
      return result.task_ids;
    } finally {
      this.sending = false;
      this.follow(this.#incidentId, this.#served);
    }
  }

  async #fetch(incidentId: string): Promise<void> {
    try {
      const answer = await this.#api.recommendation(incidentId);
      if (this.#incidentId !== incidentId) return;
      this.recommendation = answer;
      this.stale = false;
      const able = new Set(this.selectable.map(({ unit_id }) => unit_id));
      // What the operator chose stays chosen while it can be; an untouched choice follows the proposal.
      this.chosen = this.#touched || this.#served
        ? this.chosen.filter((id) => able.has(id))
        : answer.ranked.filter(({ proposed, unit_id }) => proposed && able.has(unit_id)).map(({ unit_id }) => unit_id);
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Problem)) throw error;
      this.stale = true;
    }
  }
}
