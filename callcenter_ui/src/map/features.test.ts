import { describe, expect, it } from 'vitest';
import type { City } from '../api/documents';
import type { IncidentRow, UnitRow } from '../api/rows';
import { incidentFeatures, incidentPoint, unitFeatures } from './features';

const city = {
  kelurahan: [{ code: '2001', name: 'Sei Jang', kecamatan: 'Bukit Bestari', lat: 0.9, lon: 104.46 }],
  facilities: [{ id: 'pkm', name: 'Puskesmas', kind: 'puskesmas', lat: 0.91, lon: 104.45, verified: true }],
} as unknown as City;

const incident = (fields: Partial<IncidentRow>) =>
  ({ id: 'i', state: 'open', priority: null, place: null, kelurahan_code: null, code: 'M-0001', ...fields }) as IncidentRow;

describe('map features', () => {
  it('puts an incident at its pin, else in its kelurahan, else nowhere', () => {
    const pin = { kind: 'point' as const, lat: 0.92, lon: 104.44, radius_m: null, source: 'klik' };
    expect(incidentPoint(incident({ place: pin, kelurahan_code: '2001' }), city)).toEqual({ lat: 0.92, lon: 104.44, exact: true });
    expect(incidentPoint(incident({ kelurahan_code: '2001' }), city)).toMatchObject({ lat: 0.9, exact: false });
    expect(incidentPoint(incident({}), city)).toBeNull();
    expect(incidentPoint(incident({ place: { erased: true } }), city)).toBeNull();
  });

  it('draws what is not triaged as high as MERAH, and nothing that is closed', () => {
    const { features } = incidentFeatures(
      [incident({ kelurahan_code: '2001' }), incident({ id: 'x', state: 'closed', kelurahan_code: '2001' })], city, 'i',
    );
    expect(features).toHaveLength(1);
    expect(features[0]?.properties).toMatchObject({ icon: 'incident-none', sort: 3, selected: true });
  });

  it('marks a unit without a fresh fix as declared, at its post', () => {
    const unit = { id: 'u', name: 'Amb', duty: 'available', facility_id: 'pkm', task_id: null } as UnitRow;
    const at = { unit_id: 'u', lat: 0.95, lon: 104.5, accuracy_m: 5, speed_kmh: 0, heading_deg: null, at: '2026-11-22T00:00:00Z', source: 'tablet' };
    const now = Date.parse('2026-11-22T00:00:30Z');
    expect(unitFeatures([unit], new Map(), city, now).features[0]).toMatchObject({
      geometry: { coordinates: [104.45, 0.91] }, properties: { icon: 'unit-free-stale' },
    });
    expect(unitFeatures([unit], new Map([['u', at]]), city, now).features[0]?.properties?.icon).toBe('unit-free');
    expect(unitFeatures([unit], new Map([['u', at]]), city, now + 600_000).features[0]?.properties?.icon).toBe('unit-free-stale');
  });
});
