/** A row's condition and a version's state in words. Pure. */

import type { Determinant, Protocol, Question } from '../../api/protocol';
import type { ProtocolRow } from '../../api/protocols';

export type State = 'in_use' | 'in_use_unsigned' | 'signed' | 'proven' | 'faulty' | 'draft';

/** The one word for where a version stands. */
export function stateOf(row: ProtocolRow): State {
  if (row.in_use) return row.signature ? 'in_use' : 'in_use_unsigned';
  if (row.signature) return 'signed';
  if (!row.verification) return 'draft';
  return isProven(row) ? 'proven' : 'faulty';
}

/** Whether the verifier found every property to hold, each by more than the form of the rules. */
export function isProven(row: ProtocolRow): boolean {
  const found = row.verification;
  return found !== null && found.violations.length === 0 && found.unproven.length === 0;
}

type Said = { id: string; en: string };

/** What the verifier said in the reader's language; what it found before it spoke Indonesian is there in English only. */
export function toldIn(language: 'id' | 'en', texts: readonly string[], words: readonly Said[] | undefined): { language: 'id' | 'en'; texts: string[] } {
  const spoken = words && words.length === texts.length ? words : null;
  return spoken ? { language, texts: spoken.map((one) => one[language]) } : { language: 'en', texts: [...texts] };
}

export interface ConditionWords {
  everybody: string;
  male: string;
  female: string;
  pregnant: string;
  /** "usia" */
  age: string;
}

/** "usia ≥ 35 · “Akut” (Sejak kapan nyerinya?)": everything a row takes to hold. */
export function conditionText(row: Determinant, questions: Record<string, Question>, words: ConditionWords): string {
  const { context, at_least } = row.when;
  const parts: string[] = [];
  if (context.above_years !== null) parts.push(`${words.age} ${context.above_inclusive ? '≥' : '>'} ${context.above_years}`);
  if (context.below_years !== null) parts.push(`${words.age} ${context.below_inclusive ? '≤' : '<'} ${context.below_years}`);
  if (context.sex) parts.push(context.sex === 'L' ? words.male : words.female);
  if (context.pregnant) parts.push(words.pregnant);
  for (const [key, option] of Object.entries(at_least)) {
    const question = questions[key];
    const label = question?.options.find(({ id }) => id === option)?.label ?? option;
    parts.push(`“${label}” (${question?.text ?? key})`);
  }
  return parts.join(' · ') || words.everybody;
}

/** Every question a card's rows may name, the gate's with its prefix. */
export function nameable(protocol: Protocol, own: Question[]): Record<string, Question> {
  const gate = protocol.gate.questions.map((question): [string, Question] => [`gate.${question.id}`, question]);
  return Object.fromEntries([...gate, ...own.map((question): [string, Question] => [question.id, question])]);
}
