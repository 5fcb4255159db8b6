/** Which alarm sounds: never two at once, the worst wins. Pure. */

/** From the worst down. Each has a rhythm of its own, not only a pitch. */
export const ALARMS = ['ringing', 'merah_waiting', 'not_acknowledged', 'overdue'] as const;
export type Alarm = (typeof ALARMS)[number];

export function worst(active: Iterable<Alarm>): Alarm | null {
  const set = new Set(active);
  return ALARMS.find((alarm) => set.has(alarm)) ?? null;
}

/** One beat of a rhythm: when it starts in the period, how long, how high. */
export interface Beat {
  at_s: number;
  length_s: number;
  pitch_hz: number;
}

export interface Rhythm {
  period_s: number;
  beats: readonly Beat[];
}

const beats = (starts_s: readonly number[], length_s: number, pitch_hz: number): Beat[] =>
  starts_s.map((at_s) => ({ at_s, length_s, pitch_hz }));

export const RHYTHMS: Record<Alarm, Rhythm> = {
  // A telephone: ring-ring, rest.
  ringing: { period_s: 2.4, beats: beats([0, 0.12, 0.24, 0.36, 0.7, 0.82, 0.94, 1.06], 0.09, 720) },
  // Three long ones, a long rest.
  merah_waiting: { period_s: 5, beats: beats([0, 0.7, 1.4], 0.5, 540) },
  // Two short ones.
  not_acknowledged: { period_s: 6, beats: beats([0, 0.25], 0.12, 660) },
  // One low one.
  overdue: { period_s: 12, beats: beats([0], 0.3, 390) },
};

export const MERAH_RETURNS_AFTER_S = 30;
