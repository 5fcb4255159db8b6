/** Codes of the policy as one short sentence each. An unknown code is shown as it is rather than hidden. */

import type { Candidate, Code } from '../../api/documents';
import { catalogue } from '../../i18n';
import { ageText } from '../../i18n/format';

const sentence = catalogue({
  id: {
    FASTEST_CAPABLE: 'tercepat yang mampu',
    FIRST_RESPONDER: 'penolong pertama',
    TRANSPORT: 'membawa pasien',
    MINUTES_BEHIND: '{minutes} mnt lebih lambat',
    POSITION_FROM_POST: 'posisi menurut pos, tanya lewat radio',
    STALE_POSITION: 'posisi {age} lalu',
    STRAIGHT_LINE: 'perkiraan garis lurus',
    SCHEMATIC: 'jalan skematik',
    TURNOUT_ASSUMED: 'waktu siap masih asumsi',
    UNVERIFIED_UNIT: 'unit belum diverifikasi',
    BUSY: 'dipakai {incident_code}',
    OFF_DUTY: 'tidak jaga',
    OUT_OF_SERVICE: 'tidak bisa jalan',
    LACKS_CAPABILITY: 'tidak punya {capability}',
    NO_WATER_ROUTE: 'tidak ada jalur laut',
    NO_ROUTE: 'tidak ada jalur ke sana',
  },
  en: {
    FASTEST_CAPABLE: 'fastest that can',
    FIRST_RESPONDER: 'first responder',
    TRANSPORT: 'transports',
    MINUTES_BEHIND: '{minutes} min slower',
    POSITION_FROM_POST: 'position by its post, ask on the radio',
    STALE_POSITION: 'position {age} old',
    STRAIGHT_LINE: 'straight-line estimate',
    SCHEMATIC: 'schematic roads',
    TURNOUT_ASSUMED: 'turnout is assumed',
    UNVERIFIED_UNIT: 'unverified unit',
    BUSY: 'taken by {incident_code}',
    OFF_DUTY: 'off duty',
    OUT_OF_SERVICE: 'out of service',
    LACKS_CAPABILITY: 'lacks {capability}',
    NO_WATER_ROUTE: 'no water route',
    NO_ROUTE: 'no route there',
  },
});

export function reasonText(code: Code, candidate?: Candidate): string {
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(code)) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value;
  }
  if (typeof code.age_s === 'number') params.age = ageText(code.age_s);
  if (candidate?.busy) params.incident_code = candidate.busy.incident_code;
  return sentence(code.code as Parameters<typeof sentence>[0], params) ?? code.code;
}

/** One line: why this unit, or why not. */
export function reasonLine(candidate: Candidate): string {
  const codes = candidate.exclusions.length ? candidate.exclusions : candidate.reasons;
  return codes.map((code) => reasonText(code, candidate)).join(' · ');
}
