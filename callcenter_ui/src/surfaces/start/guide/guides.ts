import { opened, type HandoverState, type TaskState } from '../../../api/rows';
import { findMyCall, findMyIncident, findMyTask, findPracticeCall, READ, type GuideStep, type View } from './steps';

export type Surface = 'operator' | 'crew' | 'hospital' | 'supervisor' | 'coordinator';

/** Words a caller could say anywhere; the area is the first the city knows that this text finds. */
const PRACTICE_ADDRESS = 'Gang Merpati No. 4, rumah cat hijau';
const PRACTICE_AREA = 'sei';

const click = { kind: 'click' } as const;
const type = { kind: 'type' } as const;
const wait = { kind: 'wait' } as const;
const look = { kind: 'look' } as const;

function findGate(view: View): Record<string, string> {
  const patient_id = findMyIncident(view)?.patient_ids[0];
  const patient = patient_id ? view.board.patient.get(patient_id) : undefined;
  return (patient && opened(patient.gate)) ?? {};
}

/** Whether the caller of this practice rings; where nobody is played for me, whether anybody does. */
function isRinging(view: View): boolean {
  if (view.practice?.call_id) return findPracticeCall(view)?.state === 'ringing';
  return [...view.board.call.values()].some(({ state }) => state === 'ringing');
}

const operator: GuideStep[] = [
  {
    id: 'operator.start_shift',
    target: 'shift-start',
    act: click,
    done: ({ shows }) => shows('shift-dialog') || !shows('shift-start'),
  },
  { id: 'operator.heard', target: 'shift-heard', act: click, done: ({ shows }) => !shows('shift-dialog') },
  {
    id: 'operator.ring',
    target: 'queue',
    act: wait,
    reason: 'reason.ring',
    done: (view) => findMyCall(view) !== null || isRinging(view),
  },
  {
    id: 'operator.answer',
    target: 'answer',
    row: (view) => findPracticeCall(view)?.id ?? null,
    act: click,
    reason: 'reason.answer',
    done: (view) => findMyCall(view) !== null,
  },
  {
    id: 'operator.address',
    target: ['address', 'place-folded'],
    act: type,
    topics: ['keluhan', 'alamat'],
    answer: PRACTICE_ADDRESS,
    reason: 'reason.call',
    done: (view) => Boolean(findMyIncident(view)?.address),
  },
  {
    id: 'operator.search',
    target: ['place-search', 'place-folded'],
    act: type,
    topics: ['kelurahan'],
    answer: PRACTICE_AREA,
    reason: 'reason.call',
    done: (view) => view.shows('place-hit') || Boolean(findMyIncident(view)?.kelurahan_code),
  },
  {
    id: 'operator.place',
    target: 'place-hit',
    act: click,
    topics: ['kelurahan'],
    reason: 'reason.place',
    done: (view) => Boolean(findMyIncident(view)?.kelurahan_code),
  },
  {
    id: 'operator.gate_sadar',
    target: (answer) => `option-${answer}`,
    act: click,
    topics: ['sadar'],
    answer: 'sadar',
    reason: 'reason.question',
    done: (view) => 'sadar' in findGate(view),
  },
  {
    id: 'operator.gate_napas',
    target: (answer) => `option-${answer}`,
    act: click,
    topics: ['napas'],
    answer: 'tidak_normal',
    reason: 'reason.question',
    done: (view) => 'napas' in findGate(view),
  },
  {
    id: 'operator.card',
    target: (answer) => `card-${answer}`,
    act: click,
    topics: ['kartu'],
    answer: 'sesak_napas',
    reason: 'reason.question',
    done: (view) => Boolean(findMyIncident(view)?.triage?.card),
  },
  { id: 'operator.recommendation', target: 'recommendation', act: look, reason: 'reason.recommendation', done: READ },
  {
    id: 'operator.send',
    target: 'dispatch',
    reason: 'reason.recommendation',
    act: { kind: 'key', key: 'F9' },
    done: (view) => (findMyIncident(view)?.task_ids.length ?? 0) > 0,
  },
  {
    id: 'operator.close',
    target: ['close-kasus', 'close-call'],
    act: click,
    reason: 'reason.call',
    done: (view) => findMyCall(view)?.state === 'closed',
  },
];

const RANK: readonly TaskState[] = [
  'assigned', 'acknowledged', 'en_route', 'staged', 'on_scene', 'with_patient', 'transporting', 'at_destination', 'clear',
];

/** True once the task of this unit is at least there, or over. */
const reached = (state: TaskState) => (view: View) => {
  const task = findMyTask(view);
  return task === null || RANK.indexOf(task.state) >= RANK.indexOf(state);
};

function isOnDuty({ board, subject_id }: View): boolean {
  const duty = board.unit.get(subject_id)?.duty;
  return duty === 'available' || duty === 'on_call';
}

