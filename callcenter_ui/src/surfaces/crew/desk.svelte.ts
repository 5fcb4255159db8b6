import { triageApi } from '../../api/triage';
import type { Limits, Values } from '../../vitals/vitals';
import { get, Problem, request, setCsrf, Unreachable } from '../../api/client';
import type { City, Session } from '../../api/documents';
import type { Outcome, TaskState, TransportReason, UnitRow } from '../../api/rows';
import type { PatientReport } from '../../api/psc';
import { emptyBoard } from '../../live/board';
import { Live } from '../../live/live.svelte';
import { findPsc, type Psc } from '../../session/session.svelte';
import { forget, keep, type Kept } from './kept';
import { AT_POST, ON_TASK, PositionReporter, type Fix } from './positions';
import { findUndoable, type Answer, type QueuedCommand } from './queue/command';
import { Outbox } from './queue/outbox.svelte';
import { openStorage } from './queue/storage';
import { findSheet, type TaskSheet } from './task';
import { VictimTaps } from './victims/taps';

const CITY_KEY = 'psc119-crew-city';
const READ_AGAIN_AFTER_MS = 3000;
const LIMITS_KEY = 'psc119-crew-limits';
const READ_PLACE_KEY = 'psc119-crew-read-place';

/**
 * One tablet in one unit: the live board, the taps on their way, the positions.
 *
 * Without a link it starts from the last kept board, so that a crew that lost its signal (or its battery) still reads
 * its task, and every tap waits its turn.
 */
export class CrewDesk {
  readonly session: Session;
  readonly psc: Psc;
  readonly unit_id: string;
  readonly live: Live;
  readonly outbox: Outbox;
  readonly #unread = new Set([() => this.#loadCity(), () => this.#loadLimits()]);
  #reading = false;
  #readAgainAt_ms = 0;
  city: City | null = $state.raw(readCity());
  /** What can be measured and what is asked again; null until the server told it once. */
  limits: Limits | null = $state.raw(readLocal<Limits>(LIMITS_KEY));
  /** This device's own last fix, also while nothing can be sent. */
  fix: Fix | null = $state.raw(null);
  /** The place revision of each incident that the crew has read. */
  #readPlace: Record<string, number> = $state.raw(readPlaces());

