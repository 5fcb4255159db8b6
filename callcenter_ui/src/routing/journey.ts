/** A way over land, sea and land, with each leg's times in words, and whom to call where no boat sails by itself. Pure. */

import type { Candidate, Hotline, Recommendation } from '../api/documents';
import type { UnitRoute } from '../api/routing';
import { timeText } from '../i18n/format';
import { t } from './words';

export interface JourneyLeg {
  text: string;
  /** Of a crossing: waiting, filling, boarding, sailing. */
  parts: string | null;
}

type Sea = NonNullable<Candidate['sea']>;

/** A crossing as either answer tells it; without a first pier it is the unit's own boat, from where it lies. */
interface Crossing extends Pick<Sea['legs'][number], 'wait_s' | 'filling_s' | 'boarding_s' | 'sailing_s'> {
  from: string | null;
  to: string;
}

/** "<1 mnt", "43 mnt", "5 jam 43 mnt". */
function durationText(seconds: number): string {
  if (seconds < 60) return t('duration.minutes', { minutes: '<1' });
  const whole = Math.round(seconds / 60);
  return whole < 60 ? t('duration.minutes', { minutes: whole }) : t('duration.hours', { hours: Math.floor(whole / 60), minutes: whole % 60 });
}

const LAND = { jalan_kaki: 'leg.walk', garis_lurus: 'leg.straight', kendaraan_pulau: 'leg.island', motor: 'leg.motorcycle' } as const;
const landLeg = (means: string, duration_s: number): JourneyLeg => ({
  text: t(LAND[means as keyof typeof LAND] ?? 'leg.land', { time: durationText(duration_s) }),
  parts: null,
});

function crossingLeg({ from, to, ...times }: Crossing): JourneyLeg {
  const parts = [
    ['leg.boat.wait', times.wait_s], ['leg.boat.filling', times.filling_s], ['leg.boat.boarding', times.boarding_s], ['leg.boat.sailing', times.sailing_s],
  ] as const;
  const total_s = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  return {
    text: from ? t('leg.boat', { from, to, time: durationText(total_s) }) : t('leg.own_boat', { to, time: durationText(total_s) }),
    parts: parts
      .filter(([, seconds]) => seconds > 0)
      .map(([word, seconds]) => t(word, { time: durationText(seconds) }))
      .join(' · '),
  };
}

/** The legs of a way that crosses the sea; empty for a way on land alone, whose time says it all. */
export function wayLegs(legs: readonly Pick<UnitRoute['legs'][number], 'means' | 'duration_s' | 'sea'>[]): JourneyLeg[] {
  if (!legs.some(({ sea }) => sea)) return [];
  return legs.map(({ means, duration_s, sea }) =>
    sea ? crossingLeg({ ...sea, from: sea.origin.id ? sea.origin.name : null, to: sea.destination.name }) : landLeg(means, duration_s),
  );
}

/** The same of a recommended unit's journey. */
export function seaLegs({ to_pier_by, to_pier_s, legs, from_pier_by, from_pier_s, met_by }: Sea): JourneyLeg[] {
  const onward = landLeg(met_by ? 'kendaraan_pulau' : from_pier_by, from_pier_s);
  return [
    ...(to_pier_s > 0 ? [landLeg(to_pier_by, to_pier_s)] : []),
    ...legs.map((leg) => crossingLeg({ ...leg, from: leg.from_pier?.name ?? null, to: leg.to_pier.name })),
    ...(from_pier_s > 0 ? [onward] : []),
  ];
}

/** "Basarnas 115", "Satpolairud (nomor belum diketahui)", "Layanan 112 (nomor belum diverifikasi)". */
export function partnerText({ name, number, verified }: Pick<Hotline, 'name' | 'number' | 'verified'>): string {
  if (!number) return t('partner.no_number', { name });
  return verified ? `${name} ${number}` : t('partner.unverified', { name, number });
}

type Advice = NonNullable<Recommendation['boat_advice']>;

/** Why a boat has to be called, whom to call, between which piers, and when the next public one is. */
export function boatCallText({ code, from_pier, to_piers, call, first_public_at }: Advice, zone: string): string {
  const partners = call.map(partnerText);
  const to = to_piers[0];
  return [
    t(`boat.${code}`),
    partners.length > 0 ? t('boat.call', { partners: partners.join(t('boat.or')) }) : '',
    to ? t('boat.piers', { from: from_pier.name, to: to.name }) : '',
    first_public_at ? t('boat.first', { time: timeText(first_public_at, zone) }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}
