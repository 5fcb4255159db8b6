import { describe, expect, it } from 'vitest';
import type { Determinant, Question } from '../../api/protocol';
import type { ProtocolRow } from '../../api/protocols';
import { conditionText, isProven, stateOf, toldIn } from './words';

const WORDS = { everybody: 'setiap kasus', male: 'laki-laki', female: 'perempuan', pregnant: 'hamil', age: 'usia' };
const NOBODY = { above_years: null, above_inclusive: false, below_years: null, below_inclusive: false, sex: null, pregnant: false };
const row = (fields: Partial<ProtocolRow>) => ({ in_use: false, signature: null, verification: null, ...fields }) as ProtocolRow;
const found = (fields: object) => ({ violations: [], unproven: [], ...fields }) as unknown as ProtocolRow['verification'];
const determinant = (when: object) => ({ when }) as unknown as Determinant;

describe('what the verifier said', () => {
  it('is told in the language of the reader, and what it said only in English as that', () => {
    const words = [{ id: 'tanpa sumber', en: 'no source' }];
    expect(toldIn('id', ['no source'], words)).toEqual({ language: 'id', texts: ['tanpa sumber'] });
    expect(toldIn('en', ['no source'], words)).toEqual({ language: 'en', texts: ['no source'] });
    expect(toldIn('id', ['no source'], undefined)).toEqual({ language: 'en', texts: ['no source'] });
  });
});

describe('a version', () => {
  it('is signed only in words that say so, also while in use', () => {
    const signature = {} as ProtocolRow['signature'];
    expect(stateOf(row({ in_use: true }))).toBe('in_use_unsigned');
    expect(stateOf(row({ in_use: true, signature }))).toBe('in_use');
    expect([stateOf(row({})), stateOf(row({ signature }))]).toEqual(['draft', 'signed']);
  });

  it('is proven when nothing is violated and nothing rests on form alone', () => {
    expect(isProven(row({ verification: found({}) }))).toBe(true);
    expect(isProven(row({ verification: found({ unproven: ['nyeri_dada'] }) }))).toBe(false);
    expect(stateOf(row({ verification: found({ violations: ['T3'] }) }))).toBe('faulty');
    expect(isProven(row({}))).toBe(false);
  });
});

describe('a condition', () => {
  const lama = { text: 'Sejak kapan?', options: [{ id: 'akut', label: 'Mendadak' }] } as unknown as Question;

  it('names age and answers as they are spoken', () => {
    const when = { at_least: { lama: 'akut' }, context: { ...NOBODY, above_years: 35, above_inclusive: true } };
    expect(conditionText(determinant(when), { lama }, WORDS)).toBe('usia ≥ 35 · “Mendadak” (Sejak kapan?)');
  });

  it('says so when it holds for everybody', () => {
    expect(conditionText(determinant({ at_least: {}, context: NOBODY }), {}, WORDS)).toBe('setiap kasus');
  });
});
