// The page's own controls: layer switches, the note of a locked view, a passing notice.

import { scene } from './scene.js';

const L = window.L;
const LAYERS = [
  ['units', 'Units'], ['calls', 'Calls'], ['providers', 'Providers'], ['zones', 'Zones'], ['base', 'Streets and water'],
];
const NOTICE_MS = 8000;

export function element(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// A button that opens and closes a panel; a pane of glass over the map: no click goes through to it.
export function folding(map, position, className, title, panel) {
  const Folding = L.Control.extend({
    onAdd() {
      const box = element('div', `map-folding ${className}`);
      const button = element('button', 'map-button', title);
      button.type = 'button';
      button.tabIndex = -1;
      button.setAttribute('aria-expanded', 'false');
      panel.hidden = true;
      button.addEventListener('click', () => {
        panel.hidden = !panel.hidden;
        button.setAttribute('aria-expanded', String(!panel.hidden));
      });
      box.append(panel, button);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },
  });
  new Folding({ position }).addTo(map);
}

export class Layers {
  constructor(map, changed) {
    this.changed = changed;
    this.boxes = {};
    const panel = element('div', 'map-panel');
    for (const [name, title] of LAYERS) {
      const row = element('label', 'map-switch');
      const box = element('input', '');
      box.type = 'checkbox';
      box.tabIndex = -1;
      box.addEventListener('change', () => {
        scene.layers[name] = box.checked;
        this.show();
        this.changed(true);
      });
      row.append(box, element('span', '', title));
      panel.append(row);
      this.boxes[name] = box;
    }
    folding(map, 'topright', 'map-layers', 'Layers', panel);
    this.button = panel.parentElement.querySelector('button');
    this.show();
  }

  set(layers) {
    for (const name of Object.keys(this.boxes)) {
      if (name in layers) scene.layers[name] = Boolean(layers[name]);
    }
    this.show();
    this.changed(false);
  }

  // That something is hidden must be seen without opening the panel.
  show() {
    let hidden = 0;
    for (const [name, box] of Object.entries(this.boxes)) {
      box.checked = scene.layers[name];
      if (!box.checked) hidden += 1;
    }
    this.button.textContent = hidden ? `Layers · ${hidden} hidden` : 'Layers';
    this.button.classList.toggle('has-hidden', hidden > 0);
  }
}

export class Notes {
  constructor(map, unlock) {
    const box = map.getContainer();
    this.lock = element('button', 'map-note map-lock');
    this.lock.type = 'button';
    this.lock.tabIndex = -1;
    this.lock.append('View locked · ', element('kbd', '', 'L'), ' unlocks');
    this.lock.hidden = true;
    this.lock.addEventListener('click', (event) => {
      event.stopPropagation();
      unlock();
    });
    this.notice = element('div', 'map-note map-notice');
    this.notice.setAttribute('role', 'status');
    this.notice.hidden = true;
    this.asking = element('div', 'map-note map-notice', 'Click the place on the map');
    this.asking.hidden = true;
    for (const note of [this.lock, this.notice, this.asking]) {
      L.DomEvent.disableClickPropagation(note);
      box.append(note);
    }
  }

  showLock(locked) {
    this.lock.hidden = !locked;
  }

  showAsking(asking) {
    this.asking.hidden = !asking;
  }

  say(text) {
    this.notice.textContent = text;
    this.notice.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.notice.hidden = true;
    }, NOTICE_MS);
  }
}
