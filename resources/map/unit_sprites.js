// The pictures of a unit, each painted once for a look: disc, ring in the status colour, and who rides inside.

import { colour, scene } from './scene.js';

export const RADIUS = 16;
export const SMALL_RADIUS = 6;

const sprites = new Map();

export function forgetSprites() {
  sprites.clear();
}

export function unitSprite(unit, stale, small, dpr) {
  const key = `${unit.look}|${stale ? 1 : 0}${small ? 1 : 0}`;
  const known = sprites.get(key);
  if (known) return known;
  const half = (small ? 10 : 25) * scene.textScale;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.ceil(2 * half * dpr);
  const context = canvas.getContext('2d');
  context.scale(dpr, dpr);
  context.translate(half, half);
  context.scale(scene.textScale, scene.textScale);
  (small ? paintSmall : paintUnit)(context, unit, stale);
  const sprite = { canvas, half, size: canvas.width / dpr };
  sprites.set(key, sprite);
  return sprite;
}

export function statusColour(unit, stale) {
  return stale ? colour('map.stale') : colour(`status.${unit.status}`);
}

function disc(context, x, y, radius, fill) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
}

function circle(context, radius, width, stroke) {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = stroke;
  context.stroke();
}

export function paintUnit(context, unit, stale) {
  if (unit.emergency) {
    disc(context, 0, 0, RADIUS + 7, `${colour('danger')}40`);
    circle(context, RADIUS + 6, 3, colour('danger'));
  }
  disc(context, 0, 0, RADIUS + 2, colour('map.halo'));
  if (unit.degraded) context.setLineDash([5.4, 4.2]);
  circle(context, RADIUS - 0.5, 2.6, statusColour(unit, stale));
  context.setLineDash([]);
  context.globalAlpha = stale ? 0.55 : 1;
  paintRiders(context, unit, stale);
  context.globalAlpha = 1;
  if (unit.degraded) paintWarning(context);
}

const SEATS = {
  1: [[0, 0, 7.6]],
  2: [[-4.1, 0, 7], [4.1, 0, 7]],
  3: [[-4.3, 2.9, 5.6], [4.3, 2.9, 5.6], [0, -4.3, 5.6]],
  4: [[-4, -4, 4.9], [4, -4, 4.9], [-4, 4, 4.9], [4, 4, 4.9]],
};

// One circle for each member; where two overlap, the light adds up: the mark of riding together.
export function paintRiders(context, unit, stale) {
  const riders = unit.disciplines.slice(0, 4);
  if (!riders.length) {
    context.setLineDash([2.5, 2.5]);
    circle(context, 6.5, 1.6, colour('map.stale'));
    context.setLineDash([]);
    return;
  }
  const seats = SEATS[riders.length];
  const inks = riders.map((rider) => (stale ? colour('map.stale') : colour(`discipline.${rider}`)));
  seats.forEach(([x, y, radius], i) => disc(context, x, y, radius, inks[i]));
  for (let i = 1; i < seats.length; i++) {
    for (let j = 0; j < i; j++) paintOverlap(context, seats[j], seats[i]);
  }
  if (riders.length === 1) paintKind(context, unit.kind);
}

function paintOverlap(context, one, other) {
  context.save();
  context.beginPath();
  context.arc(one[0], one[1], one[2], 0, 2 * Math.PI);
  context.clip();
  disc(context, other[0], other[1], other[2], 'rgba(255,255,255,0.42)');
  context.restore();
}

function paintKind(context, kind) {
  context.strokeStyle = colour('map.halo');
  context.lineWidth = 2.2;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  if (kind === 'medic') {
    context.moveTo(-3.8, 0);
    context.lineTo(3.8, 0);
    context.moveTo(0, -3.8);
    context.lineTo(0, 3.8);
  } else if (kind === 'supervisor') {
    context.moveTo(-3.6, 2);
    context.lineTo(0, -2);
    context.lineTo(3.6, 2);
  }
  context.stroke();
}

function paintWarning(context) {
  const at = RADIUS * 0.78;
  disc(context, at, -at, 7.4, colour('map.halo'));
  disc(context, at, -at, 6, colour('warn'));
  context.fillStyle = colour('map.halo');
  context.fillRect(at - 1, -at - 3.8, 2, 4.6);
  context.fillRect(at - 1, -at + 1.9, 2, 2);
}

function paintSmall(context, unit, stale) {
  if (unit.emergency) circle(context, SMALL_RADIUS + 2.4, 2, colour('danger'));
  disc(context, 0, 0, SMALL_RADIUS + 1, colour('map.halo'));
  circle(context, SMALL_RADIUS - 0.8, 2, statusColour(unit, stale));
  const riders = unit.disciplines.slice(0, 2);
  riders.forEach((rider, i) => {
    const x = riders.length === 1 ? 0 : i ? 1.4 : -1.4;
    disc(context, x, 0, riders.length === 1 ? 2.4 : 2, stale ? colour('map.stale') : colour(`discipline.${rider}`));
  });
}

// The way the unit faces, outside its ring; degrees clockwise from north.
export function paintHeading(context, x, y, degrees, ink, outwards) {
  const scale = scene.textScale;
  context.save();
  context.translate(x, y);
  context.rotate((degrees * Math.PI) / 180);
  context.scale(scale, scale);
  context.translate(0, -outwards);
  context.beginPath();
  context.moveTo(0, -RADIUS - 8.6);
  context.lineTo(5, -RADIUS - 1.4);
  context.lineTo(-5, -RADIUS - 1.4);
  context.closePath();
  context.fillStyle = ink;
  context.strokeStyle = colour('map.halo');
  context.lineWidth = 1.2;
  context.stroke();
  context.fill();
  context.restore();
}
