/**
 * Catalogues with typed keys. Indonesian is the first language; a surface keeps its own catalogue beside it:
 *
 *     const t = catalogue({ id: { answer: 'Angkat' }, en: { answer: 'Answer' } });
 *     t('answer')
 *
 * `{name}` in a text is replaced by the parameter of that name.
 */

export type Language = 'id' | 'en';
export type Params = Record<string, string | number>;

let language = $state<Language>('id');

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(next: Language): void {
  language = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

export function catalogue<K extends string>(texts: {
  id: Record<K, string>;
  en: Record<NoInfer<K>, string>;
}): (key: K, params?: Params) => string {
  // A newer server may send a word this screen does not know yet: show it as it is rather than nothing.
  return (key, params) => fill(texts[language][key] ?? key, params);
}

function fill(text: string, params?: Params): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