const carriesNobody = ({ board, subject_id }: View) => board.unit.get(subject_id)?.kind === 'trc';
const either =
  (...conditions: ((view: View) => boolean)[]) =>
  (view: View) =>
    conditions.some((holds) => holds(view));

const crew: GuideStep[] = [
  { id: 'crew.duty', target: 'duty-start', act: click, done: either(isOnDuty, ({ shows }) => shows('duty-sheet')) },
  { id: 'crew.duty_save', target: 'duty-available', act: click, done: isOnDuty },
  { id: 'crew.wait', target: 'crew-idle', act: wait, reason: 'reason.crew', done: (view) => findMyTask(view) !== null },
  { id: 'crew.accept', target: 'crew-next', act: click, reason: 'reason.task', done: reached('acknowledged') },
  { id: 'crew.depart', target: 'crew-next', act: click, reason: 'reason.task', done: reached('en_route') },
  { id: 'crew.arrive', target: 'crew-next', act: click, reason: 'reason.task', done: reached('on_scene') },
  { id: 'crew.patient', target: 'crew-next', act: click, reason: 'reason.task', done: reached('with_patient') },
  {
    id: 'crew.transport',
    target: 'crew-next',
    act: click,
    done: either(carriesNobody, reached('transporting'), ({ shows }) => shows('destination')),
  },
  { id: 'crew.destination', target: 'destination', act: click, done: either(carriesNobody, reached('transporting')) },
  { id: 'crew.at_destination', target: 'crew-next', act: click, done: either(carriesNobody, reached('at_destination')) },
  {
    id: 'crew.clear',
    target: 'crew-next',
    act: click,
    done: either(reached('clear'), ({ shows }) => shows('crew-outcome-ditangani')),
  },
  { id: 'crew.outcome', target: 'crew-outcome-ditangani', act: click, done: reached('clear') },
];

const WAITING: readonly HandoverState[] = ['announced', 'unanswered'];

/** Whether an ambulance waits for this hospital's answer. */
const isAsked = ({ board, subject_id }: View) =>
  [...board.handover.values()].some(({ hospital_id, state }) => hospital_id === subject_id && WAITING.includes(state));

/** Whether one has announced itself since the practice began; whoever takes long finds it at the door already. */
const wasAsked = ({ board, subject_id, began_at }: View) =>
  [...board.handover.values()].some(({ hospital_id, announced_at }) => hospital_id === subject_id && announced_at >= began_at);

const hospital: GuideStep[] = [
  {
    id: 'hospital.wait',
    target: 'incoming',
    act: wait,
    reason: 'reason.ambulance',
    done: (view) => isAsked(view) || wasAsked(view),
  },
  {
    id: 'hospital.accept',
    target: 'handover-accept',
    act: click,
    done: (view) =>
      !isAsked(view) ||
      [...view.board.handover.values()].some(
        ({ answered_by, answered_at }) => answered_by?.id === view.account_id && (answered_at ?? '') >= view.began_at,
      ),
  },
  { id: 'hospital.arrive', target: 'handover-eta', act: look, done: READ },
  {
    id: 'hospital.acknowledge',
    target: 'handover-acknowledge',
    act: click,
    reason: 'reason.on_the_way',
    done: ({ board, began_at }) => [...board.handover.values()].some(({ acknowledged_at }) => (acknowledged_at ?? '') >= began_at),
  },
];

const supervisor: GuideStep[] = [
  { id: 'supervisor.select', target: 'board-incident', act: click, reason: 'reason.case', done: ({ shows }) => shows('event-log') },
  { id: 'supervisor.read', target: 'event-log', act: look, done: READ },
  { id: 'supervisor.reveal', target: 'reveal', act: click, done: ({ shows }) => shows('reveal-reason') },
  {
    id: 'supervisor.reason',
    target: 'reveal-reason',
    act: type,
    answer: 'Menilai mutu penanganan',
    done: ({ shows }) => shows('reveal-ready') || shows('revealed'),
  },
  { id: 'supervisor.submit', target: 'reveal-ready', act: click, done: ({ shows }) => shows('revealed') },
];

const coordinator: GuideStep[] = [
  { id: 'coordinator.look', target: 'own-task', act: look, reason: 'reason.case', done: READ },
  { id: 'coordinator.open', target: 'unit-edit', act: click, done: ({ shows }) => shows('duty-editor') },
  {
    id: 'coordinator.set',
    target: 'duty-set-available',
    act: click,
    done: ({ board, account_id, began_at }) =>
      [...board.unit.values()].some(({ duty_by, duty_since }) => duty_by.id === account_id && duty_since >= began_at),
  },
];

export const GUIDES: Record<Surface, readonly GuideStep[]> = { operator, crew, hospital, supervisor, coordinator };
