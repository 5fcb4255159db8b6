/** A health worker's report as a form fills it, and as it is sent. Pure. */

import type { Channel, IncidentRow, PatientRow } from '../api/rows';
import type { Board } from '../live/board';
import type { PatientReport } from '../api/psc';
import { contextOf, listDoubtful, MEASURED, faultOf, readNumber, type Limits, type Measured, type Values } from '../vitals/vitals';

export const COLOURS = ['merah', 'kuning', 'hijau'] as const;
export const ESCORTS = ['dokter', 'perawat', 'bidan', 'keluarga'] as const;
export const EQUIPMENT = ['oksigen', 'als', 'aed', 'persalinan'] as const;
export const STABLE = ['ya', 'tidak', 'tidak_tahu'] as const;
export const KINDS = ['gawat_darurat', 'rujukan_antar_faskes'] as const;
export const CHANNELS = ['puskesmas', 'rs', 'kader', 'radio', 'telepon_lokal', 'whatsapp', '119'] as const satisfies readonly Channel[];

/** A patient whose case is open: a report about them is kept there. */
export interface OpenCase {
  incident: IncidentRow;
  patient: PatientRow;
  context: ReturnType<typeof contextOf>;
  /** Somebody has asked for an ambulance already. */
  carried: boolean;
}

/** The patients of open cases that this screen sees, the newest case first. */
export function listOpenCases(board: Pick<Board, 'incident' | 'patient'>): OpenCase[] {
  return [...board.patient.values()]
    .flatMap((patient) => {
      const incident = board.incident.get(patient.incident_id);
      if (!incident || incident.state === 'closed') return [];
      return [{ incident, patient, context: contextOf(patient), carried: incident.triage?.transport === 'ya' }];
    })
    .toSorted((a, b) => b.incident.number - a.incident.number || a.patient.number - b.patient.number);
}

export interface Draft {
  /** Of an open case, by the patient's id; empty for a patient who has none. */
  patient: string;
  kind: (typeof KINDS)[number];
  from: string;
  address: string;
  /** Where this tablet is. */
  here: boolean;
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
    patient: '',
    kind: from ? 'rujukan_antar_faskes' : 'gawat_darurat',
    from, address: '', here: false, channel: 'puskesmas', phone: '', reporter: '', situation: '', background: '', assessment: '', recommendation: '',
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
  if (draft.patient || draft.from) return empty;
  if (draft.here && draft.kind === 'gawat_darurat') return empty;
  return draft.kind === 'rujukan_antar_faskes' ? ['from', ...empty] : draft.address.trim() ? empty : ['address', ...empty];
}

export interface Sending {
  /** The case that the report opens where the patient has none. */
  incident_id: string;
  limits: Limits | null;
  /** It was told to an operator, by this call. */
  byCall: { call_id?: string } | null;
  attached?: OpenCase | null;
  /** Where the tablet is. */
  fix?: { lat: number; lon: number } | null;
}

/** The body of the command. */
export function bodyOf(draft: Draft, { incident_id, limits, byCall, attached = null, fix = null }: Sending): PatientReport {
  const words = (['background', 'assessment', 'recommendation', 'equipment_note'] as const).flatMap((name) =>
    draft[name].trim() ? [[name, draft[name].trim()] as const] : [],
  );
  const age_years = readNumber(draft.age);
  const call = byCall && { channel: draft.channel, ...byCall, ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}) };
  const address = draft.address.trim() && (!draft.from || draft.kind === 'gawat_darurat') ? { address: draft.address.trim() } : {};
  const place = draft.here && !draft.from && fix ? { place: { kind: 'point' as const, lat: fix.lat, lon: fix.lon, source: 'gps' } } : {};
  return {
    ...(attached
      ? { incident_id: attached.incident.id, patient_id: attached.patient.id }
      : { incident_id, kind: draft.kind, ...(draft.from ? { from_facility_id: draft.from } : {}), ...address, ...place }),
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
    ...(draft.breathing ? { breathing: draft.breathing === 'ya' } : {}),
    ...(age_years === null ? {} : { age_years }),
    ...(draft.sex ? { sex: draft.sex } : {}),
    ...(draft.pregnant ? { pregnant: true } : {}),
    ...(draft.hospital ? { hospital_id: draft.hospital } : {}),
    ...(draft.doctor.trim() ? { accepting_doctor: draft.doctor.trim() } : {}),
    ...(call ? { call } : {}),
  };
}
