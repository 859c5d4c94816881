// The live layer: route, providers, calls and units on one canvas, drawn once per update or view change.

import { paintCall, paintProvider, REACH } from './call_shapes.js';
import { drawText, Placer, textSprite } from './labels.js';
import { colour, places, programNow, scene } from './scene.js';
import { paintHeading, RADIUS, statusColour, unitSprite } from './unit_sprites.js';

const CROWD = 150; // more units than this in view are drawn small, without labels
const CROWD_ENDS = 130; // below this they are drawn in full again, so that the picture does not flicker between the two

export const shown = { drawn: 0, crowded: false };

export function isStale(slot, now) {
  return now - places.fix[slot] > scene.staleAfter;
}

function ageText(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${Math.max(1, minutes)} min`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

export function paintLive(context, frame) {
  const placer = new Placer();
  if (scene.route) paintRoute(context, frame);
  const providers = scene.layers.providers ? paintProviders(context, frame, placer) : [];
  countUnits(frame);
  if (scene.layers.calls) standBeside(frame);
  const chosen = scene.layers.calls ? paintCalls(context, frame, placer) : null;
  const labels = scene.layers.units ? paintUnits(context, frame, placer) : [];
  if (chosen) paintCallAt(context, chosen, true);
  for (const label of labels) paintUnitLabel(context, frame, placer, label);
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

function isOutside(frame, x, y, spare) {
  return x < -spare || y < -spare || x > frame.width + spare || y > frame.height + spare;
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

function paintCallAt(context, { call, x, y }, selected) {
  scaled(context, x, y, () => paintCall(context, call, selected));
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
    else paintCallAt(context, { call, x, y }, false);
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

function countUnits(frame) {
  const { margin, scale, left, top } = frame;
  const right = margin + frame.viewWidth;
  const bottom = margin + frame.viewHeight;
  let count = 0;
  for (let slot = 0; slot < places.count; slot++) {
    if (!places.unit[slot] || Number.isNaN(places.fix[slot])) continue;
    const x = places.x[slot] * scale - left;
    const y = places.y[slot] * scale - top;
    if (x >= margin && y >= margin && x <= right && y <= bottom) count += 1;
  }
  shown.crowded = count > (shown.crowded ? CROWD_ENDS : CROWD);
}

function paintUnits(context, frame, placer) {
  shown.drawn = 0;
  const { scale, left, top, dpr } = frame;
  const now = programNow();
  const labels = [];
  const onTop = [];
  for (let slot = 0; slot < places.count; slot++) {
    const unit = places.unit[slot];
    if (!unit || Number.isNaN(places.fix[slot])) continue;
    const x = places.x[slot] * scale - left;
    const y = places.y[slot] * scale - top;
    if (isOutside(frame, x, y, 24)) continue;
    shown.drawn += 1;
    const stale = isStale(slot, now);
    const full = !shown.crowded || unit.emergency || unit.id === scene.selectedUnit;
    if (!full) {
      const sprite = unitSprite(unit, stale, true, dpr);
      context.drawImage(sprite.canvas, Math.round(x - sprite.half), Math.round(y - sprite.half), sprite.size, sprite.size);
    } else if (unit.emergency || unit.id === scene.selectedUnit) {
      onTop.push({ unit, slot, x, y, stale });
    } else {
      paintFullUnit(context, frame, placer, { unit, slot, x, y, stale });
      labels.push({ unit, x, y, age: stale ? now - places.fix[slot] : 0, must: false });
    }
  }
  // The selected unit above all others, even above an emergency: it is what the operator works on.
  onTop.sort((a, b) => (a.unit.id === scene.selectedUnit) - (b.unit.id === scene.selectedUnit));
  for (const entry of onTop) {
    paintFullUnit(context, frame, placer, entry);
    labels.unshift({ ...entry, age: entry.stale ? now - places.fix[entry.slot] : 0, must: true });
  }
  return labels;
}

function paintFullUnit(context, frame, placer, { unit, slot, x, y, stale }) {
  const scale = scene.textScale;
  const reach = (RADIUS + 2) * scale;
  placer.take(x - reach, y - reach, 2 * reach, 2 * reach);
  const rings = unit.emergency ? 7 : 0;
  const isSelected = unit.id === scene.selectedUnit;
  if (isSelected) paintFocus(context, x, y, RADIUS + 6 + rings);
  if (places.heading[slot] >= 0) {
    paintHeading(context, x, y, places.heading[slot], statusColour(unit, stale), rings + (isSelected ? 7 : 0));
  }
  const sprite = unitSprite(unit, stale, false, frame.dpr);
  context.drawImage(sprite.canvas, x - sprite.half, y - sprite.half, sprite.size, sprite.size);
}

function paintFocus(context, x, y, radius) {
  for (const [width, ink] of [[8, colour('map.halo')], [4, colour('focus')]]) {
    context.beginPath();
    context.arc(x, y, radius * scene.textScale, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.stroke();
  }
}

function paintUnitLabel(context, frame, placer, { unit, x, y, age, must }) {
  const halo = colour('map.halo');
  const sign = textSprite(unit.sign, 600, 12.5, age ? colour('map.stale') : colour('map.label'), halo, frame.dpr);
  const old = age ? textSprite(ageText(age), 500, 11, colour('map.stale'), halo, frame.dpr) : null;
  const width = Math.max(sign.width, old ? old.width : 0);
  const height = sign.height - 3 + (old ? old.height - 5 : 0);
  const gap = (RADIUS + (unit.emergency ? 9 : must ? 8 : 3)) * scene.textScale;
  const spots = [
    [x - width / 2, y + gap],
    [x + gap + 4, y - height / 2],
    [x - gap - 4 - width, y - height / 2],
    [x - width / 2, y - gap - height - 5],
  ];
  const spot = spots.find(([left, top]) => placer.claim(left, top, width, height, false)) || (must ? spots[0] : null);
  if (!spot) return;
  drawText(context, sign, spot[0] + (width - sign.width) / 2, spot[1], frame.dpr);
  if (old) drawText(context, old, spot[0] + (width - old.width) / 2, spot[1] + sign.height - 5, frame.dpr);
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
