/** The operator's desk: what is selected, and each thing an operator does. Panels read it and call it. */

import { newId, Problem, Unreachable } from '../../api/client';
import type { City, Colleague, Session } from '../../api/documents';
import type { Assessment, Protocol, Reply, TriageAnswers } from '../../api/protocol';
import type { PlaceFields, ReportFields } from '../../api/psc';
import type { CallDisposition, CallRow, IncidentRow } from '../../api/rows';
import { opened } from '../../api/rows';
import { phoneTail, timeText } from '../../i18n/format';
import type { Board } from '../../live/board';
import { Live } from '../../live/live.svelte';
import { CityRouting } from '../../routing/cityRouting.svelte';
import type { Psc } from '../../session/session.svelte';
import { doctorOf } from './advice/advice';
import { Chooser } from './chooser.svelte';
import { Colleagues } from './colleagues.svelte';
import type { Draft } from './draft';
import { t } from './i18n';
import { answersOf, Assessor, carryStep, findAsked, follow, scriptFor } from './interview.svelte';
import { Languages } from './languages.svelte';
import { activeCalls, openIncidents, neighbour } from './queue';
import type { Other } from './others';
import { Protocols } from './protocols.svelte';
import { Saver } from './saver.svelte';
import { Sending } from './sending.svelte';
import { scriptIn, type Script } from './spoken';

export interface Message {
  id: string;
  text: string;
}

const MESSAGE_STAYS_MS = 8000;

export class Desk {
  readonly live: Live;
  readonly saver: Saver;
  readonly chooser: Chooser;
  readonly assessor = new Assessor();
  readonly colleagues: Colleagues;
  readonly routing: CityRouting;
  readonly protocols: Protocols;
  readonly sending: Sending;
  readonly languages: Languages;

  selectedCallId: string | null = $state(null);
  selectedId: string | null = $state(null);
  /** Instruction graph on screen by incident; null follows the assessment. */
  graphs: Record<string, string> = $state.raw({});
  picking = $state(false);
  /** Which of the rarely used actions is open. */
  other: Other | 'menu' | null = $state(null);
  /** The form of the professional line is open. */
  reporting = $state(false);
  mapOpen = $state(false);
  messages: readonly Message[] = $state.raw([]);

  constructor(
    readonly session: Session,
    readonly psc: Psc,
    readonly city: City,
    protocol: Protocol,
    /** The real stream when this one is practice: a real ringing call breaks through. */
    readonly realStream: string | null,
  ) {
    this.protocols = new Protocols(protocol);
    this.live = new Live(realStream ? [psc.stream, realStream] : [psc.stream]);
    this.chooser = new Chooser(psc.api);
    this.sending = new Sending(this);
    this.colleagues = new Colleagues(psc.api);
    this.routing = new CityRouting(this);
    this.saver = new Saver({
      api: psc.api,
      live: this.live,
      stream: psc.stream,
      patientOf: (id) => this.board.incident.get(id)?.patient_ids[0],
      refused: (problem) => this.say(problem.message),
    });
    this.languages = new Languages({
      api: psc.api,
      live: this.live,
      stream: psc.stream,
      storage: sessionStorage,
      refused: (problem) => this.say(problem.message),
    });
  }

  get board(): Board {
    return this.live.board(this.psc.stream);
  }

  get incident(): IncidentRow | null {
    return (this.selectedId && this.board.incident.get(this.selectedId)) || null;
  }

  get call(): CallRow | null {
    return (this.selectedCallId && this.board.call.get(this.selectedCallId)) || null;
  }

  get draft(): Draft | null {
    return this.selectedId ? this.saver.draft(this.selectedId) : null;
  }

  get myCall(): CallRow | null {
    const mine = (call: CallRow) => call.state === 'answered' && call.operator?.id === this.session.account.id;
    return [...this.board.call.values()].find(mine) ?? null;
  }

  /** Who is on at this PSC now, oneself first, in one line. */
  get onShift(): string {
    const { id, name } = this.session.account;
    const others = this.colleagues.present.filter((one) => one.id !== id);
    const lineOf = (one: Colleague) => (one.on_line ? t('shift.colleague', { name: one.name, count: one.on_line }) : one.name);
    return [name, ...others.map(lineOf)].join(', ');
  }

