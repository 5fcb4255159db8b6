/**
 * The rows screens show: dispatch/domain/rows.py in TypeScript.
 *
 * A sealed field arrives opened, masked (a string with "•"), or as `Erased` when the subject's key was destroyed.
 * Times are ISO 8601 in UTC with a trailing `Z`.
 */

export type Instant = string;
export interface Erased {
  erased: true;
}
export type Sealed<T = string> = T | Erased | null;

export type Priority = 'merah' | 'kuning' | 'hijau' | 'hitam';
export type Disposition = 'saran' | 'di_tempat' | 'evakuasi';
export type CallState = 'ringing' | 'answered' | 'held' | 'unanswered' | 'closed';
export type CallDisposition = 'kasus' | 'informasi' | 'iseng' | 'hantu' | 'salah_sambung' | 'terputus';
export type Channel =
  | '119' | 'ncc' | '112' | 'telepon_lokal' | 'whatsapp' | 'sms' | 'radio' | 'puskesmas' | 'rs' | 'kader'
  | 'datang_langsung' | 'web';
export type CallbackOutcome = 'tersambung' | 'tidak_diangkat' | 'nomor_mati';
export type IncidentKind = 'gawat_darurat' | 'kunjungan_trc' | 'rujukan_antar_faskes' | 'siaga_acara' | 'rujuk_balik';
export type IncidentState = 'open' | 'in_response' | 'closed';
export type Outcome =
  | 'ditangani' | 'dibawa' | 'dibawa_sendiri' | 'menolak' | 'tidak_ditemukan' | 'dibatalkan' | 'meninggal'
  | 'dialihkan' | 'laporan_palsu' | 'saran';
export type PlaceKind = 'point' | 'estimate' | 'kelurahan' | 'moving' | 'unknown';
export type TaskState =
  | 'assigned' | 'acknowledged' | 'en_route' | 'at_pier' | 'aboard' | 'landed' | 'staged' | 'on_scene'
  | 'with_patient' | 'transporting' | 'at_destination' | 'clear' | 'declined' | 'cancelled' | 'preempted';
export type SeaStep = 'at_pier' | 'aboard' | 'landed';
export type TaskKind = 'respon' | 'siaga' | 'kunjungan' | 'relokasi' | 'pulang';
export type Source = 'layar' | 'tablet' | 'radio' | 'telepon' | 'wa' | 'sistem';
export type Duty = 'off_duty' | 'on_call' | 'available' | 'out_of_service';
export type HandoverState =
  | 'announced' | 'accepted' | 'unanswered' | 'redirected' | 'arrived' | 'offloaded' | 'acknowledged';
export type Role = 'operator' | 'crew' | 'coordinator' | 'hospital' | 'supervisor' | 'admin';
export type Grade = 'perawat' | 'bidan' | 'dokter';

export interface Actor {
  id: string;
  name: string;
}

export interface Place {
  kind: PlaceKind;
  lat: number | null;
  lon: number | null;
  radius_m: number | null;
  source: string;
}

export interface Callback {
  open: boolean;
  due_at: Instant;
  overdue: boolean;
  attempts: { at: Instant; by: Actor; outcome: CallbackOutcome }[];
}

export interface CallRow {
  id: string;
  state: CallState;
  channel: Channel;
  direction: string;
  phone: Sealed;
  phone_hmac: string | null;
  caller_name: Sealed;
  rang_at: Instant;
  answered_at: Instant | null;
  closed_at: Instant | null;
  operator: Actor | null;
  disposition: CallDisposition | null;
  note: Sealed;
  incident_id: string | null;
  callback: Callback | null;
  provider: string;
  leg_id: string | null;
  key_id: string;
}

export interface Note {
  id: string;
  at: Instant;
  by: Actor;
  text: Sealed;
}

export interface TriageSummary {
  protocol_version: string;
  signed: boolean;
  card: string | null;
  priority: Priority | null;
  determinants: string[];
  disposition: Disposition | null;
  capabilities: string[];
  destination_needs: string[];
  safety_needs: string[];
  lifting_needs: string[];
  instructions: string[];
  resuscitation_script: string | null;
  complete: boolean;
  at: Instant;
  by: Actor;
}

export interface Resuscitation {
  script: string;
  recognised_at: Instant;
  first_compression_at: Instant | null;
}