  readonly unit: UnitRow | null = $derived.by(() => this.board.unit.get(this.unit_id) ?? null);
  readonly sheet: TaskSheet | null = $derived.by(() => findSheet(this.board, this.unit_id, this.outbox.commands));
  readonly undoable: QueuedCommand | null = $derived.by(() => findUndoable(this.outbox.commands, new Date(this.#tick_ms)));

  #tick_ms = $state(Date.now());
  #ticker: ReturnType<typeof setInterval> | undefined;
  readonly #reporter: PositionReporter;

  static async open(session: Session, unit_id: string, kept: Kept | null): Promise<CrewDesk> {
    return new CrewDesk({ session, unit_id, kept, outbox: await openOutbox() });
  }

  private constructor(parts: { session: Session; unit_id: string; kept: Kept | null; outbox: Outbox }) {
    const psc = findPsc(parts.session);
    if (!psc) throw new Error('the session names no PSC');
    this.session = parts.session;
    this.psc = psc;
    this.unit_id = parts.unit_id;
    this.outbox = parts.outbox;
    this.live = new Live([psc.stream]);
    if (parts.kept?.board.stream === psc.stream && parts.kept.session.account.id === parts.session.account.id) {
      this.live.boards = { [psc.stream]: parts.kept.board };
      this.live.copyOf_ms = parts.kept.kept_at_ms;
    }
    this.#reporter = new PositionReporter(
      parts.unit_id,
      (fixes) => psc.api.sendPositions(fixes),
      (fix) => (this.fix = fix),
    );
  }

  get board() {
    return this.live.boards[this.psc.stream] ?? emptyBoard(this.psc.stream);
  }

  get zone(): string {
    return this.city?.zone ?? 'Asia/Jakarta';
  }

  /** Device time, for what this device alone decides (the undo window). */
  get tick_ms(): number {
    return this.#tick_ms;
  }

  /** Start following; the returned function ends it. */
  start(): () => void {
    this.live.start();
    void this.outbox.restore();
    void this.#readUnread();
    this.#ticker = setInterval(() => {
      this.#tick_ms = Date.now();
      void this.#readUnread();
    }, 1000);
    return () => {
      clearInterval(this.#ticker);
      this.live.stop();
      this.outbox.stop();
      this.#reporter.stop();
    };
  }

  /** Follow the device closely on a task, loosely at the post, not at all off duty. */
  followPosition(on_task: boolean, on_duty: boolean): void {
    if (on_task) this.#reporter.start(ON_TASK);
    else if (on_duty) this.#reporter.start(AT_POST);
    else this.#reporter.stop();
  }

  keepBoard(): void {
    if (this.live.link === 'live') keep({ session: this.session, board: this.board, kept_at_ms: this.live.now_ms });
  }

  report(task_id: string, state: TaskState, fields: { destination_id?: string; outcome?: Outcome } = {}): Promise<unknown> {
    return this.outbox.add(
      {
        path: this.#path(`/tasks/${task_id}/report`),
        body: { state, source: 'tablet', ...fields },
        meaning: { kind: 'report', task_id, state, ...fields },
      },
      this.session.account,
    );
  }

  async undo(command: QueuedCommand): Promise<void> {
    if (command.meaning.kind !== 'report' || (await this.outbox.withdraw(command))) return;
    const { task_id } = command.meaning;
    await this.outbox.add(
      {
        path: this.#path(`/tasks/${task_id}/undo`),
        body: { command_id_undone: command.command_id },
        meaning: { kind: 'undo', task_id, undone: command.command_id },
      },
      this.session.account,
    );
  }

  decline(task_id: string, reason: string): Promise<unknown> {
    const path = this.#path(`/tasks/${task_id}/decline`);
    return this.outbox.add({ path, body: { reason }, meaning: { kind: 'decline', task_id } }, this.session.account);
  }

  /** A team on scene needs an ambulance to carry its patient. */
  askTransport(task_id: string, reason: TransportReason): Promise<unknown> {
    const path = this.#path(`/tasks/${task_id}/ask-transport`);
    return this.outbox.add({ path, body: { reason }, meaning: { kind: 'ask_transport', task_id, reason } }, this.session.account);
  }

  takeVitals(incident_id: string, patient_id: string, values: Values, confirmed: string[]): Promise<unknown> {
    const path = this.#path(`/incidents/${incident_id}/patients/${patient_id}/vitals`);
    return this.outbox.add({ path, body: { values, confirmed }, meaning: { kind: 'vitals', patient_id } }, this.session.account);
  }

  /** A health worker's report; of a patient without a case it opens one as soon as there is a link. */
  reportPatient(report: PatientReport): Promise<unknown> {
    const meaning = { kind: 'sbar', patient_id: report.patient_id ?? null } as const;
    return this.outbox.add({ path: this.#path('/professional-reports'), body: { ...report }, meaning }, this.session.account);
  }

  acknowledgeCancel(task_id: string): Promise<unknown> {
    const path = this.#path(`/tasks/${task_id}/acknowledge-cancel`);
    return this.outbox.add({ path, meaning: { kind: 'acknowledge_cancel', task_id } }, this.session.account);
  }

  acknowledgeRedirect(handover_id: string): Promise<unknown> {
    const path = this.#path(`/handovers/${handover_id}/acknowledge-redirect`);
    return this.outbox.add({ path, meaning: { kind: 'acknowledge_redirect', handover_id } }, this.session.account);
  }

  /** What this crew says of the victims of an incident. */
  victimsOf(incident_id: string): VictimTaps {
    const path = this.#path(`/incidents/${incident_id}/mass-casualty`);
    return new VictimTaps({ outbox: this.outbox, by: this.session.account, incident_id, path });
  }

  /** The printable tags of one unit's series. */
  tagSheetUrl(incident_id: string, series: string): string {
    return this.#path(`/incidents/${incident_id}/mass-casualty/tags.svg?series=${series}`);
  }

  /** True when the place changed after the crew last read it. */
  isPlaceCorrected(incident_id: string, revision: number): boolean {
    const read = this.#readPlace[incident_id];
    return read !== undefined && revision > read;
  }

  markPlaceRead(incident_id: string, revision: number): void {
    if (this.#readPlace[incident_id] === revision) return;
    this.#readPlace = { [incident_id]: revision };
    writeLocal(READ_PLACE_KEY, this.#readPlace);
  }

  isPlaceKnown(incident_id: string): boolean {
    return incident_id in this.#readPlace;
  }

  /** Health data leaves the tablet with the person. Taps that are not sent yet stay: they name nobody, a victim
   * only by the number on the tag. Only a report in SBAR has words; they stay until the centre has them, no longer. */
  forgetBoard(): void {
    forget();
  }

  #path(path: string): string {
    return `/api/psc/${encodeURIComponent(this.psc.key)}${path}`;
  }

  /** Places and limits are read once; on a bad line they are asked for again until they came. */
  async #readUnread(): Promise<void> {
    if (this.#reading || Date.now() < this.#readAgainAt_ms) return;
    this.#reading = true;
    for (const read of this.#unread) {
      try {
        await read();
        this.#unread.delete(read);
      } catch {
        // Those of the last visit stand meanwhile; without limits the centre judges when the values arrive.
        this.#readAgainAt_ms = Date.now() + READ_AGAIN_AFTER_MS;
      }
    }
    this.#reading = false;
  }

  async #loadLimits(): Promise<void> {
    this.limits = await triageApi.vitalLimits();
    writeLocal(LIMITS_KEY, this.limits);
  }

  async #loadCity(): Promise<void> {
    this.city = await this.psc.api.city();
    writeLocal(CITY_KEY, this.city);
  }
}

/**
 * Deliver what an ended login left in the queue, in the names of those who tapped: the tablet itself is known to the
 * server, which hands the tablet's own token out with its refusal. Returns the way to stop.
 */
export function deliverWithoutPerson(): () => void {
  let outbox: Outbox | null = null;
  let stopped = false;
  void (async () => {
    const token = await findTabletToken();
    if (token === null || stopped) return;
    setCsrf(token);
    outbox = await openOutbox();
    await outbox.restore();
    if (stopped) outbox.stop();
  })();
  return () => {
    stopped = true;
    outbox?.stop();
  };
}

async function findTabletToken(): Promise<string | null> {
  try {
    await get('/api/session');
  } catch (error) {
    if (error instanceof Problem && typeof error.document.csrf === 'string') return error.document.csrf;
  }
  return null;
}

async function openOutbox(): Promise<Outbox> {
  return new Outbox({ storage: await openStorage(), send });
}

async function send(path: string, body: Record<string, unknown>): Promise<Answer> {
  try {
    const { seq } = await request<{ seq: number }>('POST', path, body);
    return { status: 200, seq };
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, code: error.code, detail: error.message };
    if (error instanceof Unreachable) return { status: 0 };
    throw error;
  }
}

function readCity(): City | null {
  return readLocal<City>(CITY_KEY);
}

function readPlaces(): Record<string, number> {
  return readLocal<Record<string, number>>(READ_PLACE_KEY) ?? {};
}

function readLocal<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

function writeLocal(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full storage only costs the copy.
  }
}
