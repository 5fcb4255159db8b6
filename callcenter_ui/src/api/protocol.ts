/** The triage protocol as screens need it (`/api/triage/protocol`), and what an evaluation answers. */

import type { Disposition, Priority } from './rows';

export interface Option {
  id: string;
  label: string;
  rank: number;
}

export interface Question {
  id: string;
  text: string;
  options: Option[];
  /** Asked only when these answers are at least so bad, or for these people; empty means always. */
  ask_when?: { at_least: Record<string, string> };
  help?: string | null;
  after_merah?: boolean;
  /** Seconds after which silence is an answer, and the option it means. */
  answer_within_s?: number | null;
  silence?: string | null;
}

export interface Card {
  id: string;
  number: number;
  title: string;
  questions: Question[];
}

export interface Reply {
  id: string;
  label: string;
  /** Exactly one of: another node, another graph, gate answers to record, or the gate asked again. */
  next?: string | null;
  graph?: string | null;
  gate?: Record<string, string> | null;
  ask_gate?: boolean;
}

export interface InstructionNode {
  id: string;
  say: string;
  replies: Reply[];
  note?: string | null;
  metronome_bpm?: number | null;
  check_every_s?: number | null;
  end?: boolean;
}

export interface Instruction {
  id: string;
  title: string;
  start: string;
  nodes: Record<string, InstructionNode>;
}

export interface DeterminantText {
  id: string;
  priority: Priority;
  reason: string;
}

export interface Protocol {
  version: string;
  signed: boolean;
  gate: { questions: Question[] };
  cards: Card[];
  determinants: Record<string, DeterminantText>;
  instructions: Record<string, Instruction>;
  /** The card that one key opens, and the script by age: the first whose limit is above it, the last has none. */
  resuscitation: { card: string | null; scripts: { id: string; below_years: number | null }[] };
  /** Words for capabilities, needs and dispositions. */
  labels: Record<string, string>;
}

export interface TriageAnswers {
  gate: Record<string, string>;
  card?: string;
  answers: Record<string, string>;
  age_years?: number;
  sex?: 'L' | 'P';
  pregnant?: boolean;
}

export interface Assessment {
  priority: Priority | null;
  disposition: Disposition | null;
  determinants: string[];
  capabilities: string[];
  destination_needs: string[];
  safety_needs: string[];
  lifting_needs: string[];
  instructions: string[];
  force_card: string | null;
  suggested_card?: string | null;
  dispatch_now: boolean;
  next_gate_question?: string | null;
  ask_gate_again?: boolean;
  next_question: string | null;
  complete: boolean;
  resuscitation_script: string | null;
}
