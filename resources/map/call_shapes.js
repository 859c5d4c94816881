// A call's level as shape, digit and colour at once, so that none of them has to be told apart alone.

import { colour, scene } from './scene.js';
import { font } from './theme.js';

export const REACH = [0, 10, 10, 13, 15]; // from the middle to the border, by level

function roundedPolygon(context, corners, rounding) {
  const last = corners[corners.length - 1];
  context.beginPath();
  context.moveTo((last[0] + corners[0][0]) / 2, (last[1] + corners[0][1]) / 2);
  corners.forEach(([x, y], i) => {
    const next = corners[(i + 1) % corners.length];
    context.arcTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2, rounding);
    context.lineTo((x + next[0]) / 2, (y + next[1]) / 2);
  });
  context.closePath();
}

// 1 circle, 2 square, 3 diamond, 4 octagon.
export function tracePath(context, level, grown) {
  const reach = REACH[level] + grown;
  if (level === 1) {
    context.beginPath();
    context.arc(0, 0, reach, 0, 2 * Math.PI);
  } else if (level === 2) {
    const side = reach - 0.5;
    roundedPolygon(context, [[-side, -side], [side, -side], [side, side], [-side, side]], 3 + grown / 2);
  } else if (level === 3) {
    roundedPolygon(context, [[0, -reach], [reach, 0], [0, reach], [-reach, 0]], 3 + grown / 2);
  } else {
    const corners = [];
    for (let i = 0; i < 8; i++) {
      const angle = ((i + 0.5) * Math.PI) / 4;
      corners.push([reach * Math.cos(angle), reach * Math.sin(angle)]);
    }
    roundedPolygon(context, corners, 1.5);
  }
}

function outline(context, level, grown, width, ink) {
  tracePath(context, level, grown);
  context.lineWidth = width;
  context.strokeStyle = ink;
  context.stroke();
}

// Paints around (0, 0), in CSS pixels at text scale 1.
export function paintCall(context, call, selected) {
  const { level } = call;
  const ink = colour(`urgency.${level}`);
  if (!call.assigned && level === 4) paintAlarm(context, ink);
  if (selected) outline(context, level, 7, 6.5, colour('map.halo'));
  tracePath(context, level, 1.6);
  context.fillStyle = colour('map.halo');
  context.fill();
  tracePath(context, level, 0);
  context.fillStyle = ink;
  context.fill();
  if (call.escalated) outline(context, level, 4.2, 2.6, colour('danger'));
  else if (!call.assigned && level < 4) outline(context, level, 3.4, 1.4, ink);
  if (selected) outline(context, level, 8, 3.2, colour('focus'));
  // The digit is drawn at its own size: the context is already scaled.
  context.font = font(700, 13 / scene.textScale);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillStyle = colour('text.on_level');
  context.fillText(String(level), 0, 4.7);
}

// The same as a picture, painted once for each look: hundreds of calls are drawn with every update.
const sprites = new Map();
const HALF = 36;

export function forgetCalls() {
  sprites.clear();
}

export function callSprite(call, selected, dpr) {
  const key = `${call.level}${call.assigned ? 1 : 0}${call.escalated ? 1 : 0}${selected ? 1 : 0}`;
  const known = sprites.get(key);
  if (known) return known;
  const half = (call.level === 4 ? HALF : HALF / 1.5) * scene.textScale;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.ceil(2 * half * dpr);
  const context = canvas.getContext('2d');
  context.scale(dpr, dpr);
  context.translate(half, half);
  context.scale(scene.textScale, scene.textScale);
  paintCall(context, call, selected);
  const sprite = { canvas, half, size: canvas.width / dpr };
  sprites.set(key, sprite);
  return sprite;
}

// Nobody is on the way to it: the one thing on the map that must be seen from across the room.
function paintAlarm(context, ink) {
  context.beginPath();
  context.arc(0, 0, 24, 0, 2 * Math.PI);
  context.fillStyle = `${ink}38`;
  context.fill();
  context.beginPath();
  context.arc(0, 0, 33, 0, 2 * Math.PI);
  context.lineWidth = 1.8;
  context.strokeStyle = `${ink}90`;
  context.stroke();
}

export function paintProvider(context) {
  context.beginPath();
  context.roundRect(-10.5, -10.5, 21, 21, 4.5);
  context.fillStyle = colour('map.provider');
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colour('map.zone');
  context.stroke();
  context.fillStyle = '#d3343c'; // the sign of the trade, the same on every ground
  context.fillRect(-2.1, -6.3, 4.2, 12.6);
  context.fillRect(-6.3, -2.1, 12.6, 4.2);
}
