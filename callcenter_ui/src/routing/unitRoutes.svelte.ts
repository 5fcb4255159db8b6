/** The ways of all units that are going somewhere, asked again as they move. */

import { Problem, Unreachable } from '../api/client';
import type { RoutingApi, UnitRoute } from '../api/routing';
import { renewed, stretchesOf, type RouteLine } from '../map/routes';
import { Pace } from './pace';

const EVERY_MS = 5_000;

export class UnitRoutes {
  lines: readonly RouteLine[] = $state.raw([]);
  /** The last answer by task, for its legs and times. */
  byTask: ReadonlyMap<string, UnitRoute> = $state.raw(new Map());
  #followed = '';
  readonly #api: RoutingApi;
  readonly #pace = new Pace(() => this.#ask(), EVERY_MS);

  constructor(api: RoutingApi) {
    this.#api = api;
  }

  /**
   * Follow what moves: call it whenever a position, a task or a closure changes.
   *
   * @param changed other than at the last call when units set out, arrive, or the roads are others; empty: nobody drives
   */
  follow(changed: string): void {
    const before = this.#followed;
    this.#followed = changed;
    if (!changed) {
      this.stop();
      this.lines = [];
      this.byTask = new Map();
    } else if (changed !== before) this.#pace.wantNow();
    else this.#pace.want();
  }

  stop(): void {
    this.#pace.stop();
  }

  async #ask(): Promise<void> {
    const asked = this.#followed;
    let routes: UnitRoute[];
    try {
      routes = await this.#api.unitRoutes();
    } catch (error) {
      // What is drawn stays: the units' own marks move on and tell how old they are.
      if (error instanceof Problem || error instanceof Unreachable) return;
      throw error;
    }
    if (!this.#followed || (asked !== this.#followed && routes.length === 0)) return;
    const known = new Map(this.lines.map((line) => [line.taskId, line]));
    this.lines = routes.map((route) =>
      renewed(known.get(route.task_id), { taskId: route.task_id, unitId: route.unit_id, stretches: stretchesOf(route) }),
    );
    this.byTask = new Map(routes.map((route) => [route.task_id, route]));
  }
}
