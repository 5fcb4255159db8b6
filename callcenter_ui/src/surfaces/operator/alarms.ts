/** What needs a person now, worst first. Pure over the board and the clock; sound and strip both follow it. */

import type { CallRow, HandoverRow, IncidentRow, PatientRow, TaskRow } from '../../api/rows';
import { ALARMS, MERAH_RETURNS_AFTER_S, type Alarm } from '../../sound/alarm';
import { urgency } from './queue';

export interface Alarmed {
  alarm: Alarm;
  /** Row the alarm is about. */
  id: string;
  incidentId: string | null;
  since: string;
  what: 'call' | 'incident' | 'task' | 'callback' | 'handover' | 'late' | 'raised' | 'ambulance';
}

export interface AlarmInput {
  calls: Iterable<CallRow>;
  incidents: Iterable<IncidentRow>;
  tasks: Iterable<TaskRow>;
  handovers: Iterable<HandoverRow>;
  patients: Iterable<PatientRow>;
  now_ms: number;
  /** The incident in the operator's hands: it is seen, so it does not call for attention. */
  inHand: string | null;
}

/** A new MERAH is given this long to be dispatched before it calls the room. */
export const MERAH_GRACE_S = 30;
/** A unit on its way is late this long after the high end of its range. */
export const LATE_AFTER_S = 300;

export function listAlarms(input: AlarmInput): Alarmed[] {
  const { now_ms } = input;
  const found: Alarmed[] = [];
  const olderThan = (since: string, seconds: number) => now_ms - Date.parse(since) > seconds * 1000;

  for (const call of input.calls) {
    if (call.state === 'ringing') {
      found.push({ alarm: 'ringing', id: call.id, incidentId: call.incident_id, since: call.rang_at, what: 'call' });
    } else if (call.callback?.open && call.callback.overdue) {
      found.push({ alarm: 'overdue', id: call.id, incidentId: null, since: call.callback.due_at, what: 'callback' });
    }
  }
  const tasks = [...input.tasks];
  // A team's own clock says why; where none has one, the case itself stands on the strip.
  const asking = new Set(tasks.filter(({ active, ambulance }) => active && ambulance?.offered_at).map(({ incident_id }) => incident_id));
  const open = new Set<string>();
  for (const incident of input.incidents) {
    if (incident.state !== 'closed') open.add(incident.id);
    const since = incident.merah_at ?? incident.opened_at;
    const waits = incident.state !== 'closed' && incident.active_task_ids.length === 0;
    if (incident.state !== 'closed' && incident.ambulance_offered_at && !asking.has(incident.id)) {
      found.push({ alarm: 'not_acknowledged', id: `${incident.id}:ambulance`, incidentId: incident.id, since: incident.ambulance_offered_at, what: 'ambulance' });
    }
    // What was answered once and released again (all its units are done) waits for a person to close it, not for a unit.
    const neverServed = incident.task_ids.length === 0;
    if (waits && neverServed && urgency(incident.priority) === 0 && incident.id !== input.inHand && olderThan(since, MERAH_GRACE_S)) {
      found.push({ alarm: 'merah_waiting', id: incident.id, incidentId: incident.id, since, what: 'incident' });
    }
  }
  for (const task of tasks) {
    if (!task.active) continue;
    const incidentId = task.incident_id;
    if (task.ambulance?.offered_at) {
      found.push({ alarm: 'not_acknowledged', id: `${task.id}:ambulance`, incidentId, since: task.ambulance.offered_at, what: 'ambulance' });
    }
    if (task.state === 'assigned' && task.ack_overdue) {
      found.push({ alarm: 'not_acknowledged', id: task.id, incidentId, since: task.assigned_at, what: 'task' });
    } else if (task.eta && ['acknowledged', 'en_route'].includes(task.state) && olderThan(task.assigned_at, task.eta.high_s + LATE_AFTER_S)) {
      found.push({ alarm: 'overdue', id: task.id, incidentId, since: task.assigned_at, what: 'late' });
    }
  }
  for (const handover of input.handovers) {
    if (handover.state === 'unanswered') {
      found.push({ alarm: 'overdue', id: handover.id, incidentId: handover.incident_id, since: handover.announced_at, what: 'handover' });
    }
  }
  for (const { incident_id, vitals } of input.patients) {
    const raised = vitals?.findLast((taken) => taken.raised);
    if (raised && open.has(incident_id)) found.push({ alarm: 'overdue', id: raised.id, incidentId: incident_id, since: raised.at, what: 'raised' });
  }
  const rank = ({ alarm }: Alarmed) => ALARMS.indexOf(alarm);
  return found.sort((a, b) => rank(a) - rank(b) || Date.parse(a.since) - Date.parse(b.since));
}

/**
 * The alarms that may sound: a ring until it is answered; MERAH again 30 s after its acknowledgement; others once
 * acknowledged stay silent.
 *
 * @param acknowledged when each alarm (by `alarmKey`) was acknowledged, in milliseconds
 */
export function audible(alarms: readonly Alarmed[], acknowledged: ReadonlyMap<string, number>, now_ms: number): Alarmed[] {
  return alarms.filter((one) => {
    const at = acknowledged.get(alarmKey(one));
    if (at === undefined || one.alarm === 'ringing') return true;
    return one.alarm === 'merah_waiting' && now_ms - at >= MERAH_RETURNS_AFTER_S * 1000;
  });
}

export const alarmKey = ({ alarm, id }: Alarmed): string => `${alarm}:${id}`;
