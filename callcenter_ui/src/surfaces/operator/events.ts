/** A logged event as one line a person understands. */

import type { LoggedEvent } from '../../api/documents';
import type { AmbulanceReason, SpokenIn, VitalFindings } from '../../api/generated';
import { isErased, type TaskState, type TransportReason } from '../../api/rows';
import { catalogue, t as common } from '../../i18n';
import { languageName } from '../shared/language';
import { describeValues, listFound, type Values } from '../../vitals/vitals';
import type { Desk } from './desk.svelte';
import { t } from './i18n';

export const eventWords = catalogue({
  id: {
    'call.rang': 'Telepon berdering', 'call.answered': 'Telepon diangkat', 'call.held': 'Telepon ditahan', 'call.resumed': 'Telepon dilanjutkan',
    'call.closed': 'Telepon ditutup', 'call.linked': 'Telepon dihubungkan', 'call.handed_over': 'Telepon diserahkan', 'call.dropped': 'Penelepon terputus',
    'call.doctor_joined': 'Dokter di telepon', 'call.callback_promised': 'Telepon balik dijanjikan', 'incident.advice_given': 'Saran dibacakan, penelepon mengulang tanda bahaya',
    'incident.opened': 'Kejadian dibuka', 'incident.place_set': 'Tempat diperbarui', 'incident.described': 'Keluhan dicatat', 'incident.noted': 'Catatan',
    'incident.arrest_recognised': 'Henti jantung dikenali, RJP dimulai', 'incident.compressions_started': 'Tekanan pertama', 'incident.closed': 'Kejadian ditutup',
    'incident.reopened': 'Kejadian dibuka lagi', 'patient.added': 'Pasien ditambahkan', 'patient.described': 'Data pasien dicatat', 'patient.triaged': 'Triase',
    'patient.lowered': 'Warna diturunkan', 'patient.vitals_taken': 'Tanda vital', 'patient.reported': 'Laporan SBAR', 'task.assigned': 'Unit dikirim', 'task.reported': 'Laporan kru', 'task.report_undone': 'Laporan diurungkan',
    'task.declined': 'Kru menolak', 'task.cancelled': 'Tugas dibatalkan', 'task.cancel_acknowledged': 'Pembatalan diketahui kru',
    'task.acknowledge_overdue': 'Kru belum menerima tugas', 'task.ambulance_offered': 'Ambulans ditawarkan', 'task.ambulance_clock_started': 'Tenggat ambulans berjalan', 'task.transport_asked': 'Kru minta ambulans', 'patient.called_again': 'Telepon lagi atau dibuka lagi', 'handover.announced': 'RS dikabari', 'handover.accepted': 'RS menerima', 'handover.unanswered': 'RS belum menjawab',
    'handover.redirected': 'RS mengalihkan', 'handover.redirect_acknowledged': 'Pengalihan diketahui kru', 'handover.arrived': 'Tiba di RS', 'handover.offloaded': 'Pasien turun',
    'handover.acknowledged': 'Serah terima selesai', 'subject.revealed': 'Data dibuka', 'incident.decision_recorded': 'Usulan unit dicatat',
    'call.callback_attempted': 'Panggil balik', 'call.callback_overdue': 'Panggil balik terlambat', 'call.abandoned': 'Penelepon menutup sebelum diangkat',
    'call.language_chosen': 'Bahasa skrip', 'call.sms_queued': 'SMS ke penelepon', 'subject.key_destroyed': 'Data orang ini dihapus', 'unit.duty_set': 'Siaga unit diubah',
    'protocol.drafted': 'Versi protokol tersimpan', 'protocol.verified': 'Protokol diperiksa', 'protocol.signed': 'Protokol disahkan', 'protocol.put_in_use': 'Protokol dipakai',
    'review.draw_made': 'Kasus ditarik untuk tinjauan', 'review.drawn': 'Ditarik untuk tinjauan', 'review.scored': 'Ditinjau', 'review.complaint_received': 'Pengaduan diterima',
    'unit.registered': 'Unit didaftarkan', 'person.registered': 'Petugas didaftarkan',
    'closure.made': 'Jalan atau penyeberangan ditutup', 'closure.end_changed': 'Selesainya penutupan diubah', 'closure.began': 'Penutupan mulai berlaku',
    'closure.ended': 'Penutupan selesai', 'closure.reopened': 'Jalan atau penyeberangan dibuka lagi', 'closure.settled': 'Penutupan disesuaikan dengan peta jalan baru',
    'incident.mass_casualty_declared': 'Korban massal dinyatakan', 'incident.mass_casualty_stood_down': 'Korban massal selesai', 'incident.victims_told': 'Jumlah korban menurut penelepon',
    'incident.sector_named': 'Sektor dinamai', 'incident.methane_reported': 'Laporan METHANE', 'hospital.capacity_announced': 'RS mengumumkan kesanggupan',
    'victim.tagged': 'Korban ditandai', 'victim.retagged': 'Korban dinilai ulang', 'victim.placed': 'Korban di sektor', 'victim.destined': 'Tujuan korban ditetapkan',
    'victim.loaded': 'Korban naik atau turun unit', 'victim.departed': 'Korban berangkat dengan kendaraan lain', 'victim.arrived': 'Korban tiba di RS',
  },
  en: {
    'call.rang': 'Call rang', 'call.answered': 'Call answered', 'call.held': 'Call held', 'call.resumed': 'Call resumed',
    'call.closed': 'Call closed', 'call.linked': 'Call linked', 'call.handed_over': 'Call handed over', 'call.dropped': 'Caller cut off',
    'call.doctor_joined': 'Doctor on the line', 'call.callback_promised': 'Callback promised', 'incident.advice_given': 'Advice read, danger signs said back',
    'incident.opened': 'Incident opened', 'incident.place_set': 'Place updated', 'incident.described': 'Complaint recorded', 'incident.noted': 'Note',
    'incident.arrest_recognised': 'Cardiac arrest recognised, CPR started', 'incident.compressions_started': 'First compression', 'incident.closed': 'Incident closed',
    'incident.reopened': 'Incident reopened', 'patient.added': 'Patient added', 'patient.described': 'Patient data recorded', 'patient.triaged': 'Triage',
    'patient.lowered': 'Colour lowered', 'patient.vitals_taken': 'Vital signs', 'patient.reported': 'SBAR report', 'task.assigned': 'Unit sent', 'task.reported': 'Crew report', 'task.report_undone': 'Report undone',
    'task.declined': 'Crew declined', 'task.cancelled': 'Task cancelled', 'task.cancel_acknowledged': 'Crew acknowledged the cancellation',
    'task.acknowledge_overdue': 'Crew has not acknowledged', 'task.ambulance_offered': 'Ambulance offered', 'task.ambulance_clock_started': 'Clock of the ambulance started', 'task.transport_asked': 'Crew asks for an ambulance', 'patient.called_again': 'Called again or reopened', 'handover.announced': 'Hospital told', 'handover.accepted': 'Hospital accepts', 'handover.unanswered': 'Hospital has not answered',
    'handover.redirected': 'Hospital redirects', 'handover.redirect_acknowledged': 'Crew acknowledged the redirection', 'handover.arrived': 'At the hospital', 'handover.offloaded': 'Offloaded',
    'handover.acknowledged': 'Handed over', 'subject.revealed': 'Data revealed', 'incident.decision_recorded': 'Recommendation recorded',
    'call.callback_attempted': 'Call back', 'call.callback_overdue': 'Call back overdue', 'call.abandoned': 'Caller hung up before the answer',
    'call.language_chosen': 'Language of the script', 'call.sms_queued': 'SMS to the caller', 'subject.key_destroyed': 'This person\'s data was erased', 'unit.duty_set': 'Duty of the unit changed',
    'protocol.drafted': 'Protocol version stored', 'protocol.verified': 'Protocol verified', 'protocol.signed': 'Protocol signed', 'protocol.put_in_use': 'Protocol put in use',
    'review.draw_made': 'Cases drawn for review', 'review.drawn': 'Drawn for review', 'review.scored': 'Reviewed', 'review.complaint_received': 'Complaint received',
    'unit.registered': 'Unit registered', 'person.registered': 'Staff member registered',
    'closure.made': 'Road or crossing closed', 'closure.end_changed': 'End of a closure changed', 'closure.began': 'Closure in effect',
    'closure.ended': 'Closure over', 'closure.reopened': 'Road or crossing reopened', 'closure.settled': 'Closure fitted to the new road map',
    'incident.mass_casualty_declared': 'Mass casualty declared', 'incident.mass_casualty_stood_down': 'Mass casualty stood down', 'incident.victims_told': 'Victims by the caller\'s word',
    'incident.sector_named': 'Sector named', 'incident.methane_reported': 'METHANE report', 'hospital.capacity_announced': 'Hospital announced what it can take',
    'victim.tagged': 'Victim tagged', 'victim.retagged': 'Victim looked at again', 'victim.placed': 'Victim placed in a sector', 'victim.destined': 'Victim\'s destination confirmed',
    'victim.loaded': 'Victim taken aboard or off', 'victim.departed': 'Victim left by another vehicle', 'victim.arrived': 'Victim at the hospital',
  },
});

