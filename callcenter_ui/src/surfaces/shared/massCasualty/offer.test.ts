import { expect, it } from 'vitest';
import type { City } from '../../../api/documents';
import type { IncidentRow } from '../../../api/rows';
import { findOffer } from './offer';

const RULES = { threshold: { victims: 3 } } as City['mass_casualty'];
const incident = (fields: object) =>
  ({ state: 'open', mass_casualty: null, patient_ids: ['p1'], triage: null, ...fields }) as unknown as IncidentRow;

it('is offered from the threshold on, by what the caller says, by patients, or by the card', () => {
  expect(findOffer(incident({}), RULES)).toBeNull();
  expect(findOffer(incident({ mass_casualty: { active: false, victims_told: 2 } }), RULES)).toBeNull();
  expect(findOffer(incident({ mass_casualty: { active: false, victims_told: 3 } }), RULES)).toEqual({ kind: 'count', count: 3 });
  expect(findOffer(incident({ patient_ids: ['a', 'b', 'c'] }), RULES)).toEqual({ kind: 'count', count: 3 });
  expect(findOffer(incident({ triage: { alerts: ['korban_massal'] } }), RULES)).toEqual({ kind: 'alert' });
});

it('is not offered again once it stands, was stood down, or the case is over', () => {
  const told = { victims_told: 20 };
  expect(findOffer(incident({ mass_casualty: { ...told, active: true } }), RULES)).toBeNull();
  expect(findOffer(incident({ mass_casualty: { ...told, active: false, stood_down_at: 'x' } }), RULES)).toBeNull();
  expect(findOffer(incident({ state: 'closed', mass_casualty: { ...told, active: false } }), RULES)).toBeNull();
});
