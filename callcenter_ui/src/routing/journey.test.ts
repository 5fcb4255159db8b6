import { describe, expect, it } from 'vitest';
import type { Candidate, Recommendation } from '../api/documents';
import { boatCallText, seaLegs, wayLegs } from './journey';

const pier = (id: string, name: string) => ({ id, name });
const times = { wait_s: 0, filling_s: 0, boarding_s: 300, sailing_s: 900 };
const sea = {
  ...times, id: 'x', origin: { ...pier('p', 'Pelantar II'), lat: 0, lon: 0 }, destination: { ...pier('q', 'Penyengat'), lat: 0, lon: 0 },
  kind: 'public' as const, blocked_by: null,
};
const leg = (means: string, duration_s: number) => ({ means, duration_s, sea: null });

describe('a way over the sea', () => {
  it('tells each leg with its times', () => {
    expect(wayLegs([leg('ambulans_sirene', 380), { ...leg('laut', 1200), sea }, leg('kendaraan_pulau', 200)])).toEqual([
      { text: 'jalan 6 mnt', parts: null },
      { text: 'kapal Pelantar II → Penyengat 20 mnt', parts: 'naik 5 mnt · berlayar 15 mnt' },
      { text: 'kendaraan pulau 3 mnt', parts: null },
    ]);
    const waited = { ...sea, wait_s: 19_380, filling_s: 600 };
    expect(wayLegs([{ ...leg('laut', 5400), sea: waited }])[0]?.parts).toBe('tunggu 5 jam 23 mnt · menunggu penuh 10 mnt · naik 5 mnt · berlayar 15 mnt');
  });

  it('is nothing to tell of a way on land alone', () => {
    expect(wayLegs([leg('ambulans', 380)])).toEqual([]);
  });

  it('tells the same of a recommended unit, also of one with a boat of its own', () => {
    const journey = {
      to_pier_by: 'motor', to_pier_s: 240, from_pier_by: 'jalan_kaki', from_pier_s: 200, met_by: null, note_code: null,
      legs: [{ ...times, leg_id: 'x', from_pier: pier('p', 'Pelantar II'), to_pier: pier('q', 'Penyengat'), service: 'public', capacity: null, stretcher: null, blocked_by: null }],
    } satisfies NonNullable<Candidate['sea']>;
    expect(seaLegs(journey).map(({ text }) => text)).toEqual(['motor 4 mnt', 'kapal Pelantar II → Penyengat 20 mnt', 'jalan kaki 3 mnt']);
    const own = { ...journey, to_pier_s: 0, from_pier_s: 0, legs: journey.legs.map((one) => ({ ...one, from_pier: null })) };
    expect(seaLegs(own).map(({ text }) => text)).toEqual(['kapal sendiri ke Penyengat 20 mnt']);
  });

  it('names whom to call, from which pier to which, when no public boat sails', () => {
    const advice = {
      code: 'perahu_umum_tutup', from_pier: pier('p', 'Pelantar II'), to_piers: [pier('q', 'Penyengat'), pier('r', 'Lain')], on_call: [],
      call: [{ id: 'basarnas', name: 'Basarnas', number: '115', verified: true }, { id: 'polairud', name: 'Satpolairud', number: null, verified: false }],
      first_public_s: 26_000, first_public_at: '2026-11-22T22:30:00Z',
    } satisfies NonNullable<Recommendation['boat_advice']>;
    expect(boatCallText(advice, 'Asia/Jakarta')).toBe(
      'Tidak ada kapal umum jam ini. Hubungi Basarnas 115 atau Satpolairud (nomor belum diketahui). Jemput di Pelantar II, turun di Penyengat. Kapal umum berikutnya 05.30.',
    );
    expect(boatCallText({ ...advice, code: 'perahu_ditutup', first_public_at: null }, 'Asia/Jakarta')).toMatch(/^Kapal sedang tidak berlayar\. .*turun di Penyengat\.$/);
  });
});
