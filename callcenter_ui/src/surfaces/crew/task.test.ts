import { describe, expect, it } from 'vitest';
import type { Facility } from '../../api/documents';
import { findMapLink, findPhone, rankDestinations } from './task';
import type { CallRow, Place } from '../../api/rows';

const HERE: Place = { kind: 'point', lat: 0.9, lon: 104.45, radius_m: null, source: 'klik' };

function hospital(id: string, lat: number, capabilities?: string[]): Facility {
  return { id, name: id, kind: 'rs', lat, lon: 104.45, verified: false, kelurahan_code: null, address: null, phone: null, source: 'uji', ...(capabilities ? { capabilities } : {}) };
}

describe('rankDestinations', () => {
  it('puts a hospital that can before a nearer one that cannot, and the unknown between', () => {
    const ranked = rankDestinations(
      [hospital('near', 0.901, ['igd']), hospital('unknown', 0.91), hospital('far', 0.95, ['igd', 'ponek'])],
      ['ponek'],
      HERE,
    );
    expect(ranked.map(({ facility }) => facility.id)).toEqual(['far', 'unknown', 'near']);
    expect(ranked.map(({ missing }) => missing)).toEqual([[], null, ['ponek']]);
  });

  it('still lists everything when the place is not known', () => {
    expect(rankDestinations([hospital('a', 0.9), hospital('b', 0.8)], [], null)).toHaveLength(2);
  });
});

it('links to the point for the phone’s own map application, and to nothing without a point', () => {
  expect(findMapLink(HERE, 'M-0001 Sei Jang')).toBe('geo:0.900000,104.450000?q=0.900000,104.450000(M-0001%20Sei%20Jang)');
  expect(findMapLink({ ...HERE, lat: null }, 'x')).toBeNull();
});

it('never dials a masked or an erased number', () => {
  const call = (phone: CallRow['phone']) => ({ phone }) as CallRow;
  expect(findPhone([call('08••••4411'), call({ erased: true }), call(null), call('+62812')])).toBe('+62812');
  expect(findPhone([call('08••••4411')])).toBeNull();
});
