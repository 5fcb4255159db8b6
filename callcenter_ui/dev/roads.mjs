// Invented ways, reach and closures for looking at screens without a server: the shapes are plausible, the numbers are not.

const METRES_A_DEGREE = 111_000;
const ROAD_FACTOR = 1.35;
const SPEED_MS = 9;
const distance_m = (a, b) => Math.hypot(a.lat - b.lat, a.lon - b.lon) * METRES_A_DEGREE;

/** Bends a straight line as streets would. */
const bent = (a, b) => [
  [a.lon, a.lat], [a.lon + (b.lon - a.lon) * 0.3, a.lat + (b.lat - a.lat) * 0.08], [a.lon + (b.lon - a.lon) * 0.42, a.lat + (b.lat - a.lat) * 0.55],
  [a.lon + (b.lon - a.lon) * 0.85, a.lat + (b.lat - a.lat) * 0.7], [b.lon, b.lat],
];
const leg = (means, a, b, more = {}) => ({
  means, coordinates: means === 'laut' ? [[a.lon, a.lat], [b.lon, b.lat]] : bent(a, b), length_m: distance_m(a, b) * ROAD_FACTOR, duration_s: (distance_m(a, b) * ROAD_FACTOR) / SPEED_MS, sea: null, ...more,
});

export function wayOf(from, to, piers) {
  const at = (pier) => ({ lat: pier.position.lat, lon: pier.position.lon });
  const overSea = to.lon < 104.43 && to.lat < 0.94;
  const [here, there] = piers;
  const legs = overSea
    ? [leg('ambulans', from, at(here)), leg('laut', at(here), at(there), { duration_s: 1200, sea: { id: 'leg-1', origin: here, destination: there, wait_s: 0, filling_s: 0, boarding_s: 300, sailing_s: 900, kind: 'public', blocked_by: null } }), leg('jalan_kaki', at(there), to)]
    : [leg('ambulans', from, to)];
  const sum = (field) => legs.reduce((total, one) => total + one[field], 0);
  return { coordinates: legs.flatMap(({ coordinates }) => coordinates), legs, duration_s: sum('duration_s'), length_m: sum('length_m'), kind: overSea ? 'jalan_laut' : 'jalan', note_code: overSea ? 'kru_jalan_kaki' : null, schematic: false, boat_advice: null };
}

export function bandsFrom(at, limits_s) {
  return limits_s.map((limit_s) => {
    const radius = (limit_s * SPEED_MS) / ROAD_FACTOR / METRES_A_DEGREE;
    const ring = Array.from({ length: 48 }, (_, index) => {
      const angle = (index / 48) * Math.PI * 2;
      const reach = radius * (0.75 + 0.25 * Math.cos(angle * 3 + 1) + 0.1 * Math.sin(angle * 7));
      return [at.lon + Math.cos(angle) * reach, at.lat + Math.sin(angle) * reach];
    });
    return { limit_s, area: { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } } };
  });
}

export function effectOf({ shape, street, boat_legs }, times) {
  const ring = shape?.coordinates[0] ?? [];
  const lines = ring.length ? { type: 'MultiLineString', coordinates: [[ring[0], ring[Math.floor(ring.length / 2)]]] } : null;
  const range = (seconds) => ({ low_s: seconds * 0.85, high_s: seconds * 1.25 });
  return {
    length_m: boat_legs.length ? 0 : street ? 2300 : 1240, streets: boat_legs.length ? [] : street ? [street] : ['Jalan Lingkar', 'Jalan Sultan Mahmud', 'Jalan Ir. Sutami'], boat_legs,
    cuts_off: boat_legs.length ? [] : [{ kind: 'facility', id: 'pkm-1', name: 'Puskesmas Sei Jang' }], lines,
    eta_changes: times.map(({ duration_s, ...who }, index) => ({ ...who, before: range(duration_s), after: index === 2 ? null : range(duration_s + 260 + index * 90) })),
  };
}
