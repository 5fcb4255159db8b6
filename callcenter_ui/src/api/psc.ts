/** The commands and reads of one PSC by name. `psc` is the stream's key: "tanjungpinang", or "tanjungpinang-latihan". */

import { readCity } from './city';
import { command, get, newId, request } from './client';
import type {
  CallerHistory, Colleague, Distribution, IncidentDetail, LoggedEvent, PlaceHit, Recommendation,
} from './documents';
import type {
  AdviceDocument, CityDocument, FixGiven, PatientReported, Replayed, ReportInput, ReportPatient, Revealed, SetPlace, Stored, Triage, VitalsGiven,
} from './generated';
import type { TriageAnswers } from './protocol';
import type { DrawnWay } from './routing';
import type {
  CallbackOutcome, CallDisposition, Channel, Duty, IncidentRow, Outcome, PersonRow, Priority, TriageSummary,
} from './rows';

/** A command's body as a screen fills it: what is not said is left out. */
type Fields<Body> = Omit<{ [Field in keyof Body]: Exclude<Body[Field], null> }, keyof CommandFields>;

export type PlaceFields = Fields<SetPlace>;
export type TriageFields = TriageAnswers & Pick<Fields<Triage>, 'patient_id' | 'name'>;
export type PatientReport = Omit<Fields<ReportPatient>, 'values'> & { values: VitalsGiven };
export type ReportFields = Fields<ReportInput> & CommandFields & { occurred_at: string };

/** An offline queue gives its own command id; everybody else lets the client make one. */
export interface CommandFields {
  command_id?: string;
  occurred_at?: string;
}

