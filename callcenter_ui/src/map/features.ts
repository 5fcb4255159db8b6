/** What stands on the map, as GeoJSON. Pure: rows in, features out. */

import type { Feature, FeatureCollection, Point } from 'geojson';
import type { City } from '../api/documents';
import { opened, type IncidentRow, type Position, type Priority, type UnitRow } from '../api/rows';

const UNIT_STALE_S = 120;

const point = (lon: number, lat: number, properties: Record<string, unknown>): Feature<Point> => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties,
});

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

export function facilityFeatures(city: City): FeatureCollection {
  return collection([
    ...city.facilities.map((facility) =>
      point(facility.lon, facility.lat, {
        id: facility.id,
        kind: facility.kind,
        label: facility.verified ? facility.name : `${facility.name} ?`,
      }),
    ),
    ...city.piers.map((pier) => point(pier.lon, pier.lat, { id: pier.id, kind: 'pier', label: pier.name })),
  ]);
}

export function kelurahanFeatures(city: City): FeatureCollection {
  return collection(city.kelurahan.map((area) => point(area.lon, area.lat, { id: area.code, label: area.name })));
}

/** Where an incident stands: its pin, else the centroid of its kelurahan; null when nobody knows yet. */
export function incidentPoint(incident: IncidentRow, city: City): { lat: number; lon: number; exact: boolean } | null {
  const place = opened(incident.place);
  if (place?.lat != null && place.lon != null) {
    return { lat: place.lat, lon: place.lon, exact: place.kind === 'point' };
  }
  const area = city.kelurahan.find(({ code }) => code === incident.kelurahan_code);
  return area ? { lat: area.lat, lon: area.lon, exact: false } : null;
}

export function incidentFeatures(
  incidents: Iterable<IncidentRow>,
  city: City,
  selectedId: string | null,
): FeatureCollection {
  const features: Feature[] = [];
  for (const incident of incidents) {
    if (incident.state === 'closed') continue;
    const at = incidentPoint(incident, city);
    if (!at) continue;
    features.push(
      point(at.lon, at.lat, {
        id: incident.id,
        icon: `incident-${markOf(incident.priority)}`,
        label: incident.code,
        selected: incident.id === selectedId,
        exact: at.exact,
        sort: sortOf(incident.priority),
      }),
    );
  }
  return collection(features);
}

/** What the map needs of a unit: also a hospital, which sees the task and not the unit, can draw it. */
export type MapUnit = Pick<UnitRow, 'id' | 'name' | 'facility_id' | 'duty' | 'task_id'>;

/** A unit at its last fix, else at its post (drawn hollow: the position is declared, not measured). */
export function unitFeatures(
  units: Iterable<MapUnit>,
  positions: ReadonlyMap<string, Position>,
  city: City,
  now_ms: number,
): FeatureCollection {
  const features: Feature[] = [];
  for (const unit of units) {
    if (unit.duty === 'off_duty') continue;
    const fix = positions.get(unit.id);
    const post = city.facilities.find(({ id }) => id === unit.facility_id);
    const at = fix ?? post;
    if (!at) continue;
    const stale = !fix || now_ms - Date.parse(fix.at) > UNIT_STALE_S * 1000;
    const state = unit.task_id ? 'busy' : unit.duty === 'out_of_service' ? 'out' : 'free';
    features.push(
      point(at.lon, at.lat, {
        id: unit.id,
        icon: `unit-${state}${stale ? '-stale' : ''}`,
        label: unit.name,
        state,
      }),
    );
  }
  return collection(features);
}

export function pinFeatures(pin: { lat: number; lon: number } | null): FeatureCollection {
  return collection(pin ? [point(pin.lon, pin.lat, {})] : []);
}

const markOf = (priority: Priority | null): string => priority ?? 'none';

// Drawn last is drawn on top: the worst must not hide under a milder one; not triaged stands as MERAH.
const sortOf = (priority: Priority | null): number => ({ hitam: 0, hijau: 1, kuning: 2, merah: 3, none: 3 })[priority ?? 'none'];
