/** The links to the world as an operator reads them: a name, whether it holds, and how it is, in words. Pure. */

import type { Live } from '../../live/live.svelte';
import { t as common } from '../../i18n';
import { t } from './i18n';

export interface LinkState {
  name: string;
  ok: boolean;
  text: string;
}

export function listLinks({ link, status }: Pick<Live, 'link' | 'status'>): LinkState[] {
  const state = (name: string, ok: boolean, text: string): LinkState => ({ name, ok, text });
  const { telephony = 'ok', database = 'ok', outbox = 'ok' } = status;
  return [
    state(t('link.server'), link === 'live', common(`link.${link}`)),
    state(t('link.database'), database === 'ok', t(`link.${database}`)),
    state(t('link.telephony'), telephony !== 'away', t(`link.${telephony}`)),
    state(t('link.outbox'), outbox === 'ok', t(`link.${outbox}`)),
  ];
}
