/** No raw code reaches the screen: every word of the server's vocabularies has Indonesian and English words here. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage, t as common, type CommonKey } from '../../i18n';
import { eventWords } from './events';
import { t as road } from '../../routing/words';
import { t } from './i18n';
import { reasonWords } from './reasons';

const ROOT = join(import.meta.dirname, '../../..');
const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as {
  components: { schemas: Record<string, { enum?: string[] }> };
};

/** The words of one vocabulary, by its name in the API document. */
function wordsOf(schema: string): string[] {
  const found = Object.entries(document.components.schemas).find(([name]) => name === schema || name === `${schema}-Output` || name.endsWith(`words__${schema}`));
  const words = found?.[1].enum ?? [];
  expect(words, `the API document has no vocabulary ${schema}`).not.toHaveLength(0);
  return words;
}

/** Types of events: the keys that the server's projector handles. */
function eventTypes(): string[] {
  const folder = join(ROOT, '../dispatch/domain/projection');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.py')).map((name) => readFileSync(join(folder, name), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(/^ +"([a-z]+\.[a-z_]+)": /gm)].map(([, type]) => type ?? ''));
}

const LANGUAGES = ['id', 'en'] as const;
afterEach(() => setLanguage('id'));

/** A catalogue answers an unknown key with the key itself. */
const lacking = (say: (key: string) => string, keys: readonly string[]) =>
  LANGUAGES.flatMap((language) => {
    setLanguage(language);
    return keys.filter((key) => say(key) === key).map((key) => `${language}: ${key}`);
  });

describe('vocabulary', () => {
  const shared: [schema: string, prefix: string][] = [
    ['Priority', 'priority'], ['CallState', 'call'], ['CallDisposition', 'disposition'], ['Channel', 'channel'],
    ['CallbackOutcome', 'callback'], ['IncidentState', 'incident'], ['Outcome', 'outcome'], ['TaskState', 'task'],
    ['Source', 'source'], ['Duty', 'duty'], ['HandoverState', 'handover'], ['Role', 'role'], ['Grade', 'grade'],
    ['Disposition', 'disposition_health'], ['Transport', 'transport'],
  ];

  it.each(shared)('%s has its words', (schema, prefix) => {
    expect(lacking((key) => common(key as CommonKey), wordsOf(schema).map((word) => `${prefix}.${word}`))).toEqual([]);
  });

  it.each(['ReasonCode', 'Exclusion', 'NearerCode'])('%s of the policy has its sentences', (schema) => {
    expect(lacking((key) => reasonWords(key as Parameters<typeof reasonWords>[0]), wordsOf(schema))).toEqual([]);
  });

  it('a report set aside says why', () => {
    expect(lacking((key) => t(key as Parameters<typeof t>[0]), wordsOf('AsideReason').map((word) => `aside.${word}`))).toEqual([]);
  });

  it('every reason of a closure has its word', () => {
    expect(lacking((key) => road(key as Parameters<typeof road>[0]), wordsOf('ClosureReason').map((word) => `reason.${word}`))).toEqual([]);
  });

  it('every reason to call for a boat, and every means of a reach, has its words', () => {
    const keys = [...wordsOf('BoatCode').map((word) => `boat.${word}`), ...wordsOf('routing__speeds__profiles__Mode').map((word) => `mode.${word}`)];
    expect(lacking((key) => road(key as Parameters<typeof road>[0]), keys)).toEqual([]);
  });

  it('every event of the log is one a person can read', () => {
    const types = eventTypes();
    expect(types.length).toBeGreaterThan(30);
    expect(lacking((key) => eventWords(key as Parameters<typeof eventWords>[0]), types)).toEqual([]);
  });

  it('the states of every link have words', () => {
    const states = ['ok', 'away', 'local', 'late'].map((state) => `link.${state}`);
    expect(lacking((key) => t(key as Parameters<typeof t>[0]), states)).toEqual([]);
  });
});
