// Names on the ground: streets along their course, water and parks across their middle.

import { drawText, Placer, textSprite } from './labels.js';
import { inFrame, outline } from './outline.js';
import { colour } from './scene.js';

const NAMES_FROM = { motorway: 13, major: 13.75, minor: 15 };
const APART = 260; // pixels between two labels of one street
const STRAIGHT = 0.99; // of its length, that a piece of street which carries a label must reach as the crow flies
const TRIED_EVERY = 36; // pixels

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
  for (const course of courses(line, frame)) {
    const length = course.at(-1).along;
    const spare = (length - text.width - 16) / 2;
    // From the middle outwards, until a piece is straight enough and free.
    for (let off = 0; off <= spare; off = off > 0 ? -off : -off + TRIED_EVERY) {
      const middle = length / 2 + off;
      const [x, y] = pointAt(course, middle);
      const others = seen.get(name) || [];
      if (others.some(([ox, oy]) => Math.hypot(ox - x, oy - y) < APART)) continue;
      const [ax, ay] = pointAt(course, middle - text.width / 2);
      const [bx, by] = pointAt(course, middle + text.width / 2);
      if (Math.hypot(bx - ax, by - ay) < STRAIGHT * text.width) continue;
      if (Math.hypot((ax + bx) / 2 - x, (ay + by) / 2 - y) > 2.5) continue; // a bow: the text would lie beside the street
      if (!writeTurned(context, frame, placer, text, x, y, Math.atan2(by - ay, bx - ax))) continue;
      seen.set(name, [...others, [x, y]]);
    }
  }
}

// The pieces of the line that are on the canvas, as corners with their distance from the start.
function* courses(line, frame) {
  let course = null;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const piece = cut(
      line[i] * frame.scale - frame.left, line[i + 1] * frame.scale - frame.top,
      line[i + 2] * frame.scale - frame.left, line[i + 3] * frame.scale - frame.top,
      frame,
    );
    if (piece) {
      course ??= [{ x: piece.ax, y: piece.ay, along: 0 }];
      const along = course.at(-1).along + Math.hypot(piece.bx - piece.ax, piece.by - piece.ay);
      course.push({ x: piece.bx, y: piece.by, along });
    }
    if (course && (!piece || i + 5 >= line.length)) {
      yield course;
      course = null;
    }
  }
}

function pointAt(course, along) {
  let i = 1;
  while (i < course.length - 1 && course[i].along < along) i += 1;
  const [from, to] = [course[i - 1], course[i]];
  const share = (along - from.along) / (to.along - from.along || 1);
  return [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share];
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
