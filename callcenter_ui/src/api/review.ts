/** Quality review of one PSC: what supervisors draw, score and read. */

import { command, get, newId, request } from './client';
import type {
  DrawDone, DrawMethod, DrawReason, OverrideDocument, ResponseTimesDocument, RevealedReview, ReviewCriterion, ReviewRow,
  TrendsDocument,
} from './generated';
import type { Channel } from './rows';

export type {
  DrawDone, DrawMethod, DrawReason, OverrideDocument, ResponseTimesDocument, RevealedReview, ReviewCriterion, ReviewRow,
  TrendsDocument,
} from './generated';

export interface ScoreFields {
  scores: Record<ReviewCriterion, { points: 0 | 1 | 2 | null; note?: string }>;
  comment?: string;
  amended_because?: string;
}

export function reviewApi(psc: string) {
  const at = `/psc/${encodeURIComponent(psc)}/reviews`;
  return {
    list: (days = 31) => get<ReviewRow[]>(`/api${at}?days=${days}`),
    draw: (fields: { method: DrawMethod; days: number; per_operator?: number; reasons?: DrawReason[] }) =>
      command<DrawDone>(`${at}/draws`, { ...fields }),
    score: (incident: string, fields: ScoreFields) =>
      command<{ total_percent: number | null }>(`${at}/${incident}/scores`, { ...fields }),
    complain: (incident: string, channel: Channel, text: string) =>
      command(`${at}/${incident}/complaints`, { channel, text }),
    trends: (weeks = 12) => get<TrendsDocument>(`/api${at}/trends?weeks=${weeks}`),
    overrides: (days = 31) => get<OverrideDocument[]>(`/api${at}/overrides?days=${days}`),
    responseTimes: (days = 31) => get<ResponseTimesDocument[]>(`/api${at}/response-times?days=${days}`),
    /** Read the notes; the reason is logged before they are answered. */
    reveal: (incident: string, reason: string) =>
      request<RevealedReview>('POST', `/api${at}/${incident}/reveal`, { command_id: newId(), reason }),
  };
}

export type ReviewApi = ReturnType<typeof reviewApi>;
