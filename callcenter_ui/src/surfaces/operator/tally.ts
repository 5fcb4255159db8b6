/**
 * How often this desk was alarmed in the last hour. Above six an hour people stop hearing alarms (EEMUA 191), so the
 * count is shown. A ring is the work itself and is counted apart. Pure.
 */

import { alarmKey, type Alarmed } from './alarms';

export const ALARMS_AN_HOUR = 6;
const HOUR_MS = 3_600_000;

export interface Tally {
  /** Alarms that are sounding now, by key: they are counted already. */
  readonly sounding: ReadonlySet<string>;
  readonly raised: readonly { ring: boolean; at_ms: number }[];
}

export const NO_ALARMS: Tally = { sounding: new Set(), raised: [] };

/** The tally after a look at what sounds now; the same object when nothing began or ended. */
export function tallied(before: Tally, audible: readonly Alarmed[], now_ms: number): Tally {
  const sounding = new Set(audible.map(alarmKey));
  const begun = audible.filter((one) => !before.sounding.has(alarmKey(one)));
  if (begun.length === 0 && sounding.size === before.sounding.size) return before;
  const recent = before.raised.filter(({ at_ms }) => now_ms - at_ms < HOUR_MS);
  return { sounding, raised: [...recent, ...begun.map(({ alarm }) => ({ ring: alarm === 'ringing', at_ms: now_ms }))] };
}

export function lastHour({ raised }: Tally, now_ms: number): { alarms: number; rings: number } {
  const recent = raised.filter(({ at_ms }) => now_ms - at_ms < HOUR_MS);
  const rings = recent.filter(({ ring }) => ring).length;
  return { alarms: recent.length - rings, rings };
}
