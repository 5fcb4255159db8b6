/** The case that the demo's actors play for this screen, and what its caller says. */

import { Problem, request, Unreachable } from '../../../api/client';
import type { CallerLine, PracticeDocument } from '../../../api/generated';
import type { Surface } from './guides';

export type Practice = PracticeDocument;

const RETRY_MS = 2000;

/**
 * Ask the demo for a case of one's own; keeps asking under the same id while the server is away.
 *
 * @returns null where no demo runs: the guide then leads through whatever comes
 * @throws Problem when the server refuses for another reason
 */
export async function askPractice(role: Surface, command_id: string): Promise<Practice | null> {
  for (;;) {
    try {
      return await request<Practice>('POST', '/api/demo/practice', { command_id, role });
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      const worth_retrying = error instanceof Unreachable || (error instanceof Problem && error.status >= 500);
      if (!worth_retrying) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** What the caller says on these topics, in this order. */
export function findLines(practice: Practice | null, topics: readonly string[] = []): CallerLine[] {
  return topics.flatMap((topic) => practice?.caller_words.filter((line) => line.topic === topic) ?? []);
}
