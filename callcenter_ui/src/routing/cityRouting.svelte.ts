/** What routing does on a screen with the city on it: ways of units, reach of who is pointed at, closures. */

import type { Geometry } from 'geojson';
import { Problem } from '../api/client';
import type { City } from '../api/documents';
import { routingApi, type RoutingApi } from '../api/routing';
import type { ClosureRow, TaskRow } from '../api/rows';
import { t as common } from '../i18n';
import type { Board } from '../live/board';
import type { Live } from '../live/live.svelte';
import type { Pointed } from '../map/pointer';
import type { Psc } from '../session/session.svelte';
import { legLines } from '../map/closures';
import { Bands } from './bands.svelte';
import { ClosureTool } from './closureTool.svelte';
import type { Names } from './effect';
import { UnitRoutes } from './unitRoutes.svelte';

/** The desk that it works for. */
export interface Host {
  readonly psc: Psc;
  readonly live: Live;
  readonly board: Board;
  readonly city: City | null;
}

/** States in which a unit has a way before it. */
const MOVING: readonly TaskRow['state'][] = ['en_route', 'transporting'];

/** About a hundred metres: nearer than this the reach is the same. */
const SAME_PLACE_DECIMALS = 3;

export class CityRouting {
  readonly api: RoutingApi;
  readonly routes: UnitRoutes;
  readonly bands: Bands;
  readonly tool: ClosureTool;
  /** Whom the list on the map has chosen; a pointer may show another meanwhile. */
  held: Pointed | null = $state.raw(null);

  constructor(readonly host: Host) {
    this.api = routingApi(host.psc.key);
    this.routes = new UnitRoutes(this.api);
    this.bands = new Bands(this.api);
    this.tool = new ClosureTool(this.api, {
      now: () => host.live.clock.now(),
      zone: () => host.city?.zone ?? 'Asia/Jakarta',
      explain: (error) => (error instanceof Problem ? error.message : common('error.unreachable')),
    });
  }

  /** In effect or planned, those in effect first, the newest first. */
  readonly closures: readonly ClosureRow[] = $derived.by(() =>
    [...this.host.board.closure.values()]
      .filter(({ status }) => status !== 'ended')
      .toSorted((a, b) => a.status.localeCompare(b.status) || b.from_at.localeCompare(a.from_at)),
  );

  /** Changes with what is closed now. */
  readonly closed = $derived(
    this.closures
      .filter(({ status }) => status === 'active')
      .map(({ id }) => id)
      .join(),
  );

  readonly #moving = $derived.by(() =>
    [...this.host.board.task.values()]
      .filter(({ active, state }) => active && MOVING.includes(state))
      .map(({ id, state, destination_id }) => `${id}:${state}:${destination_id ?? ''}`)
      .join(),
  );

  /** Keep up with positions, tasks and closures. Call it in an effect. */
  follow(): void {
    void this.host.board.positions;
    this.routes.follow(this.#moving && `${this.#moving} ${this.closed}`);
  }

  stop(): void {
    this.routes.stop();
    this.bands.point(null);
  }

  /** Somebody points at a unit or a post; without anybody, whom the list holds is shown again. */
  point(who: Pointed | null): void {
    const shown = who ?? this.held;
    this.bands.point(shown, shown ? this.#situationOf(shown) : '');
  }

  hold(who: Pointed | null): void {
    this.held = who;
    this.point(null);
  }

  /** Whether this unit is at work on this case. */
  isSent(unitId: string, incidentId: string): boolean {
    return this.host.board.unit.get(unitId)?.incident_id === incidentId;
  }

  /** What is drawn of a closure: its streets, else its outline, else its crossings from pier to pier. */
  geometryOf({ lines, shape, boat_legs }: Pick<ClosureRow, 'lines' | 'boat_legs'> & { shape?: Geometry | null }): Geometry | null {
    return lines ?? shape ?? legLines(boat_legs, this.host.city);
  }

  nameOf({ kind, id }: Pointed): string {
    if (kind === 'unit') return this.host.board.unit.get(id)?.name ?? id;
    return this.host.city?.facilities.find((one) => one.id === id)?.name ?? id;
  }

  readonly names: Names = {
    unit: (id) => this.nameOf({ kind: 'unit', id }),
    incident: (id) => this.host.board.incident.get(id)?.code ?? id,
    leg: (id) => {
      const leg = this.host.city?.boat_legs.find((one) => one.id === id);
      const pier = (pierId: string) => this.host.city?.piers.find((one) => one.id === pierId)?.name ?? pierId;
      return leg ? `${pier(leg.from_pier)} – ${pier(leg.to_pier)}` : id;
    },
  };

  #situationOf({ kind, id }: Pointed): string {
    const fix = kind === 'unit' ? this.host.board.positions.get(id) : undefined;
    const place = fix ? `${fix.lat.toFixed(SAME_PLACE_DECIMALS)},${fix.lon.toFixed(SAME_PLACE_DECIMALS)}` : 'pos';
    return `${place} ${this.closed}`;
  }
}
