/** Icons of routing: the direction of a way, the stripes of a closed road, the sign that stands on it. */

import type { Draw } from './icons';
import type { Tokens } from './style';

export function addRoutingIcons(add: (name: string, size: number, draw: Draw) => void, token: Tokens): void {
  const [halo, closure, route] = [token('map-halo'), token('map-closure'), token('map-route')];

  add('route-chevron', 12, (context) => {
    context.lineCap = context.lineJoin = 'round';
    const arrow = new Path2D('M4.2 2.4 L8.4 6 L4.2 9.6');
    context.strokeStyle = route;
    context.lineWidth = 4.4;
    context.stroke(arrow);
    context.strokeStyle = halo;
    context.lineWidth = 1.8;
    context.stroke(arrow);
  });

  // Repeats along the line: light and dark bars as on a barrier.
  add('closure-stripes', 12, (context, size) => {
    context.fillStyle = halo;
    context.fillRect(0, 0, size, size);
    context.fillStyle = closure;
    context.fill(new Path2D(`M0 ${size} L${size / 2} 0 H${size} L${size / 2} ${size} Z`));
  });

  // Repeats over an area: thin slanted lines that leave the map readable.
  add('closure-hatch', 10, (context, size) => {
    context.strokeStyle = closure;
    context.lineWidth = 1.2;
    context.stroke(new Path2D(`M-1 1 L1 -1 M0 ${size} L${size} 0 M${size - 1} ${size + 1} L${size + 1} ${size - 1}`));
  });

  // An octagon with a bar: the shape says "no way through" in grey as well.
  const octagon = 'M7.2 2 H14.8 L20 7.2 V14.8 L14.8 20 H7.2 L2 14.8 V7.2 Z';
  const sign = (planned: boolean): Draw => (context) => {
    const plate = new Path2D(octagon);
    context.lineJoin = 'round';
    context.strokeStyle = halo;
    context.lineWidth = 4;
    context.stroke(plate);
    context.fillStyle = planned ? halo : closure;
    context.fill(plate);
    context.strokeStyle = closure;
    context.lineWidth = 1.6;
    if (planned) context.setLineDash([3, 2]);
    context.stroke(plate);
    context.fillStyle = planned ? closure : halo;
    context.fillRect(6, 9.4, 10, 3.2);
  };
  add('closure-sign', 22, sign(false));
  add('closure-sign-planned', 22, sign(true));
}
