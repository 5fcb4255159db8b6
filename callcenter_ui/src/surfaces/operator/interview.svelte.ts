/** The interview of one case: gate, card, questions one at a time, and what each answer means so far. */

import { Problem, Unreachable } from '../../api/client';
import type { Assessment, Card, Instruction, InstructionNode, Option, Protocol, Question, Reply, TriageAnswers } from '../../api/protocol';
import { opened, type PatientRow } from '../../api/rows';
import { triageApi } from '../../api/triage';
import type { TriageFields } from '../../api/psc';

export interface Asked {
  kind: 'gate' | 'card';
  question: Question;
}

/** What is answered: the draft's newest copy, else what the patient's row holds. */
export function answersOf(draft: TriageFields | undefined, patient: PatientRow | undefined): TriageAnswers {
  if (draft) {
    const { patient_id: _, name: __, ...answers } = draft;
    return answers;
  }
  const known = patient && {
    gate: opened(patient.gate) ?? {},
    answers: opened(patient.answers) ?? {},
    age: opened(patient.age_years),
    sex: opened(patient.sex),
    pregnant: opened(patient.pregnant),
  };
  return {
    gate: known?.gate ?? {},
    answers: known?.answers ?? {},
    ...(patient?.triage?.card ? { card: patient.triage.card } : {}),
    ...(known?.age != null ? { age_years: known.age } : {}),
    ...(known?.sex === 'L' || known?.sex === 'P' ? { sex: known.sex } : {}),
    ...(known?.pregnant != null ? { pregnant: known.pregnant } : {}),
  };
}

export function findCard(protocol: Protocol, id: string | undefined): Card | null {
  return protocol.cards.find((card) => card.id === id) ?? null;
}

/**
 * The question to ask now: the gate before every card, then the card's. Without an assessment (server away) the
 * document's own order leads on.
 */
export function findAsked(protocol: Protocol, answers: TriageAnswers, assessment: Assessment | null): Asked | null {
  const always = ({ ask_when }: Question) => Object.keys(ask_when?.at_least ?? {}).length === 0;
  const gate = assessment?.next_gate_question !== undefined
    ? protocol.gate.questions.find(({ id }) => id === assessment.next_gate_question)
    : protocol.gate.questions.find((question) => always(question) && !(question.id in answers.gate));
  if (gate) return { kind: 'gate', question: gate };
  const card = findCard(protocol, assessment?.force_card ?? answers.card);
  if (!card) return null;
  const question = assessment
    ? card.questions.find(({ id }) => id === assessment.next_question)
    : card.questions.find((one) => always(one) && !(one.id in answers.answers));
  return question ? { kind: 'card', question } : null;
}

export function findOption(question: Question, id: string | undefined): Option | null {
  return question.options.find((option) => option.id === id) ?? null;
}

/** Answered questions in the order of asking, for the line of chips. */
export function listAnswered(protocol: Protocol, answers: TriageAnswers): (Asked & { option: Option })[] {
  const of = (kind: 'gate' | 'card', questions: Question[], given: Record<string, string>) =>
    questions.flatMap((question) => {
      const option = findOption(question, given[question.id]);
      return option ? [{ kind, question, option }] : [];
    });
  const card = findCard(protocol, answers.card);
  return [...of('gate', protocol.gate.questions, answers.gate), ...of('card', card?.questions ?? [], answers.answers)];
}

/** The instruction to show and its node, from where the caller is. */
export function findStep(
  protocol: Protocol,
  graphId: string | null,
  steps: Record<string, string>,
): { instruction: Instruction; node: InstructionNode } | null {
  const instruction = graphId ? protocol.instructions[graphId] : undefined;
  const node = instruction?.nodes[steps[instruction.id] ?? instruction.start];
  return instruction && node ? { instruction, node } : null;
}

/** The resuscitation script for an age; unknown takes the last one, which asks for a child itself. */
export function scriptFor(protocol: Protocol, age_years: number | undefined): string | null {
  const { scripts } = protocol.resuscitation;
  return scripts.find(({ below_years }) => below_years === null || (age_years !== undefined && age_years < below_years))?.id ?? null;
}

/** Where a reply leads: the graph to show and its steps, or gate answers to record. */
export function follow(protocol: Protocol, graphId: string, steps: Record<string, string>, reply: Reply): {
  graphId: string;
  steps: Record<string, string>;
  gate: Record<string, string> | null;
} {
  const gate = reply.gate && Object.keys(reply.gate).length > 0 ? reply.gate : reply.ask_gate ? {} : null;
  if (reply.graph) {
    const start = protocol.instructions[reply.graph]?.start;
    return { graphId: reply.graph, steps: start ? { ...steps, [reply.graph]: start } : steps, gate };
  }
  return { graphId, steps: reply.next ? { ...steps, [graphId]: reply.next } : steps, gate };
}

/** The step in another age's script that says the same, so that who presses is not led back to the start. */
export function carryStep(protocol: Protocol, steps: Record<string, string>, from: string, to: string): Record<string, string> {
  const step = steps[from];
  return step && protocol.instructions[to]?.nodes[step] ? { ...steps, [to]: step } : steps;
}

/** Assessments as they come, the newest answers only. */
export class Assessor {
  byIncident: Record<string, Assessment> = $state.raw({});
  /** The server could not assess the newest answers; they are kept and the next question is by order. */
  away = $state(false);
  readonly #newest = new Map<string, number>();

  async evaluate(id: string, answers: TriageAnswers): Promise<Assessment | null> {
    const turn = (this.#newest.get(id) ?? 0) + 1;
    this.#newest.set(id, turn);
    try {
      const assessment = await triageApi.evaluate(answers);
      if (this.#newest.get(id) !== turn) return null;
      this.byIncident = { ...this.byIncident, [id]: assessment };
      this.away = false;
      return assessment;
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Problem)) throw error;
      if (this.#newest.get(id) === turn) {
        const { [id]: _, ...rest } = this.byIncident;
        this.byIncident = rest;
        this.away = error instanceof Unreachable;
      }
      return null;
    }
  }
}
