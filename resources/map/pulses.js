// The slow red pulse around a unit in emergency: elements that the compositor moves, so that no canvas is redrawn for it.

import { places, scene } from './scene.js';

const L = window.L;
const pulses = new Map();

export function placePulses(map) {
  const wanted = new Set();
  if (scene.layers.units) {
    for (const unit of scene.units.values()) {
      if (!unit.emergency || unit.slot < 0 || Number.isNaN(places.fix[unit.slot])) continue;
      wanted.add(unit.id);
      let pulse = pulses.get(unit.id);
      if (!pulse) {
        pulse = document.createElement('div');
        pulse.className = 'map-pulse';
        map.getPane('pulses').append(pulse);
        pulses.set(unit.id, pulse);
      }
      const scale = 2 ** map.getZoom();
      const origin = map.getPixelOrigin();
      L.DomUtil.setPosition(pulse, L.point(places.x[unit.slot] * scale - origin.x, places.y[unit.slot] * scale - origin.y));
    }
  }
  for (const [id, pulse] of pulses) {
    if (wanted.has(id)) continue;
    pulse.remove();
    pulses.delete(id);
  }
}
