/**
 * What routing answers about one PSC: ways of units, how far they come, closed roads. Under `/api/routing/{psc}`.
 */

import type { Geometry, Polygon } from 'geojson';
import { BAND_LIMITS_S, type Area } from '../map/bands';
import type { Pointed } from '../map/pointer';
import { command, get, request } from './client';
import type * as server from './generated';
import type { Instant } from './rows';

export type UnitRoute = server.UnitWay;

/** What is drawn and told of a way to its crew. */
export type DrawnWay = Pick<server.UnitWay, 'coordinates' | 'length_m' | 'kind' | 'schematic'> & {
  legs: Pick<server.LegDocument, 'means' | 'coordinates'>[];
};

/** How far somebody comes; `mode`, `lights` and `at` are what the estimate holds for. */
export type Isochrone = Pick<server.IsochroneDocument, 'mode' | 'lights' | 'at' | 'schematic'> & { areas: ReadonlyMap<number, Area> };

type Given<Body, Names extends keyof Body> = { [Field in Names]-?: Exclude<Body[Field], undefined> };

/** What is to be closed: an outline, a street (whole, or within an outline), boat legs. */
export type ClosedShape = Omit<Given<server.WhatCloses, 'kind' | 'street' | 'boat_legs'>, 'shape'> & { shape: Polygon | null };

/** From now where nothing is said, and without an end. */
export type Span = Given<server.WhatCloses, 'from_at' | 'until_at'>;

/** What a closure closes, and what that changes. */
export type ClosureEffect = Pick<server.ClosureEffect, 'length_m' | 'streets' | 'boat_legs' | 'cuts_off' | 'eta_changes'> & {
  lines: Geometry | null;
};
export type { EtaChange, EtaRange } from './generated';

/** A closure as a screen asks for it. */
export type ClosureGiven = ClosedShape & Span & Given<server.Close, 'reason' | 'note'>;

const BANDS_QUERY = BAND_LIMITS_S.map((limit_s) => `limit_s=${limit_s}`).join('&');

export function routingApi(psc: string) {
  const at = `/routing/${encodeURIComponent(psc)}`;
  const query = (path: string) => `/api${at}${path}`;
  return {
    unitRoutes: () => get<UnitRoute[]>(query('/unit-routes')),
    isochrone: async ({ kind, id }: Pointed, signal?: AbortSignal): Promise<Isochrone> => {
      const { bands, mode, lights, at: asOf, schematic } = await get<server.IsochroneDocument>(query(`/isochrone?${kind}_id=${encodeURIComponent(id)}&${BANDS_QUERY}`), signal);
      return { mode, lights, at: asOf, schematic, areas: new Map(bands.map(({ limit_s, area }) => [limit_s, area as Area])) };
    },
    preview: (shape: ClosedShape, span: Span, signal?: AbortSignal) =>
      request<ClosureEffect>('POST', query('/closures/preview'), { ...shape, ...span }, signal),
    close: (given: ClosureGiven) => command<server.Closed>(`${at}/closures`, { ...given }),
    changeEnd: (closure: string, until_at: Instant | null) => command(`${at}/closures/${closure}/change`, { until_at }),
    reopen: (closure: string) => command(`${at}/closures/${closure}/end`),
  };
}
export type RoutingApi = ReturnType<typeof routingApi>;
