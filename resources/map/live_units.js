// Units on the live layer: in full with their labels, or small and bare when there is a crowd of them.

import { drawText, textSprite } from './labels.js';
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

export function countUnits(frame) {
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

export function isOutside(frame, x, y, spare) {
  return x < -spare || y < -spare || x > frame.width + spare || y > frame.height + spare;
}

// Draws what is small and gives back what is to be drawn in full, the last of it on top.
export function paintSmallUnits(context, frame) {
  shown.drawn = 0;
  const { scale, left, top, dpr } = frame;
  const now = programNow();
  const full = [];
  for (let slot = 0; slot < places.count; slot++) {
    const unit = places.unit[slot];
    if (!unit || Number.isNaN(places.fix[slot])) continue;
    const x = places.x[slot] * scale - left;
    const y = places.y[slot] * scale - top;
    if (isOutside(frame, x, y, 24)) continue;
    shown.drawn += 1;
    const stale = isStale(slot, now);
    const selected = unit.id === scene.selectedUnit;
    if (!shown.crowded || unit.emergency || selected) {
      // The selected unit is above all others, even above an emergency: it is what the operator works on.
      const rank = selected ? 3 : unit.emergency ? 2 : stale ? 0 : 1;
      full.push({ unit, slot, x, y, stale, rank, age: stale ? now - places.fix[slot] : 0 });
    } else {
      const sprite = unitSprite(unit, stale, true, dpr);
      context.drawImage(sprite.canvas, Math.round(x - sprite.half), Math.round(y - sprite.half), sprite.size, sprite.size);
    }
  }
  return full.sort((a, b) => a.rank - b.rank);
}

export function paintFullUnit(context, frame, placer, { unit, slot, x, y, stale }) {
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

export function paintUnitLabel(context, frame, placer, { unit, x, y, age, rank }) {
  const must = rank >= 2;
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
