/** What a closure closes and changes, as lines a person reads aloud. Pure. */

import type { ClosureEffect, EtaChange, EtaRange } from '../api/routing';
import { distanceText, minuteRange } from '../i18n/format';
import { t } from './words';

/** Names on screen of what an effect speaks of by id. */
export interface Names {
  unit(id: string): string;
  incident(id: string): string;
  leg(id: string): string;
}

const NAMED = 3;

/** "Jl. Merdeka, Jl. Bintan, Jl. Teuku Umar dan 2 lagi". */
export function namesText(names: readonly string[], most = NAMED): string {
  const said = names.slice(0, most).join(', ');
  return names.length > most ? `${said} ${t('effect.more', { count: names.length - most })}` : said;
}

type Closed = Pick<ClosureEffect, 'length_m' | 'streets' | 'boat_legs'>;

/** What is closed, without a verb: "1,2 km di 3 jalan: …", or the crossings by name. */
export function closedText({ length_m, streets, boat_legs }: Closed, names: Names): string {
  if (boat_legs.length > 0 && length_m === 0) return namesText(boat_legs.map(names.leg));
  const length = distanceText(length_m);
  if (streets.length === 0) return t('effect.length', { length });
  if (streets.length === 1) return t('effect.street', { length, names: streets[0] ?? '' });
  return t('effect.streets', { length, count: streets.length, names: namesText(streets) });
}

/** "Menutup 1,2 km di 3 jalan: …" or "Menutup penyeberangan …". */
export function closesText(effect: Closed, names: Names): string {
  const what = closedText(effect, names);
  return effect.boat_legs.length > 0 && effect.length_m === 0 ? t('effect.legs', { names: what }) : t('effect.closes', { what });
}

export function cutsOffText({ cuts_off }: Pick<ClosureEffect, 'cuts_off'>): string | null {
  return cuts_off.length > 0 ? t('effect.cuts_off', { names: namesText(cuts_off.map(({ name }) => name), 5) }) : null;
}

export interface EtaLine {
  key: string;
  who: string;
  before: string;
  after: string;
}

const rangeText = (range: EtaRange | null): string => (range ? minuteRange(range.low_s, range.high_s) : t('effect.eta.none'));

/** The last number of a change carries the unit: "6–8 → 11–14 mnt". */
const lastText = (range: EtaRange | null): string => (range ? t('effect.eta.range', { range: rangeText(range) }) : rangeText(range));

export interface EtaLines {
  lines: EtaLine[];
  /** How many more there are. */
  more: number;
}

/**
 * ETAs that read otherwise than before: of units on their way first, then of those who would have come soonest. What
 * changes by seconds reads the same and is left out.
 *
 * @param isSent whether this unit is on its way to this case
 */
export function etaLines(
  { eta_changes }: Pick<ClosureEffect, 'eta_changes'>,
  names: Names,
  isSent: (unitId: string, incidentId: string) => boolean,
  most: number,
): EtaLines {
  const soon_s = ({ before }: EtaChange) => before?.high_s ?? Number.MAX_VALUE;
  const rank = ({ unit_id, incident_id }: EtaChange) => (isSent(unit_id, incident_id) ? 0 : 1);
  const lines = eta_changes
    .toSorted((a, b) => rank(a) - rank(b) || soon_s(a) - soon_s(b))
    .filter(({ before, after }) => rangeText(before) !== rangeText(after))
    .map(({ unit_id, incident_id, before, after }) => ({
      key: `${unit_id}:${incident_id}`,
      who: t('effect.eta', { unit: names.unit(unit_id), code: names.incident(incident_id) }),
      before: rangeText(before),
      after: lastText(after),
    }));
  return { lines: lines.slice(0, most), more: Math.max(0, lines.length - most) };
}
