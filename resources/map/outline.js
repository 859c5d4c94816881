// The base map drawn from the agency's outline: parks, water and streets, ready as world coordinates with their boxes.

import { colour, worldX, worldY } from './scene.js';

const LAYERS = ['park', 'water', 'street'];

export const outline = { park: [], water: [], street: [] };

function prepare(rings, properties, isArea) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  const lines = rings.map((ring) => {
    const line = new Float64Array(ring.length * 2);
    ring.forEach(([lon, lat], i) => {
      const x = worldX(lon);
      const y = worldY(lat);
      line[2 * i] = x;
      line[2 * i + 1] = y;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    });
    return line;
  });
  return { lines, isArea, west, north, east, south, name: properties.name || '', rank: properties.class || 'minor' };
}

function parts(geometry) {
  const { type, coordinates } = geometry;
  if (type === 'LineString') return [[[coordinates], false]];
  if (type === 'MultiLineString') return [[coordinates, false]];
  if (type === 'Polygon') return [[coordinates, true]];
  if (type === 'MultiPolygon') return coordinates.map((rings) => [rings, true]);
  return [];
}

export async function loadOutline(address) {
  const answer = await fetch(address);
  const { features } = await answer.json();
  for (const { geometry, properties } of features) {
    if (!geometry || !properties || !LAYERS.includes(properties.layer)) continue;
    for (const [rings, isArea] of parts(geometry)) outline[properties.layer].push(prepare(rings, properties, isArea));
  }
}

export function inFrame(frame, shape) {
  const { scale, left, top, width, height } = frame;
  return (
    shape.east * scale - left > -20 && shape.west * scale - left < width + 20 &&
    shape.south * scale - top > -20 && shape.north * scale - top < height + 20
  );
}

function trace(context, frame, shape) {
  const { scale, left, top } = frame;
  for (const line of shape.lines) {
    let lastX = line[0] * scale - left;
    let lastY = line[1] * scale - top;
    context.moveTo(lastX, lastY);
    for (let i = 2; i < line.length; i += 2) {
      const x = line[i] * scale - left;
      const y = line[i + 1] * scale - top;
      // Points closer than a pixel say nothing; the last one keeps the shape whole.
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < 1 && i < line.length - 2) continue;
      context.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
    if (shape.isArea) context.closePath();
  }
}

function paintShapes(context, frame, shapes, ink, width) {
  const areas = shapes.filter((shape) => shape.isArea && inFrame(frame, shape));
  const lines = shapes.filter((shape) => !shape.isArea && inFrame(frame, shape));
  context.fillStyle = context.strokeStyle = ink;
  if (areas.length) {
    context.beginPath();
    for (const shape of areas) trace(context, frame, shape);
    context.fill('evenodd');
  }
  if (lines.length) {
    context.beginPath();
    for (const shape of lines) trace(context, frame, shape);
    context.lineWidth = width;
    context.stroke();
  }
}

// Widths at zoom 14, in CSS pixels; they grow by this factor with each zoom, and less than the map does.
const WIDTHS = { minor: 2, major: 4.6, motorway: 6.4 };
const GROWTH = 1.48;
const MINOR_FROM = 11.5;

export function streetWidth(rank, zoom) {
  return Math.max(0.7, (WIDTHS[rank] || WIDTHS.minor) * GROWTH ** (zoom - 14));
}

export function paintOutline(context, frame) {
  const { zoom } = frame;
  context.lineJoin = context.lineCap = 'round';
  paintShapes(context, frame, outline.park, colour('map.park'), 2);
  // A stream or river given as a line.
  paintShapes(context, frame, outline.water, colour('map.water'), Math.max(1.5, 5 * GROWTH ** (zoom - 14)));
  for (const rank of ['minor', 'major', 'motorway']) {
    if (rank === 'minor' && zoom < MINOR_FROM) continue;
    const streets = outline.street.filter((street) => (WIDTHS[street.rank] ? street.rank : 'minor') === rank);
    paintShapes(context, frame, streets, colour(rank === 'minor' ? 'map.street' : 'map.street.major'), streetWidth(rank, zoom));
  }
}
