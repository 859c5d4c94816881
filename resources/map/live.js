// The live layer: route, providers, calls and units on one canvas, drawn once per update or view change.

import { callSprite, paintProvider, REACH } from './call_shapes.js';
import { drawText, Placer, textSprite } from './labels.js';
import { countUnits, isOutside, paintFullUnit, paintSmallUnits, paintUnitLabel, shown } from './live_units.js';
import { colour, places, scene } from './scene.js';
import { RADIUS } from './unit_sprites.js';

export function paintLive(context, frame) {
  const placer = new Placer();
  if (scene.route) paintRoute(context, frame);
  const providers = scene.layers.providers ? paintProviders(context, frame, placer) : [];
  countUnits(frame);
  // A crowd of small marks lies under the calls; marks in full lie above them, with the calls beside.
  const units = scene.layers.units ? paintSmallUnits(context, frame) : [];
  if (scene.layers.calls) standBeside(frame);
  const chosen = scene.layers.calls ? paintCalls(context, frame, placer) : null;
  for (const entry of units) paintFullUnit(context, frame, placer, entry);
  if (chosen) paintCallAt(context, frame, chosen, true);
  for (const entry of units.reverse()) paintUnitLabel(context, frame, placer, entry);
  for (const label of providers) paintProviderLabel(context, frame, placer, label);
}

function paintRoute(context, frame) {
  const { line, onRoads } = scene.route;
  context.beginPath();
  for (let i = 0; i < line.length; i += 2) {
    context.lineTo(line[i] * frame.scale - frame.left, line[i + 1] * frame.scale - frame.top);
  }
  context.lineJoin = context.lineCap = 'round';
  context.lineWidth = 6;
  context.strokeStyle = colour('map.halo');
  context.globalAlpha = 0.6;
  if (onRoads) context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 3.4;
  context.strokeStyle = colour('map.route');
  context.setLineDash(onRoads ? [] : [1.5, 8]);
  context.stroke();
  context.setLineDash([]);
}

function at(frame, mark) {
  return [mark.x * frame.scale - frame.left, mark.y * frame.scale - frame.top];
}

function scaled(context, x, y, paint) {
  context.save();
  context.translate(x, y);
  context.scale(scene.textScale, scene.textScale);
  paint();
  context.restore();
}

function paintProviders(context, frame, placer) {
  const labels = [];
  for (const mark of scene.providers) {
    const [x, y] = at(frame, mark);
    if (isOutside(frame, x, y, 80)) continue;
    scaled(context, x, y, () => paintProvider(context));
    const reach = 11 * scene.textScale;
    placer.take(x - reach, y - reach, 2 * reach, 2 * reach);
    labels.push({ mark, x, y });
  }
  return labels;
}

function paintCallAt(context, frame, { call, x, y }, selected) {
  const sprite = callSprite(call, selected, frame.dpr);
  context.drawImage(sprite.canvas, Math.round(x - sprite.half), Math.round(y - sprite.half), sprite.size, sprite.size);
}

function paintCalls(context, frame, placer) {
  let chosen = null;
  for (const call of scene.calls) {
    const [wasX, wasY] = at(frame, call);
    const [x, y] = [wasX + call.dx, wasY + call.dy];
    if (isOutside(frame, x, y, 40)) continue;
    const reach = (REACH[call.level] + 2) * scene.textScale;
    placer.take(x - reach, y - reach, 2 * reach, 2 * reach);
    if (call.id === scene.selectedCall) chosen = { call, x, y };
    else paintCallAt(context, frame, { call, x, y }, false);
  }
  return chosen;
}

// A unit on the scene stands on its call: the call's mark then steps aside, so that both are seen.
const STEPS = [-0.75, -1.25, 0.95, -0.25, 0.25];

function standBeside(frame) {
  const near = 24 * scene.textScale;
  const taken = new Map();
  for (const call of scene.calls) call.dx = call.dy = 0;
  if (!scene.layers.units || shown.crowded || !scene.calls.length) return;
  for (let slot = 0; slot < places.count; slot++) {
    if (!places.unit[slot] || Number.isNaN(places.fix[slot])) continue;
    if (isOutside(frame, places.x[slot] * frame.scale - frame.left, places.y[slot] * frame.scale - frame.top, 40)) continue;
    for (const call of scene.calls) {
      if (call.dx || call.dy) continue;
      const x = (call.x - places.x[slot]) * frame.scale;
      const y = (call.y - places.y[slot]) * frame.scale;
      if (Math.abs(x) > near || Math.abs(y) > near || x * x + y * y > near * near) continue;
      const place = taken.get(slot) || 0;
      taken.set(slot, place + 1);
      const angle = STEPS[place % STEPS.length] * Math.PI;
      const away = (RADIUS + REACH[call.level] + 3) * scene.textScale;
      call.dx = away * Math.cos(angle) - x;
      call.dy = away * Math.sin(angle) - y;
    }
  }
}

function paintProviderLabel(context, frame, placer, { mark, x, y }) {
  if (frame.zoom < 11.5) return;
  const beds = mark.beds === null ? '' : ` · ${mark.beds} ${mark.beds === 1 ? 'bed' : 'beds'}`;
  const text = textSprite(`${mark.name}${beds}`, 500, 11.5, colour('text.dim'), colour('map.halo'), frame.dpr);
  const gap = 13 * scene.textScale;
  for (const [left, top] of [[x - text.width / 2, y + gap], [x + gap + 2, y - text.height / 2], [x - text.width / 2, y - gap - text.height]]) {
    if (placer.claim(left, top, text.width, text.height - 2, false)) {
      drawText(context, text, left, top, frame.dpr);
      return;
    }
  }
}
