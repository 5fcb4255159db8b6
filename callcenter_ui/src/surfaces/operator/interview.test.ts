import { describe, expect, it } from 'vitest';
import type { Assessment, Protocol, Reply } from '../../api/protocol';
import type { PatientRow } from '../../api/rows';
import { answersOf, carryStep, findAsked, findStep, follow, listAnswered, scriptFor } from './interview.svelte';

const question = (id: string, when: Record<string, string> = {}) => ({
  id, text: `${id}?`, options: [{ id: 'baik', label: 'Baik', rank: 0 }, { id: 'buruk', label: 'Buruk', rank: 1 }], ask_when: { at_least: when },
});
const node = (id: string, replies: Reply[] = []) => ({ id, say: id, replies });
// Only what asking and answering read of a protocol.
const protocol = {
  version: 'uji', signed: false, determinants: {}, labels: {},
  gate: { questions: [question('sadar'), question('napas'), question('hitung', { sadar: 'buruk' })] },
  cards: [
    { id: 'nyeri', number: 1, title: 'Nyeri', questions: [question('warna'), question('menjalar')] },
    { id: 'henti', number: 2, title: 'Henti', questions: [question('aed')] },
  ],
  instructions: {
    rjp: { id: 'rjp', title: 'RJP', start: 'siap', nodes: { siap: node('siap'), tekan: node('tekan') } },
    anak: { id: 'anak', title: 'RJP anak', start: 'mulai', nodes: { mulai: node('mulai') } },
  },
  resuscitation: { card: 'henti', scripts: [{ id: 'anak', below_years: 8 }, { id: 'rjp', below_years: null }] },
} as unknown as Protocol;
const assessment = (fields: Partial<Assessment>) => ({ next_question: null, next_gate_question: null, force_card: null, ...fields }) as Assessment;

describe('interview', () => {
  it('asks the gate before every card, also while the server is away', () => {
    expect(findAsked(protocol, { gate: {}, card: 'nyeri', answers: {} }, null)).toMatchObject({ kind: 'gate', question: { id: 'sadar' } });
    const gate = { sadar: 'baik', napas: 'baik' };
    expect(findAsked(protocol, { gate, card: 'nyeri', answers: { warna: 'baik' } }, null)).toMatchObject({ kind: 'card', question: { id: 'menjalar' } });
    expect(findAsked(protocol, { gate, answers: {} }, null)).toBeNull();
  });

  it('follows the assessment, also onto the card the gate forces', () => {
    const answers = { gate: { sadar: 'buruk' }, card: 'nyeri', answers: {} };
    expect(findAsked(protocol, answers, assessment({ next_gate_question: 'hitung' }))?.question.id).toBe('hitung');
    expect(findAsked(protocol, answers, assessment({ force_card: 'henti', next_question: 'aed' }))?.question.id).toBe('aed');
    expect(findAsked(protocol, answers, assessment({}))).toBeNull();
  });

  it('shows the newest answers: the draft before the row, nothing of an erased one', () => {
    const patient = { gate: { sadar: 'baik' }, answers: {}, age_years: 50, sex: 'L', pregnant: null, triage: { card: 'nyeri' } } as unknown as PatientRow;
    expect(answersOf(undefined, patient)).toEqual({ gate: { sadar: 'baik' }, answers: {}, card: 'nyeri', age_years: 50, sex: 'L' });
    expect(answersOf({ gate: { sadar: 'buruk' }, answers: {} }, patient).gate).toEqual({ sadar: 'buruk' });
    expect(answersOf(undefined, { ...patient, gate: { erased: true } }).gate).toEqual({});
    expect(answersOf(undefined, undefined)).toEqual({ gate: {}, answers: {} });
  });

  it('lists what was answered in the order of asking', () => {
    const answered = listAnswered(protocol, { gate: { napas: 'baik', sadar: 'buruk' }, card: 'nyeri', answers: { warna: 'buruk' } });
    expect(answered.map(({ question, option }) => [question.id, option.label])).toEqual([['sadar', 'Buruk'], ['napas', 'Baik'], ['warna', 'Buruk']]);
  });

  it('chooses the script by age, the adult one for an unknown age', () => {
    expect([scriptFor(protocol, 3), scriptFor(protocol, 8), scriptFor(protocol, undefined)]).toEqual(['anak', 'rjp', 'rjp']);
  });
});

describe('instructions', () => {
  const reply = (fields: Partial<Reply>): Reply => ({ id: 'r', label: 'r', next: null, graph: null, gate: null, ask_gate: false, ...fields });

  it('starts at the start and stays where the caller is', () => {
    expect(findStep(protocol, 'rjp', {})?.node.id).toBe('siap');
    expect(findStep(protocol, 'rjp', { rjp: 'tekan' })?.node.id).toBe('tekan');
    expect(findStep(protocol, 'tidak_ada', {})).toBeNull();
  });

  it('keeps the step where another age has it too', () => {
    expect(carryStep(protocol, { anak: 'mulai' }, 'anak', 'rjp')).toEqual({ anak: 'mulai' });
    expect(carryStep(protocol, { rjp: 'tekan' }, 'rjp', 'rjp')).toEqual({ rjp: 'tekan' });
    const both = { ...protocol, instructions: { ...protocol.instructions, anak: protocol.instructions.rjp } } as typeof protocol;
    expect(carryStep(both, { rjp: 'tekan' }, 'rjp', 'anak')).toEqual({ rjp: 'tekan', anak: 'tekan' });
  });

  it('goes on in the graph, into another one, or back to the gate', () => {
    expect(follow(protocol, 'rjp', {}, reply({ next: 'tekan' }))).toEqual({ graphId: 'rjp', steps: { rjp: 'tekan' }, gate: null });
    expect(follow(protocol, 'rjp', { rjp: 'tekan' }, reply({ graph: 'anak' }))).toEqual({ graphId: 'anak', steps: { rjp: 'tekan', anak: 'mulai' }, gate: null });
    expect(follow(protocol, 'rjp', {}, reply({ gate: { napas: 'buruk' } })).gate).toEqual({ napas: 'buruk' });
    expect(follow(protocol, 'rjp', {}, reply({ ask_gate: true })).gate).toEqual({});
  });
});
