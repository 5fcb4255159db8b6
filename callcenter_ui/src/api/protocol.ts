/** The triage protocol as screens need it (`/api/triage/protocol`), what an evaluation takes and what it answers. */

import type * as server from './generated';

export type {
  AssessmentDocument as Assessment, CardDocument as Card, DeterminantDocument as Determinant, InstructionDocument as Instruction,
  NodeDocument as InstructionNode, OptionDocument as Option, ProtocolDocument as Protocol, QuestionDocument as Question,
  ReplyDocument as Reply, SuggestionDocument as Suggestion,
} from './generated';

type Given<Body> = { [Field in keyof Body]?: NonNullable<Body[Field]> };

/** What was answered so far; always with a gate and a list of answers, however empty. */
export interface TriageAnswers extends Given<Omit<server.Evaluate, 'gate' | 'answers'>> {
  gate: Record<string, string>;
  answers: Record<string, string>;
}