  get patient() {
    const id = this.incident?.patient_ids[0];
    return id ? this.board.patient.get(id) : undefined;
  }

  /** The doctor who is on the line with a caller of the selected case. */
  get doctor(): string | null {
    return doctorOf((this.incident?.call_ids ?? []).map((id) => this.board.call.get(id)));
  }

  /** The version the selected case is asked by. */
  get protocol(): Protocol {
    return this.protocols.of(this.selectedId, this.patient?.triage?.protocol_version);
  }

  /** The script in the language of this call. */
  get script(): Script {
    const calls = (this.incident?.call_ids ?? []).flatMap((id) => this.board.call.get(id) ?? []);
    return scriptIn(this.protocol, this.languages.of(this.call, this.selectedId, calls));
  }

  /** Speak with this caller in another language; what was asked and answered stays. */
  chooseLanguage(code: string): void {
    this.languages.choose(this.call, this.selectedId, code, this.protocol.version);
  }

  get answers(): TriageAnswers {
    return answersOf(this.draft?.triage, this.patient);
  }

  get assessment() {
    return (this.selectedId && this.assessor.byIncident[this.selectedId]) || null;
  }

  /** A health worker has reported: lay people's questions are not asked, unless the patient may be in arrest. */
  get isReported(): boolean {
    const sbar = this.patient?.sbar;
    return Boolean(sbar && !sbar.asks_gate) && this.answered === 0;
  }

  private get answered(): number {
    const { gate, card } = this.answers;
    return Object.keys(gate).length + Number(Boolean(card));
  }

  get asked() {
    if (this.isReported) return null;
    return this.selectedId ? findAsked(this.protocol, this.answers, this.assessment) : null;
  }

  get graphId(): string | null {
    const chosen = this.selectedId ? this.graphs[this.selectedId] : undefined;
    return chosen ?? this.assessment?.instructions[0] ?? this.incident?.triage?.instructions[0] ?? null;
  }

  time(at: string | number, withSeconds = false): string {
    return timeText(at, this.city.zone, withSeconds);
  }

  phone(call: CallRow): string {
    const phone = opened(call.phone);
    return phone ? phoneTail(phone) : t('queue.unknown_number');
  }

  say(text: string): void {
    const message = { id: newId(), text };
    this.messages = [message, ...this.messages].slice(0, 3);
    setTimeout(() => (this.messages = this.messages.filter((one) => one !== message)), MESSAGE_STAYS_MS);
  }

