// Colours and letters: tokens of the console become custom properties of the page and colours of the canvas.

import { scene } from './scene.js';

const WEIGHTS = [['Inter-Regular.otf', '400'], ['Inter-Medium.otf', '500'], ['Inter-SemiBold.otf', '600'], ['Inter-Bold.otf', '700']];

export function setTheme(tokens) {
  scene.tokens = tokens;
  const style = document.documentElement.style;
  for (const [name, value] of Object.entries(tokens)) style.setProperty(`--${name.replaceAll('.', '-')}`, value);
}

export function setTextScale(scale) {
  scene.textScale = Math.max(0.75, Math.min(2.5, scale));
  document.documentElement.style.setProperty('--scale', String(scene.textScale));
}

export function font(weight, pixels) {
  return `${weight} ${(pixels * scene.textScale).toFixed(1)}px Inter, "DejaVu Sans", sans-serif`;
}

export async function loadFonts(folder) {
  const faces = WEIGHTS.map(([file, weight]) => new FontFace('Inter', `url(${folder}${file})`, { weight }));
  await Promise.allSettled(faces.map((face) => face.load().then((loaded) => document.fonts.add(loaded))));
}
