/** The alarms of this desk: what sounds, what stands on the strip, what was acknowledged, how many there were. */

import { untrack } from 'svelte';
import type { StripAlarm } from '../../design';
import { MERAH_RETURNS_AFTER_S, worst } from '../../sound/alarm';
import { speaker } from '../../sound/speaker.svelte';
import { alarmKey, audible, listAlarms, type Alarmed } from './alarms';
import type { Desk } from './desk.svelte';
import { t } from './i18n';
import { lastHour, NO_ALARMS, tallied, type Tally } from './tally';
import { wake } from './wake.svelte';

export class AlarmDesk {
  constructor(readonly desk: Desk) {}

  #acknowledged: ReadonlyMap<string, number> = $state.raw(new Map());
  #tally: Tally = $state.raw(NO_ALARMS);

  readonly #alarms = $derived.by(() => {
    const { board, live, myCall, selectedId } = this.desk;
    return listAlarms({
      calls: board.call.values(),
      incidents: board.incident.values(),
      tasks: board.task.values(),
      handovers: board.handover.values(),
      patients: board.patient.values(),
      now_ms: live.now_ms,
      inHand: myCall ? selectedId : null,
    });
  });

  /** Real calls that ring while this desk practises. */
  readonly #realRinging = $derived.by(() => {
    const { realStream, live } = this.desk;
    return realStream ? [...live.board(realStream).call.values()].filter(({ state }) => state === 'ringing') : [];
  });

  readonly #waiting = $derived(this.#alarms.filter((one) => one.alarm === 'ringing' || !this.#acknowledged.has(alarmKey(one))));

  /** The alarm that one key acknowledges next. */
  readonly first = $derived(this.#waiting.find(({ alarm }) => alarm !== 'ringing'));
  /** The call that F2 answers. */
  readonly #firstRinging = $derived(this.#waiting.find(({ alarm }) => alarm === 'ringing'));

  readonly strip: readonly StripAlarm[] = $derived.by(() => [
    ...this.#realRinging.map((call) => ({
      id: `real:${call.id}`,
      level: 'alarm' as const,
      text: t('alarm.training_ringing', { phone: this.desk.phone(call) }),
      since: call.rang_at,
      action: { label: t('alarm.to_real'), run: () => location.assign('/operator') },
    })),
    ...this.#broken,
    ...this.desk.messages.map(({ id, text }) => ({ id, level: 'note' as const, text })),
    ...this.#waiting.map((one) => ({
      id: alarmKey(one),
      level: one.alarm === 'overdue' ? ('warning' as const) : ('alarm' as const),
      text: this.#textOf(one),
      since: one.since,
      action: this.#actionOf(one),
    })),
  ]);

  get lastHour(): { alarms: number; rings: number } {
    return lastHour(this.#tally, this.desk.live.now_ms);
  }

  /** Sound the worst, count what began, and bring MERAH that still waits back to the strip. Call it in an effect. */
  follow(): void {
    const { now_ms } = this.desk.live;
    const sounding = audible(this.#alarms, this.#acknowledged, now_ms);
    speaker.sound(worst([...sounding.map(({ alarm }) => alarm), ...this.#realRinging.map(() => 'ringing' as const)]));
    untrack(() => this.#note(sounding, now_ms));
  }

  #note(sounding: readonly Alarmed[], now_ms: number): void {
    this.#tally = tallied(this.#tally, sounding, now_ms);
    const returned = ([key, at_ms]: [string, number]) => key.startsWith('merah_waiting:') && now_ms - at_ms >= MERAH_RETURNS_AFTER_S * 1000;
    const kept = [...this.#acknowledged].filter((entry) => !returned(entry));
    if (kept.length < this.#acknowledged.size) this.#acknowledged = new Map(kept);
  }

  /** Seen: it falls silent (MERAH for 30 s) and its case is opened, unless a caller is on the line. */
  acknowledge(one: Alarmed): void {
    const desk = this.desk;
    this.#acknowledged = new Map(this.#acknowledged).set(alarmKey(one), desk.live.now_ms);
    if (one.incidentId && !desk.myCall) desk.selectIncident(one.incidentId);
    if (one.what === 'callback') desk.selectCall(one.id);
  }

  /** What this desk itself has lost: without these it neither shows nor sounds what happens. */
  get #broken(): StripAlarm[] {
    const desk = this.desk;
    const { live } = desk;
    const broken: StripAlarm[] = [];
    const add = (id: string, text: string, action?: StripAlarm['action']) => broken.push({ id, level: 'alarm', text, ...(action ? { action } : {}) });
    if (live.link === 'away') add('away', t('alarm.away', { time: desk.time(live.copyOf_ms ?? live.now_ms) }));
    if (live.status.database === 'away') add('database', t('alarm.database'));
    if (live.refusedCode) add('session', t('alarm.refused_session'));
    if (speaker.state === 'lost') add('speaker', t('alarm.speaker'), { label: t('alarm.try_again'), run: () => void speaker.unlock() });
    if (wake.state === 'lost') add('screen', t('alarm.screen'), { label: t('alarm.try_again'), run: () => void wake.keep() });
    return broken;
  }

  #textOf({ what, id, incidentId }: Alarmed): string {
    const { board } = this.desk;
    const phone = (call = board.call.get(id)) => (call ? this.desk.phone(call) : '');
    const unit = board.task.get(id)?.unit_name ?? '';
    switch (what) {
      case 'call':
        return t('alarm.ringing', { phone: phone() });
      case 'callback':
        return t('alarm.overdue_callback', { phone: phone() });
      case 'incident':
        return t('alarm.merah_waiting', { code: board.incident.get(id)?.code ?? '' });
      case 'task':
        return t('alarm.not_acknowledged', { unit });
      case 'ambulance': {
        const task = board.task.get(id.replace(':ambulance', ''));
        const incident = board.incident.get(incidentId ?? '');
        const code = incident?.code ?? '';
        if (!task) return t(incident?.active_task_ids.length ? 'alarm.ambulance.needed' : 'alarm.ambulance.none', { code });
        return t(`alarm.ambulance.${task.ambulance?.reason ?? 'belum_tiba'}`, { code, unit: task.unit_name });
      }
      case 'late':
        return t('alarm.overdue_late', { unit });
      case 'raised':
        return t('alarm.raised', { code: board.incident.get(incidentId ?? '')?.code ?? '' });
      case 'handover':
        return t('alarm.overdue_handover', { unit: board.handover.get(id)?.unit_name ?? '' });
    }
  }

  #actionOf(one: Alarmed): StripAlarm['action'] {
    if (one.alarm === 'ringing') return { label: t('call.answer'), key: one === this.#firstRinging ? 'F2' : undefined, run: () => void this.desk.answer(one.id) };
    return { label: t('alarm.open'), key: one === this.first ? 'S' : undefined, run: () => this.acknowledge(one) };
  }
}
