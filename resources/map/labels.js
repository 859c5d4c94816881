// Text with a halo, painted once and kept, and a greedy placer that keeps labels off one another.

import { font } from './theme.js';

const KEPT = 3000;
const sprites = new Map();
const ruler = document.createElement('canvas').getContext('2d');

export function forgetText() {
  sprites.clear();
}

export function textWidth(text, weight, pixels) {
  ruler.font = font(weight, pixels);
  return ruler.measureText(text).width;
}

// A canvas with the text in it, its size in CSS pixels beside it.
export function textSprite(text, weight, pixels, ink, halo, dpr) {
  const key = `${text}|${weight}|${pixels}|${ink}|${halo}|${dpr}`;
  const known = sprites.get(key);
  if (known) return known;
  if (sprites.size > KEPT) sprites.clear();
  const face = font(weight, pixels);
  ruler.font = face;
  const measured = ruler.measureText(text);
  const height = Math.ceil(measured.fontBoundingBoxAscent + measured.fontBoundingBoxDescent) + 4;
  const width = Math.ceil(measured.width) + 6;
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * dpr);
  canvas.height = Math.ceil(height * dpr);
  const context = canvas.getContext('2d');
  context.scale(dpr, dpr);
  context.font = face;
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = halo;
  const baseline = 2 + measured.fontBoundingBoxAscent;
  context.strokeText(text, 3, baseline);
  context.fillStyle = ink;
  context.fillText(text, 3, baseline);
  const sprite = { canvas, width, height };
  sprites.set(key, sprite);
  return sprite;
}

export function drawText(context, sprite, left, top, dpr) {
  // On whole device pixels: text between two of them is blurred.
  const x = Math.round(left * dpr) / dpr;
  const y = Math.round(top * dpr) / dpr;
  context.drawImage(sprite.canvas, x, y, sprite.canvas.width / dpr, sprite.canvas.height / dpr);
}

export class Placer {
  constructor() {
    this.boxes = [];
  }

  take(left, top, width, height) {
    this.boxes.push(left, top, left + width, top + height);
  }

  isFree(left, top, width, height) {
    const right = left + width;
    const bottom = top + height;
    const boxes = this.boxes;
    for (let i = 0; i < boxes.length; i += 4) {
      if (left < boxes[i + 2] && right > boxes[i] && top < boxes[i + 3] && bottom > boxes[i + 1]) return false;
    }
    return true;
  }

  // Takes the box when it is free, or in any case when it must be shown; says whether it was taken.
  claim(left, top, width, height, must) {
    if (!must && !this.isFree(left, top, width, height)) return false;
    this.take(left, top, width, height);
    return true;
  }
}
