/** The rarely used actions behind "Lainnya": which there are, and why one is not possible now. */

import { opened, type CallRow } from '../../api/rows';
import { findAdviceBlock } from './advice/advice';
import { t as adviceWords } from './advice/i18n';
import type { Desk } from './desk.svelte';
import { t } from './i18n';
import { findLowerBlock } from './lowering';

export const OTHERS = ['hand_over', 'link', 'sms', 'lower', 'closed', 'mass_casualty', 'advice', 'doctor'] as const;
export type Other = (typeof OTHERS)[number];

/** Why this action is not possible now, in words; null when it is. */
export function whyNot(other: Other, desk: Desk): string | null {
  switch (other) {
    case 'hand_over':
      return onLine(desk.call) ? null : t('other.no_call');
    case 'link':
      return desk.call ? null : t('other.choose_call');
    case 'sms':
      return smsTo(desk) ? null : t('sms.no_number');
    case 'lower': {
      const { incident, session } = desk;
      const blocks = (incident?.patient_ids ?? []).map((id) => findLowerBlock(incident, desk.board.patient.get(id), session.account.grade, desk.doctor));
      if (blocks.includes(null)) return null;
      return t(`lower.block.${blocks[0] ?? 'no_incident'}`);
    }
    case 'advice': {
      const block = findAdviceBlock(desk.incident);
      return block && adviceWords(`block.${block}`);
    }
    case 'doctor':
      return onLine(desk.call) ? null : t('other.no_call');
    case 'closed':
      return null;
    case 'mass_casualty':
      return desk.incident ? null : t('notice.no_incident');
  }
}

const onLine = (call: CallRow | null) => call?.state === 'answered' || call?.state === 'held';

/** The caller a message would go to: the call on screen, else the newest caller of this case whose number is known. */
export function smsTo(desk: Desk): CallRow | null {
  const ofCase = (desk.incident?.call_ids ?? []).toReversed().map((id) => desk.board.call.get(id));
  return [desk.call, ...ofCase].find((call) => call && opened(call.phone)) ?? null;
}
