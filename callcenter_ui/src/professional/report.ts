/** A health worker's report as a form fills it, and as it is sent. Pure. */

import type { Channel } from '../api/rows';
import type { PatientReport } from '../api/psc';
import { listDoubtful, MEASURED, faultOf, readNumber, type Limits, type Measured, type Values } from '../vitals/vitals';

export const COLOURS = ['merah', 'kuning', 'hijau'] as const;
export const ESCORTS = ['dokter', 'perawat', 'bidan', 'keluarga'] as const;
export const EQUIPMENT = ['oksigen', 'als', 'aed', 'persalinan'] as const;
export const STABLE = ['ya', 'tidak', 'tidak_tahu'] as const;
export const KINDS = ['gawat_darurat', 'rujukan_antar_faskes'] as const;
export const CHANNELS = ['puskesmas', 'rs', 'kader', 'radio', 'telepon_lokal', 'whatsapp', '119'] as const satisfies readonly Channel[];

export interface Draft {
  kind: (typeof KINDS)[number];
  from: string;
  address: string;
  channel: (typeof CHANNELS)[number];
  phone: string;
  reporter: string;
  situation: string;
  background: string;
  assessment: string;
  recommendation: string;
  typed: Record<Measured, string>;
  consciousness: '' | NonNullable<Values['consciousness']>;
  breathing: '' | 'ya' | 'tidak';
  age: string;
  sex: '' | 'L' | 'P';
  pregnant: boolean;
  declared: '' | (typeof COLOURS)[number];
  carry: boolean;
  escort: (typeof ESCORTS)[number][];
  equipment: (typeof EQUIPMENT)[number][];
  equipment_note: string;
  stable: '' | (typeof STABLE)[number];
  hospital: string;
  doctor: string;
  confirmed: string[];
}

export function emptyDraft(from = ''): Draft {
  return {
    kind: from ? 'rujukan_antar_faskes' : 'gawat_darurat',
    from, address: '', channel: 'puskesmas', phone: '', reporter: '', situation: '', background: '', assessment: '', recommendation: '',
    typed: Object.fromEntries(MEASURED.map((name) => [name, ''])) as Record<Measured, string>,
    consciousness: '', breathing: '', age: '', sex: '', pregnant: false, declared: '', carry: true,
    escort: [], equipment: [], equipment_note: '', stable: '', hospital: '', doctor: '', confirmed: [],
  };
}

/** What was measured; a value that cannot be is left out here and named by `faults`. */
export function valuesOf({ typed, consciousness }: Draft, limits: Limits | null): Values {
  const numbers = MEASURED.flatMap((name) => {
    const value = faultOf(name, typed[name], limits) ? null : readNumber(typed[name]);
    return value === null ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(numbers), ...(consciousness ? { consciousness } : {}) };
}

export function faults({ typed }: Draft, limits: Limits | null): Measured[] {
  return MEASURED.filter((name) => faultOf(name, typed[name], limits) !== null);
}

export function unconfirmed(draft: Draft, limits: Limits | null): string[] {
  return listDoubtful(valuesOf(draft, limits), limits).filter((name) => !draft.confirmed.includes(name));
}

/** The fields that a report cannot do without and that are still empty. */
export function missing(draft: Draft): ('from' | 'address' | 'reporter' | 'situation' | 'declared' | 'stable')[] {
  const empty = (['reporter', 'situation', 'declared', 'stable'] as const).filter((name) => !draft[name].trim());
  if (draft.from) return empty;
  return draft.kind === 'rujukan_antar_faskes' ? ['from', ...empty] : draft.address.trim() ? empty : ['address', ...empty];
}

/** The body of the command; `byCall` says that it was told to an operator. */
export function bodyOf(draft: Draft, incident_id: string, limits: Limits | null, byCall: { call_id?: string } | null): PatientReport {
  const words = (['background', 'assessment', 'recommendation', 'equipment_note'] as const).flatMap((name) =>
    draft[name].trim() ? [[name, draft[name].trim()] as const] : [],
  );
  const age_years = readNumber(draft.age);
  const call = byCall && { channel: draft.channel, ...byCall, ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}) };
  return {
    incident_id,
    kind: draft.kind,
    reporter: draft.reporter.trim(),
    situation: draft.situation.trim(),
    ...Object.fromEntries(words),
    declared: draft.declared as (typeof COLOURS)[number],
    stable: draft.stable as (typeof STABLE)[number],
    carry: draft.carry,
    escort: draft.escort,
    equipment: draft.equipment,
    values: valuesOf(draft, limits),
    confirmed: draft.confirmed,
    ...(draft.from ? { from_facility_id: draft.from } : { address: draft.address.trim() }),
    ...(draft.breathing ? { breathing: draft.breathing === 'ya' } : {}),
    ...(age_years === null ? {} : { age_years }),
    ...(draft.sex ? { sex: draft.sex } : {}),
    ...(draft.pregnant ? { pregnant: true } : {}),
    ...(draft.hospital ? { hospital_id: draft.hospital } : {}),
    ...(draft.doctor.trim() ? { accepting_doctor: draft.doctor.trim() } : {}),
    ...(call ? { call } : {}),
  };
}