export interface IncidentRow {
  id: string;
  number: number;
  code: string;
  kind: IncidentKind;
  state: IncidentState;
  priority: Priority | null;
  disposition: Disposition | null;
  merah_at: Instant | null;
  opened_at: Instant;
  opened_by: Actor;
  closed_at: Instant | null;
  outcome: Outcome | null;
  address: Sealed;
  patokan: Sealed;
  place: Sealed<Place>;
  place_revision: number;
  kelurahan_code: string | null;
  complaint_text: Sealed;
  triage: TriageSummary | null;
  resuscitation: Resuscitation | null;
  notes: Note[];
  call_ids: string[];
  patient_ids: string[];
  task_ids: string[];
  active_task_ids: string[];
  handover_ids: string[];
  key_id: string;
}

export interface PatientRow {
  id: string;
  incident_id: string;
  number: number;
  name: Sealed;
  age_years: Sealed<number>;
  sex: Sealed;
  pregnant: Sealed<boolean>;
  priority: Priority | null;
  gate: Sealed<Record<string, string>>;
  answers: Sealed<Record<string, string>>;
  triage: TriageSummary | null;
  outcome: Outcome | null;
  key_id: string;
}

export interface Stamp {
  at: Instant;
  raw_at: Instant;
  source: Source;
  by: Actor;
  counter: number | null;
  command_id: string;
}

export interface SetAside {
  state: TaskState;
  at: Instant;
  source: Source;
  by: Actor;
  reason: string;
}

export interface Eta {
  turnout_s: number;
  travel_s: number;
  low_s: number;
  high_s: number;
  kind: string;
  from_post: boolean;
}

export interface CrewMember {
  person_id: string;
  name: string;
  grade: Grade | null;
}

export interface TaskRow {
  id: string;
  incident_id: string;
  unit_id: string;
  unit_name: string;
  kind: TaskKind;
  state: TaskState;
  /** How far the crossing is, inside `en_route` or `transporting`; its stamps are keyed "en_route.at_pier". */
  sea: SeaStep | null;
  active: boolean;
  crew: CrewMember[];
  stamps: Record<string, Stamp>;
  set_aside: SetAside[];
  assigned_at: Instant;
  assigned_by: Actor;
  undo_until: Instant;
  eta: Eta | null;
  recommended: boolean;
  override_reason: string | null;
  decision_id: string | null;
  ack_due_at: Instant;
  ack_overdue: boolean;
  destination_id: string | null;
  ended_reason: string | null;
  ended_at: Instant | null;
  cancel_acknowledged_at: Instant | null;
  outcome: Outcome | null;
}

export interface UnitRow {
  id: string;
  name: string;
  kind: string;
  mode: string;
  facility_id: string;
  capabilities: string[];
  verified: boolean;
  note: string | null;
  duty: Duty;
  duty_reason: string | null;
  duty_since: Instant;
  duty_by: Actor;
  crew: CrewMember[];
  task_id: string | null;
  incident_id: string | null;
  incident_code: string | null;
  busy_since: Instant | null;
  busy_by: Actor | null;
}

export interface PersonRow {
  id: string;
  name: string;
  grade: Grade | null;
  facility_id: string;
  skills: string[];
}

export interface HandoverRow {
  id: string;
  incident_id: string;
  incident_code: string;
  patient_id: string;
  task_id: string;
  unit_name: string;
  hospital_id: string;
  state: HandoverState;
  priority: Priority | null;
  needs: string[];
  summary: Sealed;
  announced_at: Instant;
  announced_by: Actor;
  eta_at: Instant | null;
  answer_due_at: Instant;
  answered_at: Instant | null;
  answered_by: Actor | null;
  doctor: string | null;
  reason: string | null;
  redirected_to: string | null;
  redirect_acknowledged_at: Instant | null;
  arrived_at: Instant | null;
  offloaded_at: Instant | null;
  acknowledged_at: Instant | null;
  acknowledged_by: Actor | null;
  key_id: string;
}

export interface Position {
  unit_id: string;
  lat: number;
  lon: number;
  accuracy_m: number | null;
  speed_kmh: number | null;
  at: Instant;
  source: string;
}

/** Every kind of row a board holds. */
export interface RowOf {
  call: CallRow;
  incident: IncidentRow;
  patient: PatientRow;
  task: TaskRow;
  unit: UnitRow;
  person: PersonRow;
  handover: HandoverRow;
}
export type Kind = keyof RowOf;

export function isErased(value: unknown): value is Erased {
  return typeof value === 'object' && value !== null && (value as Erased).erased === true;
}

/** The opened value of a sealed field, or null when it is absent or erased. */
export function opened<T>(value: Sealed<T>): T | null {
  return isErased(value) ? null : value;
}