/** Events whose `name` says who or what. */
const NAMED: readonly string[] = ['incident.sector_named', 'call.doctor_joined'];

/** Details worth a glance, in this order, where the event has them. */
const DETAILS = ['unit_name', 'text', 'location', 'access', 'address', 'patokan', 'complaint_text', 'reason', 'override_reason'] as const;

export function eventLine(event: LoggedEvent, desk: Pick<Desk, 'board'> & { city: Desk['city'] | null }): string {
  const { summary } = event;
  const parts = [eventWords(event.type as Parameters<typeof eventWords>[0])];
  const { unit: units, task: tasks } = desk.board;
  const unit = event.subject_ids.map((id) => units.get(id)?.name ?? tasks.get(id)?.unit_name).find(Boolean);
  if (unit) parts.push(unit);
  if (typeof summary.state === 'string' && event.type.startsWith('task.')) parts.push(common(`task.${summary.state as TaskState}`));
  if (typeof summary.priority === 'string') parts.push(common(`priority.${summary.priority}` as 'priority.merah'));
  if (typeof summary.number === 'string') parts.push(summary.number);
  if (typeof summary.colour === 'string') parts.push(common(`priority.${summary.colour}` as 'priority.merah'));
  if (NAMED.includes(event.type) && typeof summary.name === 'string') parts.push(summary.name);
  if (typeof summary.casualties === 'number') parts.push(String(summary.casualties));
  if (typeof summary.count === 'number') parts.push(String(summary.count));
  if (typeof summary.hospital_id === 'string') parts.push(desk.city?.facilities.find(({ id }) => id === summary.hospital_id)?.name ?? summary.hospital_id);
  if (typeof summary.disposition === 'string' && event.type === 'call.closed') parts.push(common(`disposition.${summary.disposition}` as 'disposition.kasus'));
  if (event.type === 'call.language_chosen') parts.push(languageName(summary.language as SpokenIn));
  if (event.type === 'patient.vitals_taken') parts.push(...vitalsParts(summary));
  for (const name of DETAILS) {
    const value = summary[name];
    if (typeof value === 'string' && value) parts.push(name === 'reason' ? reasonWords(event.type, value) : value);
  }
  return parts.join(' · ');
}

/** A reason that was chosen from a list, in words; every other one as it was written. */
function reasonWords(type: string, reason: string): string {
  if (type === 'task.transport_asked') return common(`transport_reason.${reason as TransportReason}`);
  if (type === 'task.ambulance_offered') return t(`offer.reason.${reason as AmbulanceReason}`);
  return reason;
}

/** What was measured and what follows from it; behind a mask nothing but the colour remains. */
function vitalsParts({ values, findings }: LoggedEvent['summary']): string[] {
  const isOpen = (value: unknown): value is object => typeof value === 'object' && value !== null && !isErased(value);
  if (!isOpen(values) || !isOpen(findings)) return [];
  return [describeValues(values as Values), ...listFound(findings as VitalFindings).filter(({ priority }) => priority).map(({ text }) => text)];
}
