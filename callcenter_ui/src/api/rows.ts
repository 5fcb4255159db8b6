/**
 * The rows screens show, from the server's own API document.
 *
 * A sealed field arrives opened, masked (a string with "•"), or as `Erased` when the subject's key was destroyed; the
 * document does not tell sealed fields apart, so they are named here. Times are ISO 8601 in UTC with a trailing `Z`.
 */

import type { Geometry } from 'geojson';
import type * as server from './generated';

export type {
  Actor, Breathing, Callback, CallbackOutcome, CallDisposition, CallState, CapacityRow, ClosureKind, ClosureReason,
  ClosureStatus, ColourCounts, CrewMember, CutOff, DisasterType, Disposition, Duty, EmergencyService, Eta, Grade,
  HandoverState, HeldTag, HospitalCounts, IncidentKind, IncidentState, Outcome, PersonRow, Place, PlaceKind, Priority,
  SceneHazard, Sector, SetAside, Source, Stamp, Tag, TagMethod, TaskKind, TaskState, TransportReason, TriageSummary, UnitRow,
  VictimCounts, Whereabouts,
} from './generated';

export type Instant = string;
export interface Erased {
  erased: true;
}
export type Sealed<T = string> = T | Erased | null;

type WithSealed<Row, Field extends keyof Row> = Omit<Row, Field> & { [F in Field]: Row[F] | Erased };

export type Channel = server.DispatchDomainWordsChannel;
export type Role = server.DispatchDomainWordsRole;
export type CallRow = WithSealed<server.CallRow, 'phone' | 'caller_name' | 'note'>;
export type Note = WithSealed<server.Note, 'text'>;
export type IncidentRow = Omit<
  WithSealed<server.IncidentRow, 'address' | 'patokan' | 'place' | 'complaint_text'>,
  'notes' | 'mass_casualty'
> & { notes: Note[]; mass_casualty: MassCasualty | null };
export type Methane = WithSealed<server.Methane, 'location' | 'access'>;
export type MassCasualty = Omit<WithSealed<server.MassCasualty, 'reason' | 'stood_down_reason'>, 'methane'> & {
  methane: Methane | null;
};
export type VitalsTaken = WithSealed<server.VitalsTaken, 'values' | 'findings'>;
export type SbarReport = WithSealed<server.SbarReport, 'words'>;
export type PatientRow = Omit<
  WithSealed<server.PatientRow, 'name' | 'age_years' | 'sex' | 'pregnant' | 'gate' | 'answers'>,
  'vitals' | 'sbar' | 'sbar_before'
> & { vitals: VitalsTaken[]; sbar: SbarReport | null; sbar_before?: SbarReport[] };
export type SeaStep = 'at_pier' | 'aboard' | 'landed';
/**
 * One unit's work. `sea` is how far the crossing is, inside `en_route` or `transporting`; its stamps are keyed
 * "en_route.at_pier". The single reports behind state and stamps are the server's affair.
 */
export type TaskRow = Omit<server.TaskRow, 'stamps' | 'sea' | 'reports'> & {
  sea: SeaStep | null;
  stamps: Record<string, server.Stamp>;
};
export type Resuscitation = NonNullable<server.IncidentRow['resuscitation']>;
export type HandoverRow = WithSealed<server.HandoverRow, 'summary'>;

export type Position = server.DispatchBoardSchemasPosition;

/** A closure; its shapes are GeoJSON. */
export type ClosureRow = Omit<server.ClosureRow, 'shape' | 'lines'> & { shape: Geometry | null; lines: Geometry | null };

/** Every kind of row a board holds. */
export interface RowOf {
  call: CallRow;
  incident: IncidentRow;
  patient: PatientRow;
  task: TaskRow;
  unit: server.UnitRow;
  person: server.PersonRow;
  handover: HandoverRow;
  closure: ClosureRow;
  capacity: server.CapacityRow;
}
export type Kind = keyof RowOf;

export function isErased(value: unknown): value is Erased {
  return typeof value === 'object' && value !== null && (value as Erased).erased === true;
}

/** The opened value of a sealed field, or null when it is absent or erased. */
export function opened<T>(value: Sealed<T>): T | null {
  return isErased(value) ? null : value;
}
