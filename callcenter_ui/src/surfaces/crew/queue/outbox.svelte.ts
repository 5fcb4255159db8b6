import { newId } from '../../../api/client';
import type { Actor } from '../../../api/rows';
import type { Answer, Meaning, QueuedCommand } from './command';
import { judgeAnswer, UNDO_WINDOW_S } from './command';
import type { CommandStorage } from './storage';

/** Sends one body to one path. A lost link rejects or answers with status 0. */
export type Send = (path: string, body: Record<string, unknown>) => Promise<Answer>;

export interface Tap {
  path: string;
  body?: Record<string, unknown>;
  meaning: Meaning;
}

const RETRY_S = [1, 2, 5, 10, 20, 30] as const;

/**
 * The crew's taps, sent once each, in the order they were made.
 *
 * A tap is stored before anything else happens with it. One is sent at a time: the next waits until the server has
 * answered for the one before, so that an order of events made in a dead zone arrives as it was lived.
 */
export class Outbox {
  commands = $state.raw<QueuedCommand[]>([]);
  /** True when the server wants to know again who is holding the tablet. */
  signedOut = $state(false);
  readonly #storage: CommandStorage;
  readonly #send: Send;
  readonly #now: () => Date;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(parts: { storage: CommandStorage; send: Send; now?: () => Date }) {
    this.#storage = parts.storage;
    this.#send = parts.send;
    this.#now = parts.now ?? (() => new Date());
  }

  get durable(): boolean {
    return this.#storage.durable;
  }

  get waiting(): number {
    return this.commands.filter((command) => command.phase === 'waiting').length;
  }

  get refused(): QueuedCommand[] {
    return this.commands.filter((command) => command.phase === 'refused');
  }

  /** Take up what an earlier page left behind, and send it. */
  async restore(): Promise<void> {
    this.commands = await this.#storage.listCommands();
    await this.flush();
  }

  /** Keep a tap and send it as soon as there is a link. */
  async add(tap: Tap, tapped_by: Actor): Promise<QueuedCommand> {
    const occurred_at = this.#now().toISOString();
    const command: QueuedCommand = {
      counter: await this.#storage.takeCounter(),
      command_id: newId(),
      path: tap.path,
      body: tap.body ?? {},
      occurred_at,
      tapped_by: { id: tapped_by.id, name: tapped_by.name },
      meaning: tap.meaning,
      phase: 'waiting',
      attempts: 0,
      seq: null,
      refusal: null,
    };
    await this.#keep(command);
    void this.flush();
    return command;
  }

  /** Forget a tap that never left this device. False when it may already have been heard. */
  async withdraw(command: QueuedCommand): Promise<boolean> {
    const current = this.commands.find(({ counter }) => counter === command.counter);
    if (!current || current.attempts > 0) return false;
    await this.#drop(current);
    return true;
  }

  /** Take a refusal off the screen once the crew has read it. */
  async dismiss(command: QueuedCommand): Promise<void> {
    await this.#drop(command);
  }

  /** Send what waits; also called when the link or the session comes back. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Let go of delivered taps that every screen shows and that can no longer be undone. */
  async prune(stream_seq: number): Promise<void> {
    const oldest = this.#now().getTime() - UNDO_WINDOW_S * 1000;
    const done = this.commands.filter(
      ({ phase, seq, occurred_at }) =>
        phase === 'delivered' && (seq ?? 0) <= stream_seq && Date.parse(occurred_at) < oldest,
    );
    for (const command of done) await this.#drop(command);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const next = this.commands.find((command) => command.phase === 'waiting');
      if (!next) return;
      const attempted = { ...next, attempts: next.attempts + 1 };
      await this.#keep(attempted);
      const delivery = judgeAnswer(await this.#attempt(attempted), attempted.attempts);
      if (delivery.kind === 'later') {
        this.signedOut = delivery.why === 'signed_out';
        this.#retryLater();
        return;
      }
      this.#failures = 0;
      this.signedOut = false;
      await this.#keep(
        delivery.kind === 'delivered'
          ? { ...attempted, body: keptOf(attempted), phase: 'delivered', seq: delivery.seq }
          : { ...attempted, phase: 'refused', refusal: delivery.reason },
      );
    }
  }

  async #attempt(command: QueuedCommand): Promise<Answer> {
    const { command_id, occurred_at, counter, meaning } = command;
    const body: Record<string, unknown> = { ...command.body, command_id, occurred_at };
    // Commands on a task know what a device adds; one on a handover is refused for a field it does not know.
    if (meaning.kind !== 'acknowledge_redirect') {
      Object.assign(body, { sent_at: this.#now().toISOString(), counter, tapped_by: command.tapped_by.id });
    }
    try {
      return await this.#send(command.path, body);
    } catch {
      return { status: 0 };
    }
  }

  #retryLater(): void {
    const wait_s = RETRY_S[Math.min(this.#failures, RETRY_S.length - 1)] ?? 30;
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.flush(), wait_s * 1000);
  }

  async #keep(command: QueuedCommand): Promise<void> {
    await this.#storage.save(command);
    const others = this.commands.filter(({ counter }) => counter !== command.counter);
    this.commands = [...others, command].toSorted((a, b) => a.counter - b.counter);
  }

  async #drop(command: QueuedCommand): Promise<void> {
    await this.#storage.remove(command.counter);
    this.commands = this.commands.filter(({ counter }) => counter !== command.counter);
  }
}

/** What a delivered tap still has to show; a report's words about a patient leave the tablet with their delivery. */
function keptOf({ meaning, body }: QueuedCommand): Record<string, unknown> {
  return meaning.kind === 'sbar' ? {} : body;
}
