// Names on the ground: streets along their course, water and parks across their middle.

import { drawText, Placer, textSprite } from './labels.js';
import { inFrame, outline } from './outline.js';
import { colour } from './scene.js';

const NAMES_FROM = { motorway: 13, major: 13.75, minor: 15 };
const APART = 260; // pixels between two labels of one street
const STRAIGHT = 0.985; // cosine of the largest bend inside a label

export function paintNames(context, frame) {
  const placer = new Placer();
  const seen = new Map();
  paintAreaNames(context, frame, placer);
  for (const rank of ['motorway', 'major', 'minor']) {
    if (frame.zoom < NAMES_FROM[rank]) continue;
    for (const street of outline.street) {
      const known = NAMES_FROM[street.rank] ? street.rank : 'minor';
      if (known !== rank || !street.name || !inFrame(frame, street)) continue;
      for (const line of street.lines) nameAlong(context, frame, placer, seen, line, street.name, rank);
    }
  }
}

function paintAreaNames(context, frame, placer) {
  for (const [kind, shapes] of [['water', outline.water], ['park', outline.park]]) {
    for (const shape of shapes) {
      if (!shape.name || !shape.isArea || !inFrame(frame, shape)) continue;
      const text = label(shape.name, kind === 'water' ? 13 : 11, frame);
      // In the middle of what can be seen of it.
      const [west, east] = visible(shape.west, shape.east, frame.scale, frame.left, frame.margin, frame.viewWidth);
      const [north, south] = visible(shape.north, shape.south, frame.scale, frame.top, frame.margin, frame.viewHeight);
      if (east - west < text.width + 12 || south - north < text.height) continue;
      const left = (west + east - text.width) / 2;
      const top = (north + south - text.height) / 2;
      if (!holds(shape.lines[0], frame, (west + east) / 2, (north + south) / 2)) continue;
      if (placer.claim(left, top, text.width, text.height, false)) drawText(context, text, left, top, frame.dpr);
    }
  }
}

function label(name, pixels, frame) {
  return textSprite(name, 500, pixels, colour('map.street.text'), colour('map.land'), frame.dpr);
}

function visible(low, high, scale, origin, margin, room) {
  return [Math.max(margin, low * scale - origin), Math.min(margin + room, high * scale - origin)];
}

export function holds(ring, frame, x, y) {
  let found = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay] = [ring[i] * frame.scale - frame.left, ring[i + 1] * frame.scale - frame.top];
    const [bx, by] = [ring[j] * frame.scale - frame.left, ring[j + 1] * frame.scale - frame.top];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) found = !found;
  }
  return found;
}

function nameAlong(context, frame, placer, seen, line, name, rank) {
  const text = label(name, rank === 'minor' ? 10.5 : 11.5, frame);
  for (const run of straightRuns(line, frame)) {
    const length = Math.hypot(run.bx - run.ax, run.by - run.ay);
    if (length < text.width + 16) continue;
    // A long run carries the name several times.
    const times = Math.max(1, Math.floor(length / (3 * APART)));
    for (let i = 0; i < times; i++) {
      const share = (i + 0.5) / times;
      const x = run.ax + (run.bx - run.ax) * share;
      const y = run.ay + (run.by - run.ay) * share;
      const others = seen.get(name) || [];
      if (others.some(([ox, oy]) => Math.hypot(ox - x, oy - y) < APART)) continue;
      if (!writeTurned(context, frame, placer, text, x, y, Math.atan2(run.by - run.ay, run.bx - run.ax))) continue;
      seen.set(name, [...others, [x, y]]);
    }
  }
}

// Pieces of the line that are straight enough to carry a text, cut to the canvas.
function* straightRuns(line, frame) {
  let run = null;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const piece = cut(
      line[i] * frame.scale - frame.left, line[i + 1] * frame.scale - frame.top,
      line[i + 2] * frame.scale - frame.left, line[i + 3] * frame.scale - frame.top,
      frame,
    );
    if (!piece) {
      if (run) yield run;
      run = null;
      continue;
    }
    const length = Math.hypot(piece.bx - piece.ax, piece.by - piece.ay) || 1;
    const [dx, dy] = [(piece.bx - piece.ax) / length, (piece.by - piece.ay) / length];
    if (run && run.dx * dx + run.dy * dy > STRAIGHT) {
      run.bx = piece.bx;
      run.by = piece.by;
    } else {
      if (run) yield run;
      run = { ...piece, dx, dy };
    }
  }
  if (run) yield run;
}

// Liang-Barsky: the part of a segment inside the canvas.
function cut(ax, ay, bx, by, frame) {
  let [from, to] = [0, 1];
  const edges = [[ax - bx, ax], [bx - ax, frame.width - ax], [ay - by, ay], [by - ay, frame.height - ay]];
  for (const [step, room] of edges) {
    if (step === 0 && room < 0) return null;
    if (step < 0) from = Math.max(from, room / step);
    else if (step > 0) to = Math.min(to, room / step);
  }
  if (from >= to) return null;
  return { ax: ax + from * (bx - ax), ay: ay + from * (by - ay), bx: ax + to * (bx - ax), by: ay + to * (by - ay) };
}

function writeTurned(context, frame, placer, text, x, y, angle) {
  const upright = Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle;
  const width = Math.abs(text.width * Math.cos(upright)) + Math.abs(text.height * Math.sin(upright));
  const height = Math.abs(text.width * Math.sin(upright)) + Math.abs(text.height * Math.cos(upright));
  if (!placer.claim(x - width / 2, y - height / 2, width, height, false)) return false;
  context.save();
  context.translate(x, y);
  context.rotate(upright);
  context.drawImage(text.canvas, -text.width / 2, -text.height / 2, text.canvas.width / frame.dpr, text.canvas.height / frame.dpr);
  context.restore();
  return true;
}
