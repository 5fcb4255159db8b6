/** Column 1 in order: who rings, what is open, whom to call back. Pure. */

import type { City } from '../../api/documents';
import { opened, type CallRow, type IncidentRow, type Priority, type TaskRow } from '../../api/rows';

/** Lower is more urgent. Not triaged stands as MERAH in every queue. */
export function urgency(priority: Priority | null): number {
  return { merah: 0, kuning: 1, hijau: 2, hitam: 3 }[priority ?? 'merah'];
}

const oldestFirst = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

/** Ringing first, then those on a line; the longest ring first. */
export function activeCalls(calls: Iterable<CallRow>): CallRow[] {
  const order = { ringing: 0, answered: 1, held: 2 } as Record<string, number>;
  return [...calls]
    .filter(({ state }) => state in order)
    .sort((a, b) => (order[a.state] ?? 9) - (order[b.state] ?? 9) || oldestFirst(a.rang_at, b.rang_at));
}

/** Callers who were promised a call back and are not on the line, the earliest promise first. */
export function openCallbacks(calls: Iterable<CallRow>): CallRow[] {
  return [...calls]
    .filter(({ callback, state }) => callback?.open === true && (state === 'unanswered' || state === 'closed'))
    .sort((a, b) => oldestFirst(a.callback?.due_at ?? a.rang_at, b.callback?.due_at ?? b.rang_at));
}

/** Open incidents: those that wait for a unit before those in response, then by urgency, then by age. */
export function openIncidents(incidents: Iterable<IncidentRow>): IncidentRow[] {
  const waiting = (incident: IncidentRow) => (incident.active_task_ids.length === 0 ? 0 : 1);
  return [...incidents]
    .filter(({ state }) => state !== 'closed')
    .sort(
      (a, b) =>
        waiting(a) - waiting(b) || urgency(a.priority) - urgency(b.priority) || oldestFirst(a.opened_at, b.opened_at),
    );
}

/** Where it is in the fewest words: the kelurahan, else what the caller said; empty when nothing is known. */
export function whereText(incident: Pick<IncidentRow, 'kelurahan_code' | 'address' | 'patokan'>, city: Pick<City, 'kelurahan'>): string {
  const area = city.kelurahan.find(({ code }) => code === incident.kelurahan_code)?.name;
  return area ?? opened(incident.address) ?? opened(incident.patokan) ?? '';
}

/** Active tasks of an incident in the order they were given. */
export function tasksOf(incident: IncidentRow, tasks: ReadonlyMap<string, TaskRow>): TaskRow[] {
  return incident.task_ids
    .map((id) => tasks.get(id))
    .filter((task) => task !== undefined)
    .sort((a, b) => Number(b.active) - Number(a.active) || oldestFirst(a.assigned_at, b.assigned_at));
}

/** The next or the previous id in a list, from the selected one; wraps around. */
export function neighbour(ids: readonly string[], selected: string | null, step: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at < 0) return ids[step === 1 ? 0 : ids.length - 1] ?? null;
  return ids[(at + step + ids.length) % ids.length] ?? null;
}