export function pscApi(psc: string) {
  const at = `/psc/${encodeURIComponent(psc)}`;
  const query = (path: string) => `/api${at}${path}`;
  return {
    psc,

    city: async () => readCity(await get<CityDocument>(query('/city'))),
    networkUrl: query('/network.geojson'),
    route: (taskId: string) => get<DrawnWay>(query(`/route?task_id=${encodeURIComponent(taskId)}`)),
    places: (q: string) => get<PlaceHit[]>(query(`/places?q=${encodeURIComponent(q)}`)),
    persons: () => get<PersonRow[]>(query('/persons')),

    createCall: (fields: { channel: Channel; phone?: string; caller_name?: string; answered?: boolean }) =>
      command<{ call_id: string }>(`${at}/calls`, fields),
    answer: (call: string) => command(`${at}/calls/${call}/answer`),
    hold: (call: string) => command(`${at}/calls/${call}/hold`),
    resume: (call: string) => command(`${at}/calls/${call}/resume`),
    handOver: (call: string, toAccount: string) => command(`${at}/calls/${call}/hand-over`, { to_account_id: toAccount }),
    closeCall: (call: string, disposition: CallDisposition, note?: string) =>
      command(`${at}/calls/${call}/close`, { disposition, ...(note ? { note } : {}) }),
    callback: (call: string, outcome: CallbackOutcome, options: { give_up?: boolean; note?: string } = {}) =>
      command(`${at}/calls/${call}/callback`, { outcome, ...options }),
    linkCall: (call: string, incident: string) => command(`${at}/calls/${call}/link`, { incident_id: incident }),
    chooseLanguage: (call: string, fields: { language: string; protocol_version: string; command_id: string }) =>
      command(`${at}/calls/${call}/language`, fields),
    /** A doctor comes on the line: the one named, else whoever is signed in. */
    joinDoctor: (call: string, name?: string) => command(`${at}/calls/${call}/doctor`, name ? { name } : {}),
    sendSms: (call: string, text: string) => command(`${at}/calls/${call}/sms`, { text }),
    /** The operators at a screen now, oneself among them. */
    colleagues: () => get<Colleague[]>(query('/colleagues')),
    callers: (call: string) => get<CallerHistory>(query(`/callers?call_id=${encodeURIComponent(call)}`)),

    createIncident: (fields: PlaceFields & { incident_id: string; call_id?: string; complaint_text?: string }) =>
      command<{ incident_id: string; number: number; code: string }>(`${at}/incidents`, { ...fields }),
    setPlace: (incident: string, fields: PlaceFields) => command(`${at}/incidents/${incident}/place`, { ...fields }),
    describe: (incident: string, text: string) => command(`${at}/incidents/${incident}/describe`, { complaint_text: text }),
    addNote: (incident: string, text: string) => command(`${at}/incidents/${incident}/notes`, { text }),
    triage: (incident: string, fields: TriageFields) =>
      command<{ priority: Priority | null; triage: TriageSummary; patient_id: string }>(
        `${at}/incidents/${incident}/triage`, { ...fields },
      ),
    lower: (incident: string, patient: string, priority: Priority, reason: string) =>
      command(`${at}/incidents/${incident}/lower`, { patient_id: patient, priority, reason }),
    resuscitation: (incident: string, event: 'recognised' | 'first_compression', fields: { script?: string; occurred_at: string }) =>
      command(`${at}/incidents/${incident}/resuscitation`, { event, ...fields }),
    reportPatient: (report: PatientReport) => command<PatientReported>(`${at}/professional-reports`, { ...report }),
    recommendation: (incident: string) => get<Recommendation>(query(`/incidents/${incident}/recommendation`)),
    dispatch: (incident: string, fields: { unit_ids: string[]; override_reason?: string }) =>
      command<{ task_ids: string[] }>(`${at}/incidents/${incident}/dispatch`, { ...fields }),
    setPatient: (incident: string, fields: { patient_id: string; name?: string; age_years?: number; sex?: string; pregnant?: boolean }) =>
      command(`${at}/incidents/${incident}/patients`, { ...fields }),
    takeVitals: (incident: string, patient: string, fields: { values: VitalsGiven; confirmed: string[] }) =>
      command(`${at}/incidents/${incident}/patients/${patient}/vitals`, { ...fields }),
    closeIncident: (incident: string, outcome: Outcome, note?: string) =>
      command(`${at}/incidents/${incident}/close`, { outcome, ...(note ? { note } : {}) }),
    advice: (incident: string) => get<AdviceDocument>(query(`/incidents/${incident}/advice`)),
    giveAdvice: (incident: string, fields: { danger_signs: string[]; go_to: string; alone: boolean; phone?: string }) =>
      command<{ callback_due_at: string }>(`${at}/incidents/${incident}/advice`, { ...fields }),
    reopen: (incident: string, reason: string) => command(`${at}/incidents/${incident}/reopen`, { reason }),
    events: (incident: string) => get<LoggedEvent[]>(query(`/incidents/${incident}/events`)),
    replay: (incident: string) => get<Replayed[]>(query(`/incidents/${incident}/replay`)),
    incident: (incident: string) => get<IncidentDetail>(query(`/incidents/${incident}`)),
    closedIncidents: (limit = 50) => get<IncidentRow[]>(query(`/incidents?state=closed&limit=${limit}`)),

    report: (task: string, fields: ReportFields) => command(`${at}/tasks/${task}/report`, { ...fields }),
    undoReport: (task: string, commandId: string) => command(`${at}/tasks/${task}/undo`, { command_id_undone: commandId }),
    decline: (task: string, reason: string, fields: CommandFields = {}) =>
      command(`${at}/tasks/${task}/decline`, { reason, ...fields }),
    cancelTask: (task: string, reason: string) => command(`${at}/tasks/${task}/cancel`, { reason }),
    acknowledgeCancel: (task: string, fields: CommandFields = {}) =>
      command(`${at}/tasks/${task}/acknowledge-cancel`, { ...fields }),

    setDuty: (unit: string, fields: { duty: Duty; reason?: string; crew?: string[] }) =>
      command(`${at}/units/${unit}/duty`, { ...fields }),
    sendPositions: (fixes: FixGiven[]) =>
      request<Stored>('POST', query('/positions'), { fixes }),

    announce: (fields: { task_id: string; hospital_id: string; patient_id?: string; summary?: string; eta_at?: string }) =>
      command<{ handover_id: string }>(`${at}/handovers`, { ...fields }),
    acceptHandover: (handover: string) => command(`${at}/handovers/${handover}/accept`),
    redirectHandover: (handover: string, fields: { doctor: string; reason: string; redirected_to: string }) =>
      command(`${at}/handovers/${handover}/redirect`, { ...fields }),
    acknowledgeRedirect: (handover: string, fields: CommandFields = {}) =>
      command(`${at}/handovers/${handover}/acknowledge-redirect`, { ...fields }),
    offload: (handover: string, fields: CommandFields = {}) => command(`${at}/handovers/${handover}/offload`, { ...fields }),
    acknowledgeHandover: (handover: string) => command(`${at}/handovers/${handover}/acknowledge`),

    declareMassCasualty: (incident: string, reason: string, victims_told: number | null) =>
      command(`${at}/incidents/${incident}/mass-casualty/declare`, { reason, ...(victims_told === null ? {} : { victims_told }) }),
    standDown: (incident: string, reason: string) => command(`${at}/incidents/${incident}/mass-casualty/stand-down`, { reason }),
    tellVictims: (incident: string, count: number) =>
      command(`${at}/incidents/${incident}/mass-casualty/victims-told`, { count }),
    distribution: (incident: string) => get<Distribution>(query(`/incidents/${incident}/mass-casualty/distribution`)),
    distribute: (incident: string, destinations: { patient_id: string; hospital_id: string | null }[]) =>
      command(`${at}/incidents/${incident}/mass-casualty/distribution`, { destinations }),
    victimArrived: (incident: string, victim: string, hospital: string) =>
      command(`${at}/incidents/${incident}/mass-casualty/victims/${victim}/arrive`, { hospital_id: hospital }),
    announceCapacity: (hospital: string, fields: { merah: number; kuning: number; hijau: number; source?: 'telepon' | 'radio' | 'wa' }) =>
      command(`${at}/hospitals/${hospital}/capacity`, { ...fields }),
    tagSheetUrl: (incident: string, series: string) => query(`/incidents/${incident}/mass-casualty/tags.svg?series=${series}`),

    /** Look behind a mask; the reason is logged before the row is answered. */
    reveal: (kind: 'call' | 'incident' | 'patient' | 'handover', id: string, reason: string) =>
      request<Revealed>('POST', query('/reveal'), { command_id: newId(), kind, id, reason }),
  };
}

export type PscApi = ReturnType<typeof pscApi>;
