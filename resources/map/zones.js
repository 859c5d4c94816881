// Zones: a dashed border and the name in the north-western corner.

import { drawText, textSprite } from './labels.js';
import { holds } from './names.js';
import { colour, scene } from './scene.js';

export function paintZones(context, frame) {
  context.strokeStyle = colour('map.zone');
  context.lineWidth = 1.4;
  context.globalAlpha = 0.9;
  context.setLineDash([6, 5]);
  for (const zone of scene.zones) {
    context.beginPath();
    for (const ring of zone.rings) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = ring[i] * frame.scale - frame.left;
        const y = ring[i + 1] * frame.scale - frame.top;
        if (i) context.lineTo(x, y);
        else context.moveTo(x, y);
      }
      context.closePath();
    }
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const zone of scene.zones) paintName(context, frame, zone);
}

function paintName(context, frame, zone) {
  if (!zone.rings.length || !zone.rings[0].length) return;
  const ring = zone.rings[0];
  const text = textSprite(zone.name.toUpperCase(), 600, 12, colour('map.zone'), colour('map.land'), frame.dpr);
  const [left, top] = cornerOf(ring, frame);
  // Below and right of the corner, or further along the diagonal where the border slants.
  for (const step of [12, 24, 40, 64]) {
    const corners = [[0, 0], [text.width, 0], [0, text.height], [text.width, text.height]];
    if (corners.every(([x, y]) => holds(ring, frame, left + step + x, top + step * 0.8 + y))) {
      drawText(context, text, left + step, top + step * 0.8, frame.dpr);
      return;
    }
  }
}

function cornerOf(ring, frame) {
  let best = [Infinity, 0, 0];
  for (let i = 0; i < ring.length; i += 2) {
    const x = ring[i] * frame.scale - frame.left;
    const y = ring[i + 1] * frame.scale - frame.top;
    if (x + y < best[0]) best = [x + y, x, y];
  }
  return [best[1], best[2]];
}
