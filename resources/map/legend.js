// What the marks mean, painted by the same hands that paint the map.

import { paintCall, paintProvider } from './call_shapes.js';
import { element, folding } from './controls.js';
import { scene } from './scene.js';
import { paintUnit } from './unit_sprites.js';

const UNIT = { kind: 'co_response', disciplines: ['officer', 'clinician'], status: 'available', degraded: false, emergency: false };
const CALL = { level: 1, assigned: true, escalated: false };

const PEOPLE = [
  ['Officer and clinician', { ...UNIT }],
  ['Officer alone', { ...UNIT, kind: 'cit_patrol', disciplines: ['officer'] }],
  ['Clinician', { ...UNIT, kind: 'mobile_crisis', disciplines: ['clinician'] }],
  ['Medic', { ...UNIT, kind: 'medic', disciplines: ['medic'] }],
  ['Supervisor', { ...UNIT, kind: 'supervisor', disciplines: ['officer'] }],
  ['Three ride together', { ...UNIT, disciplines: ['officer', 'clinician', 'peer'] }],
  ['A needed member is missing', { ...UNIT, disciplines: ['officer'], degraded: true }],
  ['Emergency', { ...UNIT, status: 'on_scene', emergency: true }],
  ['Position is old', { ...UNIT, stale: true }],
];
const STATUSES = [
  ['available', 'Available'], ['dispatched', 'Dispatched'], ['en_route', 'En route'], ['staging', 'Staging'], ['on_scene', 'On scene'],
  ['transporting', 'Transporting'], ['at_facility', 'At facility'], ['out_of_service', 'Out of service'],
];
const CALLS = [
  ['1 Routine', { ...CALL, level: 1 }],
  ['2 Moderate', { ...CALL, level: 2 }],
  ['3 Urgent', { ...CALL, level: 3 }],
  ['4 Emergent', { ...CALL, level: 4 }],
  ['Nobody assigned', { ...CALL, level: 3, assigned: false }],
  ['Escalated', { ...CALL, level: 3, escalated: true }],
];

const SIDE = 30;

function picture(paint, reach) {
  const dpr = (window.devicePixelRatio || 1) * scene.textScale; // the style enlarges it by the text scale
  const side = SIDE;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side * dpr;
  const context = canvas.getContext('2d');
  context.scale(dpr, dpr);
  context.translate(side / 2, side / 2);
  context.scale(side / 2 / reach, side / 2 / reach);
  paint(context);
  return canvas;
}

function row(title, drawing) {
  const line = element('div', 'map-legend-row');
  line.append(drawing, element('span', '', title));
  return line;
}

// A level's digit is set in the size of the text scale; the legend is scaled by its own style.
function withoutScale(paint) {
  return (context) => {
    const kept = scene.textScale;
    scene.textScale = 1;
    paint(context);
    scene.textScale = kept;
  };
}

export class Legend {
  constructor(map) {
    this.panel = element('div', 'map-panel map-legend');
    folding(map, 'bottomleft', 'map-legend-box', 'Legend', this.panel);
  }

  repaint() {
    const column = (title, rows) => {
      const made = element('div', 'map-legend-column');
      made.append(element('div', 'map-legend-title', title), ...rows);
      return made;
    };
    const people = PEOPLE.map(([title, unit]) => row(title, picture((c) => paintUnit(c, unit, unit.stale), 23.5)));
    const statuses = STATUSES.map(([status, title]) => {
      const swatch = element('i', 'map-legend-ring');
      swatch.style.borderColor = `var(--status-${status.replaceAll('.', '-')})`;
      return row(title, swatch);
    });
    const calls = CALLS.map(([title, call]) => row(title, picture(withoutScale((c) => paintCall(c, call, false)), 21)));
    calls.push(row('Provider, free beds', picture(paintProvider, 17)));
    this.panel.replaceChildren(column('Units', people), column('Ring: status', statuses), column('Calls', calls));
  }
}
