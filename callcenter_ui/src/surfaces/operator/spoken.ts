/**
 * What is said in the language of a call, sentence by sentence, and what it means. Pure.
 *
 * A protocol comes in the interface's language; the language of the script is chosen apart from it. Where a language has
 * no words the sentence is Indonesian, and says so.
 */

import type { Protocol, Question, InstructionNode } from '../../api/protocol';
import { BASE } from '../shared/language';

type Language = Protocol['languages'][number];

export interface Said {
  words: string;
  /** The same in the interface's language, for who does not speak this one; null where it would only repeat. */
  meaning: string | null;
  /** The language has no words for it: these are Indonesian. */
  untranslated: boolean;
}

export interface Phrase extends Said {
  id: string;
}

export interface Script {
  code: string;
  name: string;
  /** No native speaker has signed the words. The cards' own language has no such signature to wait for. */
  unsigned: boolean;
  /** The count to call out with the compressions; null where the cards' own notes say it. */
  count: readonly string[] | null;
  question(key: string, question: Question): Said;
  answer(key: string, answer: { id: string; label: string }): Said;
  step(key: string, node: InstructionNode): Said;
  reply(key: string, reply: { id: string; label: string }): Said;
  phrases: readonly Phrase[];
}

/** The name of a question in the languages: the gate's own, or the card's. */
export const questionKey = (kind: 'gate' | 'card', cardId: string | null, id: string) => `${kind === 'gate' ? 'gate' : cardId}.${id}`;

/** The script of a protocol in one language. A version without that language is spoken in Indonesian. */
export function scriptIn(protocol: Protocol, code: string): Script {
  const of = (wanted: string): Language | undefined => protocol.languages.find((one) => one.code === wanted);
  const language = of(code);
  const base = of(BASE);
  const own = code === protocol.language || protocol.languages.length === 0;

  function say(text: string, find: (from: Language) => string | null | undefined): Said {
    if (own) return { words: text, meaning: null, untranslated: false };
    const words = language && find(language);
    if (words) return { words, meaning: words === text ? null : text, untranslated: false };
    const indonesian = protocol.language === BASE ? text : ((base && find(base)) ?? text);
    return { words: indonesian, meaning: indonesian === text ? null : text, untranslated: code !== BASE };
  }
  const meaningOf = of(protocol.language);
  return {
    code,
    name: language?.name ?? code,
    unsigned: code !== BASE && (language?.perlu_tanda_tangan ?? false),
    count: own ? null : (language?.count ?? base?.count ?? null),
    question: (key, { text }) => say(text, ({ questions }) => questions[key]?.said),
    answer: (key, { id, label }) => say(label, ({ questions }) => questions[key]?.answers[id]),
    step: (key, { say: text }) => say(text, ({ nodes }) => nodes[key]?.said),
    reply: (key, { id, label }) => say(label, ({ nodes }) => nodes[key]?.answers[id]),
    phrases: Object.entries(base?.phrases ?? {}).map(([id, indonesian]) => {
      return { id, ...say(meaningOf?.phrases[id] ?? indonesian, ({ phrases }) => phrases[id]) };
    }),
  };
}

/** The phrase that asks for the first thing nobody knows yet, in the order of a call; null when all is known. */
export function neededPhrase(phrases: readonly Phrase[], known: Record<string, boolean>): Phrase | null {
  return phrases.find(({ id }) => known[id] === false) ?? null;
}

/** The language of a word typed at the command line: a code, or the beginning of a name. */
export function findLanguage(protocol: Protocol, word: string): Language | null {
  const wanted = word.trim().toLowerCase();
  if (!wanted) return null;
  const named = protocol.languages.filter(({ code, name }) => code === wanted || name.toLowerCase().split(/[ /]/).some((part) => part.startsWith(wanted)));
  return named.length === 1 ? (named[0] ?? null) : null;
}
