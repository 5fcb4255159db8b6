/**
 * Closing a road or a crossing: what is prepared, what it would change, what it did change. Leaving the tool keeps what
 * was drawn and touches nothing else of the screen.
 */

import { Problem, Unreachable } from '../api/client';
import type { ClosureEffect, RoutingApi, Span } from '../api/routing';
import type { Coordinate } from '../map/geometry';
import type { MapTool } from '../map/pointer';
import { EMPTY_DRAFT, givenShape, missingShape, outlined, spanOf, withCorner, withoutLastCorner, type Draft, type Missing } from './draft';

const PREVIEW_AFTER_MS = 250;

export type View = 'draw' | 'list' | 'done';

/** Ask the operator's words for what went wrong. */
export type Explain = (error: Problem | Unreachable) => string;

export class ClosureTool {
  open = $state(false);
  view: View = $state('draw');
  draft: Draft = $state.raw(EMPTY_DRAFT);
  pointer: Coordinate | null = $state.raw(null);
  /** What the draft would change; null while it is not known. */
  preview: ClosureEffect | null = $state.raw(null);
  /** What the last closure changed. */
  done: { id: string; effect: ClosureEffect; planned: boolean } | null = $state.raw(null);
  sending = $state(false);
  trouble: string | null = $state(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;
  /** What the preview, or the question for it, is about. */
  #asked = '';
  readonly #api: RoutingApi;
  readonly #now: () => number;
  readonly #zone: () => string;
  readonly #explain: Explain;

  constructor(api: RoutingApi, { now, zone, explain }: { now: () => number; zone: () => string; explain: Explain }) {
    this.#api = api;
    this.#now = now;
    this.#zone = zone;
    this.#explain = explain;
  }

  /** What clicks on the map do now; null leaves them to the map. */
  readonly mapTool: MapTool | null = $derived.by(() => {
    const { means, within, outlined: finished } = this.draft;
    const drawing = this.open && this.view === 'draw' && !finished && (means === 'area' || (means === 'street' && within));
    if (!drawing) return null;
    return {
      point: (at) => this.edit(withCorner(this.draft, at)),
      move: (at) => (this.pointer = at),
      finish: () => this.finishOutline(),
    };
  });

  show(view: View = 'draw'): void {
    this.open = true;
    this.view = view;
    this.trouble = null;
    if (view === 'draw') this.#look();
  }

  /** Leave the tool; the draft waits for the next time. */
  leave(): void {
    this.open = false;
    this.pointer = null;
    this.#forgetPreview();
    if (this.view === 'done') this.view = 'draw';
    this.done = null;
  }

  toggle(): void {
    if (this.open) this.leave();
    else this.show();
  }

  edit(draft: Draft): void {
    this.draft = draft;
    this.trouble = null;
    this.#look();
  }

  finishOutline(): void {
    this.pointer = null;
    this.edit(outlined(this.draft));
  }

  takeCornerBack(): void {
    this.edit(withoutLastCorner(this.draft));
  }

  startAgain(): void {
    this.edit({ ...EMPTY_DRAFT, means: this.draft.means });
  }

  /** What is still missing before it can be closed, or null. */
  get missing(): Missing | null {
    const shape = missingShape(this.draft);
    if (shape) return shape;
    if (!this.draft.reason) return 'reason';
    const span = this.#span();
    return typeof span === 'string' ? span : null;
  }

  get span(): Span | null {
    const span = this.#span();
    return typeof span === 'string' ? null : span;
  }

  async confirm(): Promise<void> {
    const { draft, span } = this;
    const shape = givenShape(draft);
    // Nobody closes what they have not seen the effect of.
    if (this.missing || !shape || !draft.reason || !span || !this.preview || this.sending) return;
    this.sending = true;
    const planned = span.from_at !== null;
    const answer = await this.#attempt(() =>
      this.#api.close({ ...shape, ...span, reason: draft.reason!, note: draft.note.trim() || null }),
    );
    this.sending = false;
    if (!answer) return;
    const { closure_id, ...effect } = answer.result;
    this.done = { id: closure_id, effect, planned };
    this.draft = EMPTY_DRAFT;
    this.#forgetPreview();
    this.view = 'done';
  }

  async reopen(closureId: string): Promise<boolean> {
    return (await this.#attempt(() => this.#api.reopen(closureId))) !== null;
  }

  /** @param until_at null: until somebody reopens it */
  async changeEnd(closureId: string, until_at: string | null): Promise<boolean> {
    return (await this.#attempt(() => this.#api.changeEnd(closureId, until_at))) !== null;
  }

  #span(): Span | Missing {
    return spanOf(this.draft, this.#now(), this.#zone());
  }

  /** Ask what the draft would change, once the hand rests. */
  #look(): void {
    const shape = givenShape(this.draft);
    const { span } = this;
    const asked = JSON.stringify([shape, span]);
    // A reason or a note changes nothing of it.
    if (asked === this.#asked) return;
    this.#forgetPreview();
    if (!shape || !span || !this.open) return;
    this.#asked = asked;
    this.#timer = setTimeout(async () => {
      const asking = new AbortController();
      this.#asking = asking;
      const preview = await this.#attempt(() => this.#api.preview(shape, span, asking.signal), asking.signal);
      if (asking.signal.aborted) return;
      if (preview) this.preview = preview;
      else this.#asked = '';
    }, PREVIEW_AFTER_MS);
  }

  #forgetPreview(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
    this.#asked = '';
    this.preview = null;
  }

  async #attempt<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T | null> {
    try {
      const answer = await work();
      this.trouble = null;
      return answer;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      if (!signal?.aborted) this.trouble = this.#explain(error);
      return null;
    }
  }
}
