import { opened, type TaskState } from '../../../api/rows';
import { findMyCall, findMyIncident, findMyTask, READ, type GuideStep, type View } from './steps';

export type Surface = 'operator' | 'crew' | 'hospital' | 'supervisor' | 'coordinator';

/** Words a caller could say anywhere; the area is the first the city knows that this text finds. */
const PRACTICE_ADDRESS = 'Gang Merpati No. 4, rumah cat hijau';
const PRACTICE_AREA = 'sei';

const click = { kind: 'click' } as const;
const wait = { kind: 'wait' } as const;
const look = { kind: 'look' } as const;

function findGate(view: View): Record<string, string> {
  const patient_id = findMyIncident(view)?.patient_ids[0];
  const patient = patient_id ? view.board.patient.get(patient_id) : undefined;
  return (patient && opened(patient.gate)) ?? {};
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
    target: 'guide-ring',
    act: click,
    done: (view) => [...view.board.call.values()].some(({ state }) => state === 'ringing') || findMyCall(view) !== null,
  },
  { id: 'operator.answer', target: 'answer', act: click, done: (view) => findMyCall(view) !== null },
  {
    id: 'operator.address',
    target: ['address', 'place-folded'],
    act: { kind: 'type', text: PRACTICE_ADDRESS },
    done: (view) => Boolean(findMyIncident(view)?.address),
  },
  {
    id: 'operator.search',
    target: ['place-search', 'place-folded'],
    act: { kind: 'type', text: PRACTICE_AREA },
    done: (view) => view.shows('place-hit') || Boolean(findMyIncident(view)?.kelurahan_code),
  },
  {
    id: 'operator.place',
    target: 'place-hit',
    act: click,
    done: (view) => Boolean(findMyIncident(view)?.kelurahan_code),
  },
  { id: 'operator.gate_sadar', target: 'option-sadar', act: click, done: (view) => 'sadar' in findGate(view) },
  { id: 'operator.gate_napas', target: 'option-tidak_normal', act: click, done: (view) => 'napas' in findGate(view) },
  {
    id: 'operator.card',
    target: 'card-sesak_napas',
    act: click,
    done: (view) => Boolean(findMyIncident(view)?.triage?.card),
  },
  { id: 'operator.recommendation', target: 'recommendation', act: look, done: READ },
  {
    id: 'operator.send',
    target: 'dispatch',
    act: { kind: 'key', key: 'F9' },
    done: (view) => (findMyIncident(view)?.task_ids.length ?? 0) > 0,
  },
  {
    id: 'operator.close',
    target: ['close-kasus', 'close-call'],
    act: click,
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
  { id: 'crew.wait', target: 'crew-idle', act: wait, done: (view) => findMyTask(view) !== null },
  { id: 'crew.accept', target: 'crew-next', act: click, done: reached('acknowledged') },
  { id: 'crew.depart', target: 'crew-next', act: click, done: reached('en_route') },
  { id: 'crew.arrive', target: 'crew-next', act: click, done: reached('on_scene') },
  { id: 'crew.patient', target: 'crew-next', act: click, done: reached('with_patient') },
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

const hospital: GuideStep[] = [
  {
    id: 'hospital.wait',
    target: 'incoming',
    act: wait,
    done: ({ board }) => [...board.handover.values()].some(({ state }) => state === 'announced' || state === 'unanswered'),
  },
  {
    id: 'hospital.accept',
    target: 'handover-accept',
    act: click,
    done: ({ board, account_id, began_at }) =>
      [...board.handover.values()].some(({ answered_by, answered_at }) => answered_by?.id === account_id && (answered_at ?? '') >= began_at),
  },
  { id: 'hospital.arrive', target: 'handover-eta', act: look, done: READ },
  {
    id: 'hospital.acknowledge',
    target: 'handover-acknowledge',
    act: click,
    done: ({ board, began_at }) => [...board.handover.values()].some(({ acknowledged_at }) => (acknowledged_at ?? '') >= began_at),
  },
];

const supervisor: GuideStep[] = [
  { id: 'supervisor.select', target: 'board-incident', act: click, done: ({ shows }) => shows('event-log') },
  { id: 'supervisor.read', target: 'event-log', act: look, done: READ },
  { id: 'supervisor.reveal', target: 'reveal', act: click, done: ({ shows }) => shows('reveal-reason') },
  {
    id: 'supervisor.reason',
    target: 'reveal-reason',
    act: { kind: 'type', text: 'Menilai mutu penanganan' },
    done: ({ shows }) => shows('reveal-ready') || shows('revealed'),
  },
  { id: 'supervisor.submit', target: 'reveal-ready', act: click, done: ({ shows }) => shows('revealed') },
];

const coordinator: GuideStep[] = [
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
