/** What the caller's words may mean, asked as they are typed. A help for the eye: it chooses nothing. */

import { Problem, Unreachable } from '../../api/client';
import type { Suggestion } from '../../api/protocol';
import { triageApi } from '../../api/triage';

const ASK_AFTER_MS = 250;

export class LayWords {
  suggested: readonly Suggestion[] = $state.raw([]);
  #text = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Follow these words; the same words are not asked twice. */
  follow(text: string): void {
    const trimmed = text.trim();
    if (trimmed === this.#text) return;
    this.#text = trimmed;
    clearTimeout(this.#timer);
    if (trimmed === '') this.suggested = [];
    else this.#timer = setTimeout(() => void this.#ask(trimmed), ASK_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #ask(text: string): Promise<void> {
    try {
      const suggested = await triageApi.suggest(text);
      if (this.#text === text) this.suggested = suggested;
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Problem)) throw error;
      // The list of cards is there without it.
      if (this.#text === text) this.suggested = [];
    }
  }
}

/** The cards as they are offered: those suggested first, the others in their own order. */
export function offered<Card extends { id: string }>(cards: readonly Card[], suggested: readonly Suggestion[]): Card[] {
  const first = suggested.flatMap(({ card }) => cards.find(({ id }) => id === card) ?? []);
  return [...first, ...cards.filter((card) => !first.includes(card))];
}
