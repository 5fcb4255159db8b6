import type { PscApi } from '../../api/psc';
import type { DrawnWay } from '../../api/routing';

interface Holder {
  readonly value: DrawnWay | null;
}

class Route implements Holder {
  value: DrawnWay | null = $state.raw(null);
}

const routes = new Map<string, Route>();

/**
 * The way to the place, asked once for each revision of it. It arrives later or, without signal, not at all: the
 * screen then shows the straight line.
 */
export function getRoute(api: PscApi, task_id: string, place_revision: number): Holder {
  const key = `${task_id} ${place_revision}`;
  const known = routes.get(key);
  if (known) return known;
  const route = new Route();
  routes.set(key, route);
  api.route(task_id).then(
    (answer) => (route.value = answer),
    () => routes.delete(key),
  );
  return route;
}
