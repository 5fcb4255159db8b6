/** Units leave: those chosen, or the ambulance that is offered, and BATAL for ten seconds. */

import type { TaskRow } from '../../api/rows';
import type { Desk } from './desk.svelte';
import { t } from './i18n';

/** The clock on screen ticks once a second and may lag: it never offers more than the server gives. */
const UNDO_WINDOW_S = 10;

export class Sending {
  /** Tasks of the last dispatch, for BATAL. */
  lastTaskIds: readonly string[] = $state.raw([]);

  constructor(private readonly desk: Desk) {}

  async dispatch(): Promise<void> {
    const names = this.desk.chooser.chosenCandidates.map(({ name }) => name).join(' + ');
    if (this.block !== null) return this.desk.say(this.block);
    const tasks = await this.desk.attempt(() => this.desk.chooser.dispatch());
    if (!tasks?.length) return;
    this.lastTaskIds = tasks;
    this.desk.say(t('notice.sent', { units: names }));
  }

  /** The ambulance that is offered for the case in hand: one key sends it, whatever else is chosen. */
  async sendAmbulance(): Promise<void> {
    const { ambulance } = this.desk.chooser;
    if (!this.desk.incident?.ambulance_offered_at) return this.desk.say(t('offer.none'));
    if (!ambulance) return this.desk.say(t('offer.nobody'));
    const tasks = await this.desk.attempt(() => this.desk.chooser.dispatch([ambulance.unit_id]));
    if (!tasks?.length) return;
    this.lastTaskIds = tasks;
    this.desk.say(t('notice.sent', { units: ambulance.name }));
  }

  /** Why F9 does nothing now, or null. */
  get block(): string | null {
    if (!this.desk.incident) return t('notice.no_incident');
    if (this.desk.chooser.sending) return t('who.sending');
    if (this.desk.chooser.chosenCandidates.length === 0) return t('who.choose');
    if (this.desk.chooser.overrides && !this.desk.chooser.overrideReason.trim()) return t('who.reason_needed');
    return null;
  }

  /** Tasks that BATAL still takes back, and for how long. */
  get undoable(): { tasks: TaskRow[]; left_s: number } | null {
    const tasks = this.lastTaskIds
      .map((id) => this.desk.board.task.get(id))
      .filter((task) => task?.active && Date.parse(task.undo_until) > this.desk.live.now_ms) as TaskRow[];
    const first = tasks[0];
    return first ? { tasks, left_s: Math.min(UNDO_WINDOW_S, Math.ceil((Date.parse(first.undo_until) - this.desk.live.now_ms) / 1000)) } : null;
  }

  async undo(): Promise<void> {
    const tasks = this.undoable?.tasks ?? [];
    const done = await Promise.all(tasks.map(({ id }) => this.desk.cancelTask(id, t('task.cancel_undo'))));
    if (done.some(Boolean)) this.desk.say(t('notice.undone'));
  }
}
