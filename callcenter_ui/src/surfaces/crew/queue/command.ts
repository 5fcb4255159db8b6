import type { Actor, Outcome, Priority, TaskRow, TaskState, TransportReason } from '../../../api/rows';
import { SEA_LEG } from '../steps';

/** What a tap meant, kept beside the request so that the screen can show it before the server has heard of it. */
export type Meaning =
  | { kind: 'report'; task_id: string; state: TaskState; destination_id?: string; outcome?: Outcome }
  | { kind: 'undo'; task_id: string; undone: string }
  | { kind: 'decline'; task_id: string }
  | { kind: 'ask_transport'; task_id: string; reason: TransportReason }
  | { kind: 'acknowledge_cancel'; task_id: string }
  | { kind: 'acknowledge_redirect'; handover_id: string }
  | { kind: 'vitals'; patient_id: string }
  | { kind: 'sbar'; patient_id: string | null }
  | { kind: 'tag'; incident_id: string; victim_id: string; number: string; colour: Priority; patient_id?: string }
  | { kind: 'move_victim'; incident_id: string; victim_id: string; to: VictimMove }
  | { kind: 'sector'; incident_id: string; sector_id: string; name: string }
  | { kind: 'declare' | 'methane'; incident_id: string };

/** What becomes of a victim besides the colour: one of these a tap. */
export type VictimMove = { sector_id: string | null } | { aboard_of: string | null } | { departed_to: string };

/**
 * One tap of the crew on its way to the server.
 *
 * `occurred_at` is the tap, `sent_at` is written anew at every attempt: both come from this device's clock, so the
 * server can tell how far that clock is off. `counter` never repeats on this device and orders taps of one second.
 */
export interface QueuedCommand {
  counter: number;
  command_id: string;
  path: string;
  body: Record<string, unknown>;
  occurred_at: string;
  tapped_by: Actor;
  meaning: Meaning;
  phase: 'waiting' | 'delivered' | 'refused';
  attempts: number;
  /** Where in the stream the effect stands, once delivered. */
  seq: number | null;
  /** Why the server refused, in the caller's language. */
  refusal: string | null;
}

/** What the server's answer means for the command that was sent. */
export type Delivery =
  | { kind: 'delivered'; seq: number | null }
  | { kind: 'refused'; reason: string }
  | { kind: 'later'; why: 'no_link' | 'signed_out' };

export interface Answer {
  status: number;
  seq?: number;
  code?: string;
  detail?: string;
}

/**
 * Delivered, refused for good, or to be tried again.
 *
 * `command_reused` counts as delivered after a first attempt: the id was made on this device, so the server can only
 * know it from an attempt whose answer was lost on the way back (`sent_at` differs between attempts).
 */
export function judgeAnswer(answer: Answer, attempts: number): Delivery {
  if (answer.status >= 200 && answer.status < 300) return { kind: 'delivered', seq: answer.seq ?? null };
  if (answer.code === 'command_reused' && attempts > 1) return { kind: 'delivered', seq: null };
  if (answer.status === 401 || answer.code === 'csrf') return { kind: 'later', why: 'signed_out' };
  if (answer.status >= 500 || [0, 408, 425, 429].includes(answer.status)) return { kind: 'later', why: 'no_link' };
  return { kind: 'refused', reason: answer.detail ?? String(answer.status) };
}

export const UNDO_WINDOW_S = 10;

/** Whole seconds left to take a tap back; 0 when it is too late. */
export function getUndoLeft_s(command: QueuedCommand, now: Date): number {
  if (command.meaning.kind !== 'report' || command.phase === 'refused') return 0;
  // The screen's clock ticks once a second and may lag behind the tap.
  const age_s = Math.max(0, (now.getTime() - Date.parse(command.occurred_at)) / 1000);
  return Math.max(0, Math.ceil(UNDO_WINDOW_S - age_s));
}

/** The crew's last report that can still be taken back. */
export function findUndoable(commands: readonly QueuedCommand[], now: Date): QueuedCommand | null {
  const undone = new Set(commands.map((command) => (command.meaning.kind === 'undo' ? command.meaning.undone : '')));
  const last = commands.findLast((command) => command.meaning.kind === 'report' && !undone.has(command.command_id));
  return last && getUndoLeft_s(last, now) > 0 ? last : null;
}

/** The task as its crew knows it: the row of the server with the taps on top that the row does not show yet. */
export interface CrewTask extends TaskRow {
  /** True while a tap is not yet part of the row. */
  waiting: boolean;
  cancel_seen: boolean;
}

/** Lay the taps that the live row cannot know yet over the row. `stream_seq` says how far the row is. */
export function foldTaps(row: TaskRow, commands: readonly QueuedCommand[], stream_seq: number): CrewTask {
  const open = commands.filter(
    (command) => command.phase === 'waiting' || (command.phase === 'delivered' && (command.seq ?? 0) > stream_seq),
  );
  const undone = new Set(open.map((command) => (command.meaning.kind === 'undo' ? command.meaning.undone : '')));
  const task: CrewTask = { ...row, stamps: { ...row.stamps }, waiting: false, cancel_seen: false };
  for (const command of open) {
    const meaning = command.meaning;
    if (!('task_id' in meaning) || meaning.task_id !== row.id) continue;
    task.waiting = true;
    if (meaning.kind === 'acknowledge_cancel') task.cancel_seen = true;
    else if (meaning.kind === 'decline') Object.assign(task, { state: 'declined', active: false });
    else if (meaning.kind === 'ask_transport') task.transport_asked = { at: command.occurred_at, by: command.tapped_by, reason: meaning.reason };
    else if (meaning.kind === 'undo') takeBack(task, meaning.undone);
    else if (row.active && !undone.has(command.command_id)) report(task, command, meaning);
  }
  return task;
}

function report(task: CrewTask, command: QueuedCommand, meaning: Meaning & { kind: 'report' }): void {
  const sea = SEA_LEG.find((step) => step === meaning.state);
  if (sea) task.sea = sea;
  else Object.assign(task, { state: meaning.state, sea: null, active: meaning.state !== 'clear' });
  if (meaning.destination_id) task.destination_id = meaning.destination_id;
  if (meaning.outcome) task.outcome = meaning.outcome;
  task.stamps[sea ? `${task.state}.${sea}` : meaning.state] = {
    at: command.occurred_at,
    source: 'tablet',
    by: command.tapped_by,
    command_id: command.command_id,
  };
}

/** A report that the server already has, undone while out of reach: show the step before it. */
function takeBack(task: CrewTask, command_id: string): void {
  const entries = Object.entries(task.stamps).filter(([, stamp]) => stamp.command_id !== command_id);
  if (entries.length === Object.keys(task.stamps).length) return;
  task.stamps = Object.fromEntries(entries);
  const latest = entries.toSorted(([, a], [, b]) => a.at.localeCompare(b.at)).at(-1)?.[0] ?? 'assigned';
  const [state, sea] = latest.split('.');
  Object.assign(task, { state, sea: SEA_LEG.find((step) => step === sea) ?? null, active: true });
}