  /** Run a command; say a refusal in its own words, say when the server is away. */
  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Problem) this.say(this.#refusal(error));
      else if (error instanceof Unreachable) this.say(t('alarm.away', { time: this.time(this.live.copyOf_ms ?? this.live.now_ms) }));
      else throw error;
      return null;
    }
  }

  #refusal(problem: Problem): string {
    const { holder } = problem.document;
    if (!holder) return problem.message;
    const name = (id: string) => this.board.unit.get(id)?.name ?? id;
    return t('notice.holder', {
      unit: name(holder.unit_id),
      code: holder.incident_code,
      time: this.time(holder.since),
      by: holder.by,
      next: holder.next_best?.map(name).join(', ') || '—',
    });
  }

  select(incidentId: string | null, callId: string | null): void {
    this.selectedId = incidentId;
    this.selectedCallId = callId;
    this.picking = false;
    if (incidentId && Object.keys(this.answers.gate).length + Number(Boolean(this.answers.card)) > 0) {
      void this.assessor.evaluate(incidentId, { ...this.answers, protocol_version: this.protocol.version });
    }
  }

  selectIncident(id: string): void {
    const calls = this.board.incident.get(id)?.call_ids ?? [];
    const active = calls.find((callId) => ['answered', 'held', 'ringing'].includes(this.board.call.get(callId)?.state ?? ''));
    this.select(id, active ?? null);
  }

  selectCall(id: string): void {
    const call = this.board.call.get(id);
    if (!call) return;
    this.select(call.incident_id ?? this.#caseOf(id), id);
  }

  /** The case of a call: the one being prepared, or a new one that exists only here until its first fact. */
  #caseOf(callId: string): string {
    const prepared = this.saver.findByCall(callId);
    if (prepared) return prepared;
    const id = newId();
    this.saver.edit(id, (draft) => ({ ...draft, call_id: callId }));
    return id;
  }

  move(step: 1 | -1): void {
    const calls = activeCalls(this.board.call.values()).filter(({ incident_id }) => !incident_id || !this.board.incident.has(incident_id));
    const ids = [...calls.map(({ id }) => id), ...openIncidents(this.board.incident.values()).map(({ id }) => id)];
    const at = this.selectedId && ids.includes(this.selectedId) ? this.selectedId : this.selectedCallId;
    const next = neighbour(ids, at, step);
    if (next) this.board.incident.has(next) ? this.selectIncident(next) : this.selectCall(next);
  }

  async answer(callId?: string): Promise<void> {
    const ringing = activeCalls(this.board.call.values()).find(({ id, state }) => state === 'ringing' && (!callId || id === callId));
    if (!ringing) return this.say(t('notice.no_call'));
    const answered = await this.attempt(() => this.psc.api.answer(ringing.id));
    if (!answered) return;
    await this.live.reached(this.psc.stream, answered.seq);
    this.selectCall(ringing.id);
  }

  async toggleHold(): Promise<void> {
    const { call } = this;
    if (call?.state === 'answered') await this.attempt(() => this.psc.api.hold(call.id));
    else if (call?.state === 'held') await this.attempt(() => this.psc.api.resume(call.id));
  }

  async closeCall(disposition: CallDisposition): Promise<void> {
    const { call, selectedId } = this;
    if (!call) return;
    if (selectedId) await this.saver.flush(selectedId);
    const closed = await this.attempt(() => this.psc.api.closeCall(call.id, disposition));
    if (!closed) return;
    this.selectedCallId = null;
    if (selectedId && !this.saver.exists(selectedId)) {
      this.saver.forget(selectedId);
      this.selectedId = null;
    }
  }

  /** A second caller about a known incident: the call joins it, and what was prepared for a case of its own is let go. */
  async linkCall(callId: string, incidentId: string): Promise<void> {
    const linked = await this.attempt(() => this.psc.api.linkCall(callId, incidentId));
    if (!linked) return;
    const prepared = this.saver.findByCall(callId);
    if (prepared && !this.saver.exists(prepared)) this.saver.forget(prepared);
    this.select(incidentId, callId);
  }

  editPlace(fields: PlaceFields): void {
    if (this.selectedId) this.saver.edit(this.selectedId, (draft) => ({ ...draft, place: { ...draft.place, ...fields } }));
  }

  setPlace(fields: PlaceFields): void {
    this.editPlace(fields);
    this.flush();
  }

  editComplaint(complaint: string): void {
    if (this.selectedId) this.saver.edit(this.selectedId, (draft) => ({ ...draft, complaint }));
  }

  flush(): void {
    if (this.selectedId) void this.saver.flush(this.selectedId);
  }

  setAnswers(change: Partial<TriageAnswers>): void {
    const id = this.selectedId;
    if (!id) return;
    const { version } = this.protocols.begin(id, this.patient?.triage?.protocol_version);
    const answers = { ...this.answers, ...change, protocol_version: version };
    this.saver.edit(id, (draft) => ({ ...draft, triage: answers }));
    const occurred_at = new Date(this.live.clock.now()).toISOString();
    const before = this.assessor.byIncident[id] ?? null;
    void this.assessor.evaluate(id, answers).then((assessment) => {
      if (!assessment) return;
      // The gate decides over any chosen card: what it forces is what is asked and kept.
      if (assessment.force_card && assessment.force_card !== answers.card) this.chooseCard(assessment.force_card);
      this.#leadOn(id, before, assessment, occurred_at);
    });
    void this.saver.flush(id);
  }

  /** A new state takes over the words on screen: an arrest, another age, a seizure. What was being read gives way. */
  #leadOn(id: string, before: Assessment | null, now: Assessment, occurred_at: string): void {
    const { resuscitation_script: script } = now;
    const shown = this.graphs[id];
    if (script) this.#recognise(id, script, occurred_at);
    const begins = (script && !before?.resuscitation_script) || (now.ask_gate_again && !before?.ask_gate_again);
    if (begins && shown !== script) {
      // Who was led past the current being off already need not hear of it again.
      const safe = script && shown === now.instructions[0];
      this.graphs = safe ? { ...this.graphs, [id]: script } : Object.fromEntries(Object.entries(this.graphs).filter(([one]) => one !== id));
    }
    const old = before?.resuscitation_script;
    if (!script || !old || old === script) return;
    this.saver.edit(id, (draft) => ({ ...draft, steps: carryStep(this.protocol, draft.steps, old, script) }));
    if (shown === old) this.graphs = { ...this.graphs, [id]: script };
  }

  /** The moment an arrest was recognised, once: kept with the draft, so that a server that is away loses nothing. */
  #recognise(id: string, script: string, occurred_at: string): void {
    const { arrest } = this.saver.draft(id);
    if (arrest || this.board.incident.get(id)?.resuscitation) return;
    this.saver.edit(id, (draft) => ({ ...draft, arrest: { recognised: { script, occurred_at } } }));
    void this.saver.flush(id);
  }

  /** "Keadaan berubah": the gate from its first question; the server never lowers by it. */
  askGateAgain(): void {
    if (this.selectedId) this.setAnswers({ gate: {} });
  }

  setAnswer(kind: 'gate' | 'card', questionId: string, optionId: string): void {
    const { gate, answers } = this.answers;
    this.setAnswers(kind === 'gate' ? { gate: { ...gate, [questionId]: optionId } } : { answers: { ...answers, [questionId]: optionId } });
  }

  /** Ask a question again: its answer and nothing else is forgotten here; the server never lowers by it. */
  askAgain(kind: 'gate' | 'card', questionId: string): void {
    const { gate, answers } = this.answers;
    const without = (given: Record<string, string>) => Object.fromEntries(Object.entries(given).filter(([id]) => id !== questionId));
    this.setAnswers(kind === 'gate' ? { gate: without(gate) } : { answers: without(answers) });
  }

  chooseCard(card: string): void {
    this.setAnswers({ card, answers: {} });
  }

  showGraph(graphId: string): void {
    if (this.selectedId) this.graphs = { ...this.graphs, [this.selectedId]: graphId };
  }

  reply(reply: Reply): void {
    const { selectedId, graphId } = this;
    if (!selectedId || !graphId) return;
    const next = follow(this.protocol, graphId, this.saver.draft(selectedId).steps, reply);
    this.saver.edit(selectedId, (draft) => ({ ...draft, steps: next.steps }));
    this.showGraph(next.graphId);
    if (next.gate) this.setAnswers({ gate: reply.ask_gate ? {} : { ...this.answers.gate, ...next.gate } });
  }

  /** RJP now, from anywhere, with an empty address too: words and metronome first, the record follows. */
  async resuscitate(): Promise<void> {
    const occurred_at = new Date(this.live.clock.now()).toISOString();
    if (!this.selectedId) {
      const { myCall } = this;
      if (myCall) this.selectCall(myCall.id);
      else this.select(newId(), null);
    }
    const id = this.selectedId;
    if (!id) return;
    const { card } = this.protocol.resuscitation;
    const script = scriptFor(this.protocol, this.answers.age_years);
    const start = script && this.protocol.instructions[script]?.start;
    if (!card || !script || !start) return;
    this.showGraph(script);
    this.saver.edit(id, (draft) => ({ ...draft, steps: { ...draft.steps, [script]: start } }));
    this.#recognise(id, script, occurred_at);
    if (this.answers.card !== card) this.chooseCard(card);
    if (this.call?.state === 'ringing') await this.answer(this.call.id);
    await this.saver.ensure(id);
  }

  async firstCompression(): Promise<void> {
    const id = this.selectedId;
    if (!id) return;
    const { arrest } = this.saver.draft(id);
    const clocks = this.incident?.resuscitation;
    if ((!clocks && !arrest) || clocks?.first_compression_at || arrest?.first_compression) return;
    const occurred_at = new Date(this.live.clock.now()).toISOString();
    this.saver.edit(id, (draft) => ({ ...draft, arrest: { ...draft.arrest, first_compression: { occurred_at } } }));
    await this.saver.flush(id);
  }

  async cancelTask(taskId: string, reason: string): Promise<boolean> {
    return (await this.attempt(() => this.psc.api.cancelTask(taskId, reason))) !== null;
  }

  async reportFor(taskId: string, fields: ReportFields): Promise<boolean> {
    return (await this.attempt(() => this.psc.api.report(taskId, { ...fields, sent_at: new Date().toISOString() }))) !== null;
  }
}
