/** Whom to call for what our own units cannot bring: a name, its number, and how sure that number is. Pure. */

import type { Hotline, Recommendation } from '../../api/documents';
import { partnerText } from '../../routing/journey';
import { t } from './i18n';

/**
 * One line for all that is missing.
 *
 * @param labels words of the protocol for capabilities
 * @returns empty when nothing is missing
 */
export function shortfallText(
  shortfalls: Recommendation['shortfalls'],
  hotlines: readonly Hotline[],
  labels: Record<string, string>,
): string {
  if (shortfalls.length === 0) return '';
  const asked = new Set(shortfalls.flatMap(({ next_best }) => next_best));
  const partners = hotlines.filter(({ id }) => asked.has(id)).map(partnerText);
  const missing = shortfalls.map(({ capability }) => labels[capability] ?? capability).join(', ');
  return [t('who.shortfall', { capability: missing }), partners.length ? t('who.shortfall_next', { names: partners.join(', ') }) : '']
    .filter(Boolean)
    .join(' ');
}
