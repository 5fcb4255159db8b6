/** The language that callers are spoken to in, as a call keeps it. */

import type { SpokenIn } from '../../api/generated';
import type { CallRow } from '../../api/rows';
import { currentLanguage } from '../../i18n';

/** The language of the cards: said where nobody chose another, and where another has no words. */
export const BASE = 'id';

export function languageName({ name, name_en }: Pick<SpokenIn, 'name' | 'name_en'>): string {
  return currentLanguage() === 'en' ? name_en : name;
}

/** The language of a case by its calls: that of the newest call in which one was chosen; null for Indonesian. */
export function spokenIn(calls: readonly CallRow[]): SpokenIn | null {
  const chosen = calls.toSorted((a, b) => b.rang_at.localeCompare(a.rang_at)).find(({ language }) => language)?.language;
  return chosen && chosen.code !== BASE ? chosen : null;
}
