// What the pointer does: find marks, click through those that overlap, carry a unit to a call, pick a place.

import { REACH } from './call_shapes.js';
import { shown } from './live_units.js';
import { places, scene } from './scene.js';
import { RADIUS, unitSprite } from './unit_sprites.js';

const HIT = 14; // pixels around a point in which a mark counts as meant
const CARRIED_FROM = 5; // a press that moves less is a click

export class Pointer {
  constructor(map, say) {
    this.map = map;
    this.say = say; // { clicked(kind, id), ground(lat, lon), dropped(unit, call) }
    this.last = null;
    this.carried = null;
    const box = map.getContainer();
    box.addEventListener('mousedown', (event) => this.onDown(event), true);
    document.addEventListener('mousemove', (event) => this.onMove(event), true);
    document.addEventListener('mouseup', (event) => this.onUp(event), true);
    map.on('click', (event) => this.onClick(event));
  }

  // Marks near a container point, the most likely first.
  near(point, kinds = ['unit', 'call', 'provider']) {
    const found = [];
    const origin = this.map.getPixelOrigin();
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    const scale = 2 ** this.map.getZoom();
    const [left, top] = [origin.x + corner.x, origin.y + corner.y];
    const consider = (kind, id, x, y, reach, dx = 0, dy = 0) => {
      const distance = Math.hypot(x * scale - left + dx - point.x, y * scale - top + dy - point.y);
      if (distance <= Math.max(HIT, reach * scene.textScale)) found.push({ kind, id, distance });
    };
    if (scene.layers.units && kinds.includes('unit')) {
      for (let slot = 0; slot < places.count; slot++) {
        const unit = places.unit[slot];
        if (unit && !Number.isNaN(places.fix[slot])) {
          consider('unit', unit.id, places.x[slot], places.y[slot], shown.crowded ? 0 : RADIUS);
        }
      }
    }
    if (scene.layers.calls && kinds.includes('call')) {
      for (const call of scene.calls) consider('call', call.id, call.x, call.y, REACH[call.level], call.dx, call.dy);
    }
    if (scene.layers.providers && kinds.includes('provider')) {
      for (const mark of scene.providers) consider('provider', mark.id, mark.x, mark.y, 11);
    }
    return found.sort((a, b) => a.distance - b.distance);
  }

  onClick(event) {
    if (this.justCarried) return;
    if (scene.asking) {
      this.setAsking(false);
      this.say.ground(event.latlng.lat, event.latlng.lng);
      return;
    }
    const found = this.near(event.containerPoint);
    if (!found.length) {
      this.last = null;
      return;
    }
    const mark = this.nextOf(found, event.containerPoint);
    this.say.clicked(mark.kind, mark.id);
  }

  // A second click on the same spot means the mark beneath.
  nextOf(found, point) {
    const again = this.last && Math.hypot(point.x - this.last.point.x, point.y - this.last.point.y) <= 4;
    const before = again ? found.findIndex((mark) => mark.id === this.last.id) : -1;
    const mark = found[(before + 1) % found.length];
    this.last = { point, id: mark.id };
    return mark;
  }

  setAsking(asking) {
    scene.asking = asking;
    this.map.getContainer().classList.toggle('is-asking', asking);
  }

  onDown(event) {
    this.justCarried = false;
    if (event.button !== 0 || scene.asking || event.target.closest('.leaflet-control, .map-note')) return;
    const [unit] = this.near(this.map.mouseEventToContainerPoint(event), ['unit']);
    if (!unit) return;
    const [nearest] = this.near(this.map.mouseEventToContainerPoint(event), ['unit', 'call']);
    if (nearest.kind !== 'unit') return;
    event.stopImmediatePropagation(); // the map would take it for a pan
    event.preventDefault();
    this.carried = { id: unit.id, x: event.clientX, y: event.clientY, ghost: null };
  }

  onMove(event) {
    const { carried } = this;
    if (!carried) return this.hover(event);
    if (!(event.buttons & 1)) return this.letGo(); // released outside the window
    if (!carried.ghost) {
      if (Math.hypot(event.clientX - carried.x, event.clientY - carried.y) < CARRIED_FROM) return undefined;
      carried.ghost = this.makeGhost(carried.id);
    }
    const point = this.map.mouseEventToContainerPoint(event);
    carried.ghost.style.transform = `translate(${point.x}px, ${point.y}px)`;
    const [call] = this.near(point, ['call']);
    carried.ghost.classList.toggle('is-over', Boolean(call));
    return undefined;
  }

  onUp(event) {
    const { carried } = this;
    if (!carried || !carried.ghost) {
      this.letGo();
      return;
    }
    this.letGo();
    this.justCarried = true; // the click that the browser sends after this is none
    const [call] = this.near(this.map.mouseEventToContainerPoint(event), ['call']);
    if (call) this.say.dropped(carried.id, call.id);
  }

  letGo() {
    this.carried?.ghost?.remove();
    this.carried = null;
    return undefined;
  }

  hover(event) {
    if (event.buttons || !this.map.getContainer().contains(event.target)) return;
    const isMark = !scene.asking && this.near(this.map.mouseEventToContainerPoint(event)).length > 0;
    this.map.getContainer().classList.toggle('is-over-mark', isMark);
  }

  makeGhost(id) {
    const ghost = document.createElement('div');
    ghost.className = 'map-ghost';
    const unit = scene.units.get(id);
    const sprite = unitSprite(unit, false, false, window.devicePixelRatio || 1);
    const copy = document.createElement('canvas');
    copy.width = copy.height = sprite.canvas.width;
    copy.getContext('2d').drawImage(sprite.canvas, 0, 0);
    copy.style.width = copy.style.height = `${sprite.size}px`;
    ghost.append(copy);
    this.map.getContainer().append(ghost);
    return ghost;
  }
}
