/** A closure that is being prepared: what is drawn, chosen and typed, and what is still missing. Pure. */

import type { ClosedShape, Span } from '../api/routing';
import type { ClosureKind, ClosureReason } from '../api/rows';
import { crossesItself, distance_m, type Coordinate } from '../map/geometry';

/** By which means the closed way is told: an outline, a street's name, boat legs. */
export type Means = 'area' | 'street' | 'boat';

export interface Draft {
  means: Means;
  corners: readonly Coordinate[];
  /** The outline is finished: no corner follows the pointer. */
  outlined: boolean;
  street: string | null;
  /** Of the street, only what lies within the outline. */
  within: boolean;
  boat_legs: readonly string[];
  reason: ClosureReason | null;
  /** Clock times as typed; empty: from now, until it is opened by hand. */
  from: string;
  until: string;
  note: string;
}

/** Reasons a road or a crossing is closed for, the commonest first. */
export const REASONS: Record<ClosureKind, readonly ClosureReason[]> = {
  jalan: ['banjir', 'kecelakaan', 'pohon_tumbang', 'longsor', 'perbaikan', 'acara', 'lain'],
  kapal: ['gelombang', 'cuaca', 'pasang_surut', 'lain'],
};

export const EMPTY_DRAFT: Draft = {
  means: 'area',
  corners: [],
  outlined: false,
  street: null,
  within: false,
  boat_legs: [],
  reason: null,
  from: '',
  until: '',
  note: '',
};

/** Two clicks of a double click, or a hand that trembles, are one corner. */
const SAME_CORNER_M = 3;

export function withCorner(draft: Draft, at: Coordinate): Draft {
  if (draft.outlined) return draft;
  const last = draft.corners.at(-1);
  if (last && distance_m(last, at) < SAME_CORNER_M) return draft;
  return { ...draft, corners: [...draft.corners, at] };
}

export function withoutLastCorner(draft: Draft): Draft {
  return { ...draft, outlined: false, corners: draft.outlined ? draft.corners : draft.corners.slice(0, -1) };
}

/** The outline is closed as soon as it can be one. */
export function outlined(draft: Draft): Draft {
  return draft.corners.length >= 3 ? { ...draft, outlined: true } : draft;
}

export type Missing = 'corners' | 'outline' | 'crossing' | 'street' | 'legs' | 'reason' | 'from' | 'until';

/** What of the shape is missing, or null when it can be previewed. */
export function missingShape(draft: Draft): Missing | null {
  if (draft.means === 'boat') return draft.boat_legs.length > 0 ? null : 'legs';
  if (draft.means === 'street' && !draft.street) return 'street';
  return draft.means === 'area' || draft.within ? missingOutline(draft) : null;
}

function missingOutline({ corners, outlined: finished }: Draft): Missing | null {
  if (corners.length < 3) return 'corners';
  if (crossesItself(corners)) return 'crossing';
  return finished ? null : 'outline';
}

/** A closure's borders as instants, `from_at` null being now and `until_at` null no end yet; or what is wrong with them. */
export function spanOf({ from, until }: Pick<Draft, 'from' | 'until'>, now_ms: number, zone: string): Span | Missing {
  const minute_ms = Math.floor(now_ms / 60_000) * 60_000;
  // This very minute is now, not tomorrow.
  const typed = from.trim() ? nextInstantOf(from, minute_ms - 60_000, zone) : null;
  if (from.trim() && !typed) return 'from';
  const from_at = typed && Date.parse(typed) > minute_ms ? typed : null;
  const begins_ms = from_at ? Date.parse(from_at) : now_ms;
  const until_at = until.trim() ? nextInstantOf(until, begins_ms, zone) : null;
  if (until.trim() && !until_at) return 'until';
  return { from_at, until_at };
}

/**
 * A clock time typed as "21.40" in the PSC's zone as an instant: the next such moment after `now_ms`.
 *
 * @returns null when it is no time of day
 */
export function nextInstantOf(text: string, now_ms: number, zone: string): string | null {
  const match = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/.exec(text.trim());
  if (!match) return null;
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(now_ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const ahead_min = (Number(match[1]) * 60 + Number(match[2]) - (of('hour') * 60 + of('minute')) + 1440) % 1440 || 1440;
  return new Date(Math.floor(now_ms / 60_000) * 60_000 + ahead_min * 60_000).toISOString();
}

export const kindOf = ({ means }: Pick<Draft, 'means'>): ClosureKind => (means === 'boat' ? 'kapal' : 'jalan');

/** The shape as the server takes it, or null while some of it is missing. */
export function givenShape(draft: Draft): ClosedShape | null {
  if (missingShape(draft)) return null;
  const bounded = draft.means === 'area' || (draft.means === 'street' && draft.within);
  return {
    kind: kindOf(draft),
    shape: bounded ? { type: 'Polygon', coordinates: [[...draft.corners, ...draft.corners.slice(0, 1)]] } : null,
    street: draft.means === 'street' ? draft.street : null,
    boat_legs: draft.means === 'boat' ? [...draft.boat_legs] : [],
  };
}
