/** Icons painted on a canvas from the theme's tokens, in the same shapes and letters as `PriorityMark`. */

import type { Map as MapLibre } from 'maplibre-gl';
import { addRoutingIcons } from './routingIcons';
import type { Tokens } from './style';

const PIXEL_RATIO = 2;
export type Draw = (context: CanvasRenderingContext2D, size: number) => void;

export function addIcons(map: MapLibre, token: Tokens): void {
  const add = (name: string, size: number, draw: Draw) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size * PIXEL_RATIO;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    context.scale(PIXEL_RATIO, PIXEL_RATIO);
    draw(context, size);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    if (map.hasImage(name)) map.removeImage(name);
    map.addImage(name, image, { pixelRatio: PIXEL_RATIO });
  };

  const halo = token('map-halo');
  const incident = (shape: Path2D, fill: string, ink: string, letter: string, drop: number): Draw => (context) => {
    context.lineJoin = 'round';
    context.strokeStyle = halo;
    context.lineWidth = 4;
    context.stroke(shape);
    context.fillStyle = fill;
    context.fill(shape);
    context.fillStyle = ink;
    context.font = `800 13px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = 'center';
    context.fillText(letter, 14, drop);
  };
  add('incident-merah', 28, incident(circle(14, 14, 11), token('merah'), token('on-merah'), 'M', 18.5));
  add('incident-kuning', 28, incident(new Path2D('M14 2 L26 25 H2 Z'), token('kuning'), token('on-kuning'), 'K', 22));
  add('incident-hijau', 28, incident(new Path2D('M4 4h20v20h-20z'), token('hijau'), token('on-hijau'), 'H', 18.5));
  add('incident-hitam', 28, incident(new Path2D('M8.5 3h11v5.5H25v11h-5.5V25h-11v-5.5H3v-11h5.5z'), token('hitam'), token('on-hitam'), 'X', 18.5));
  add('incident-none', 28, (context) => {
    const shape = circle(14, 14, 10);
    context.fillStyle = halo;
    context.fill(shape);
    context.setLineDash([3.6, 2.7]);
    context.strokeStyle = token('merah');
    context.lineWidth = 2.5;
    context.stroke(shape);
    context.fillStyle = token('merah');
    context.font = `800 13px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = 'center';
    context.fillText('?', 14, 18.5);
  });

  // A unit: a rounded plate. Free is filled, on a task is half filled, unknown position is hollow.
  const unit = (fill: string | null, stroke: string): Draw => (context) => {
    const plate = new Path2D();
    plate.roundRect(3, 6, 16, 10, 3);
    context.strokeStyle = halo;
    context.lineWidth = 4;
    context.stroke(plate);
    context.fillStyle = fill ?? halo;
    context.fill(plate);
    context.strokeStyle = stroke;
    context.lineWidth = 1.6;
    context.stroke(plate);
  };
  const strong = token('strong');
  const faint = token('text-faint');
  add('unit-free', 22, unit(strong, strong));
  add('unit-free-stale', 22, unit(null, strong));
  add('unit-busy', 22, unit(faint, strong));
  add('unit-busy-stale', 22, unit(null, faint));
  add('unit-out', 22, unit(null, faint));
  add('unit-out-stale', 22, unit(null, faint));

  const facility = (draw: Draw): Draw => (context, size) => {
    context.fillStyle = halo;
    context.fill(circle(size / 2, size / 2, size / 2 - 1));
    context.strokeStyle = token('map-label');
    context.fillStyle = token('map-label');
    context.lineWidth = 1.5;
    draw(context, size);
  };
  add('facility-hospital', 18, facility((context) => {
    context.stroke(new Path2D('M3.5 3.5h11v11h-11z'));
    context.fill(new Path2D('M8 5.5h2v2.5h2.5v2H10v2.5H8V10H5.5V8H8z'));
  }));
  add('facility-health', 14, facility((context) => context.fill(new Path2D('M6 3h2v3h3v2H8v3H6V8H3V6h3z'))));
  add('facility-pier', 14, facility((context) => {
    context.stroke(new Path2D('M7 4.5v6.5M3 8c0 2 2 3 4 3s4-1 4-3M5 5.5h4'));
  }));

  addRoutingIcons(add, token);
}

function circle(x: number, y: number, radius: number): Path2D {
  const path = new Path2D();
  path.arc(x, y, radius, 0, Math.PI * 2);
  return path;
}
