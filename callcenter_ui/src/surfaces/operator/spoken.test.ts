import { describe, expect, it } from 'vitest';
import type { InstructionNode, Protocol, Question } from '../../api/protocol';
import { findLanguage, neededPhrase, questionKey, scriptIn } from './spoken';

const question = { id: 'sadar', text: 'Apakah korban sadar?', options: [] } as unknown as Question;
const node = { id: 'tekan', say: 'Tekan kuat.', replies: [] } as unknown as InstructionNode;
const words = (said: string, answers: Record<string, string> = {}) => ({ said, answers });
const language = (code: string, name: string, fields: Partial<Protocol['languages'][number]> = {}) => ({
  code, name, perlu_tanda_tangan: true, sources: [], count: ['satu', 'dua'], phrases: {}, questions: {}, nodes: {}, ...fields,
});
const indonesian = language('id', 'Indonesia', { phrases: { alamat: 'Di mana?', umur: 'Berapa umurnya?' } });
const mandarin = language('zh-latn', 'Mandarin (pinyin)', {
  count: ['yī', 'èr'],
  phrases: { alamat: 'Zài nǎlǐ?' },
  questions: { 'gate.sadar': words('Xǐngzhe ma?', { tidak_sadar: 'Méi yǒu zhījué' }) },
  nodes: { 'rjp_dewasa.tekan': words('Yònglì àn.', { lelah: 'Lèi le' }) },
});
const protocol = { language: 'id', languages: [indonesian, mandarin, language('nan-latn', 'Teochew/Hokkien')] } as unknown as Protocol;

describe('the script in a language', () => {
  it('says the sentence in it and what it means, answers and replies likewise', () => {
    const script = scriptIn(protocol, 'zh-latn');
    expect(script.question('gate.sadar', question)).toEqual({ words: 'Xǐngzhe ma?', meaning: 'Apakah korban sadar?', untranslated: false });
    expect(script.answer('gate.sadar', { id: 'tidak_sadar', label: 'Tidak sadar' }).words).toBe('Méi yǒu zhījué');
    expect(script.step('rjp_dewasa.tekan', node).meaning).toBe('Tekan kuat.');
    expect(script.reply('rjp_dewasa.tekan', { id: 'lelah', label: 'Lelah' }).words).toBe('Lèi le');
    expect([script.unsigned, script.count]).toEqual([true, ['yī', 'èr']]);
  });

  it('falls back to Indonesian sentence by sentence, and says so', () => {
    const script = scriptIn(protocol, 'zh-latn');
    expect(script.question('nyeri_dada.lama', question)).toEqual({ words: 'Apakah korban sadar?', meaning: null, untranslated: true });
    expect(script.answer('gate.sadar', { id: 'kejang', label: 'Kejang' })).toEqual({ words: 'Kejang', meaning: null, untranslated: true });
    const gone = scriptIn(protocol, 'hak');
    expect(gone.step('rjp_dewasa.tekan', node)).toEqual({ words: 'Tekan kuat.', meaning: null, untranslated: true });
  });

  it('leaves the Indonesian script as it is, also in a version from before there were languages', () => {
    for (const one of [protocol, { ...protocol, languages: [] }]) {
      const script = scriptIn(one, 'id');
      expect(script.question('gate.sadar', question)).toEqual({ words: 'Apakah korban sadar?', meaning: null, untranslated: false });
      expect([script.unsigned, script.count]).toEqual([false, null]);
    }
  });

  it('speaks Indonesian from an English screen, too, and falls back to it there', () => {
    const own = language('id', 'Indonesian', { ...indonesian, questions: { 'gate.sadar': words('Apakah korban sadar?') } });
    const english = { language: 'en', languages: [own, language('en', 'English'), mandarin] } as unknown as Protocol;
    const asked = { ...question, text: 'Is the patient awake?' };
    const meaning = 'Is the patient awake?';
    expect(scriptIn(english, 'id').question('gate.sadar', asked)).toEqual({ words: 'Apakah korban sadar?', meaning, untranslated: false });
    expect(scriptIn(english, 'en').question('gate.sadar', asked)).toEqual({ words: meaning, meaning: null, untranslated: false });
    const silent = { ...english, languages: [own, { ...mandarin, questions: {} }] } as Protocol;
    expect(scriptIn(silent, 'zh-latn').question('gate.sadar', asked)).toEqual({ words: 'Apakah korban sadar?', meaning, untranslated: true });
  });

  it('asks first for what nobody knows', () => {
    const { phrases } = scriptIn(protocol, 'zh-latn');
    expect(phrases).toEqual([
      { id: 'alamat', words: 'Zài nǎlǐ?', meaning: 'Di mana?', untranslated: false },
      { id: 'umur', words: 'Berapa umurnya?', meaning: null, untranslated: true },
    ]);
    expect(neededPhrase(phrases, { alamat: false, umur: false })?.id).toBe('alamat');
    expect(neededPhrase(phrases, { alamat: true, umur: false })?.id).toBe('umur');
    expect(neededPhrase(phrases, { alamat: true, umur: true })).toBeNull();
  });

  it('finds a language by its code or by the beginning of its name', () => {
    const code = (word: string) => findLanguage(protocol, word)?.code ?? null;
    expect(['mandarin', 'zh-latn', 'hokk', 'Teo', 'x', ''].map(code)).toEqual(['zh-latn', 'zh-latn', 'nan-latn', 'nan-latn', null, null]);
    expect([questionKey('gate', 'kejang', 'sadar'), questionKey('card', 'kejang', 'lama')]).toEqual(['gate.sadar', 'kejang.lama']);
  });
});
