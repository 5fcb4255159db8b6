/** Codes of the policy as one short sentence each. An unknown code is shown as it is rather than hidden. */

import type { Candidate, Code } from '../../api/documents';
import { catalogue } from '../../i18n';
import { ageText } from '../../i18n/format';

export const reasonWords = catalogue({
  id: {
    fastest_capable: 'tercepat yang mampu',
    reinforces: 'membawa {capabilities}',
    substitute: 'pengganti, yang seharusnya tidak ada yang bebas',
    minutes_behind: '{minutes} mnt lebih lambat',
    on_request: 'bila diminta',
    on_call: 'dipanggil dari rumah',
    interrupts_task: 'menyela tugas {incident}',
    without_capability: 'tanpa {capabilities}',
    position_from_post: 'posisi menurut pos, tanya lewat radio',
    position_stale: 'posisi {age} lalu',
    estimate_straight_line: 'perkiraan garis lurus',
    schematic: 'jalan skematik',
    sea_leg: 'lewat laut',
    travel_unknown: 'waktu tempuh tidak diketahui',
    also_sent: 'juga dikirim',
    slower_turnout: 'lebih lama bersiap',
    busy: 'dipakai {incident}',
    off_duty: 'tidak jaga',
    out_of_service: 'tidak bisa jalan',
    lacks_capability: 'tidak punya {capabilities}',
  },
  en: {
    fastest_capable: 'fastest that can',
    reinforces: 'brings {capabilities}',
    substitute: 'substitute, nobody of the right kind is free',
    minutes_behind: '{minutes} min slower',
    on_request: 'on request',
    on_call: 'called from home',
    interrupts_task: 'interrupts {incident}',
    without_capability: 'without {capabilities}',
    position_from_post: 'position by its post, ask on the radio',
    position_stale: 'position {age} old',
    estimate_straight_line: 'straight-line estimate',
    schematic: 'schematic roads',
    sea_leg: 'by sea',
    travel_unknown: 'travel time unknown',
    also_sent: 'goes too',
    slower_turnout: 'slower turnout',
    busy: 'taken by {incident}',
    off_duty: 'off duty',
    out_of_service: 'out of service',
    lacks_capability: 'lacks {capabilities}',
  },
});

/** @param labels words of the protocol for capabilities */
export function reasonText(code: Code, candidate?: Candidate, labels: Record<string, string> = {}): string {
  const { capabilities, incident } = code;
  const seconds = 'seconds' in code ? code.seconds : null;
  const params: Record<string, string | number> = {
    incident: typeof incident === 'string' ? incident : (candidate?.busy?.incident_code ?? ''),
  };
  if (typeof seconds === 'number') {
    params.minutes = Math.max(1, Math.round(seconds / 60));
    params.age = ageText(seconds);
  }
  params.capabilities = capabilities.map((word) => labels[word] ?? word).join(', ');
  return reasonWords(code.code, params);
}

/** One line: why this unit, or why not. */
export function reasonLine(candidate: Candidate, labels?: Record<string, string>): string {
  // The fastest for its own role may still come minutes after another kind of unit: said together the two contradict.
  const fastest = candidate.reasons.some(({ code }) => code === 'fastest_capable');
  const reasons = candidate.reasons.filter(({ code }) => !(fastest && code === 'minutes_behind'));
  const codes = candidate.exclusions.length ? candidate.exclusions : reasons;
  return codes.map((code) => reasonText(code, candidate, labels)).join(' · ');
}
