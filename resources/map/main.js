// Puts the page together: layers on the map that folium made, the channel to the console, and what the console may ask.

import { CanvasLayer } from './canvas_layer.js';
import { forgetCalls } from './call_shapes.js';
import { Layers, Notes } from './controls.js';
import { forgetText } from './labels.js';
import { Legend } from './legend.js';
import { paintLive } from './live.js';
import { paintNames } from './names.js';
import { loadOutline, paintOutline } from './outline.js';
import { Pointer } from './pointer.js';
import { installProbe } from './probe.js';
import { placePulses } from './pulses.js';
import * as told from './scene.js';
import { loadFonts, setTextScale, setTheme } from './theme.js';
import { forgetSprites } from './unit_sprites.js';
import { View } from './view.js';
import { paintZones } from './zones.js';

const { scene } = told;
const map = window.tandemMap;
const options = window.tandemOptions;
const AGES_MS = 2000; // how often ages of fixes are looked at
let bridge = null;

map.attributionControl.setPrefix('');
map.getContainer().setAttribute('role', 'img');
for (const [name, depth] of [['ground', 250], ['pulses', 440], ['live', 450]]) {
  map.createPane(name).style.zIndex = String(depth);
  map.getPane(name).style.pointerEvents = 'none';
}

const ground = new CanvasLayer('ground', 220, (context, frame) => {
  if (scene.layers.base && options.outline) paintOutline(context, frame);
  if (scene.layers.base && options.outline) paintNames(context, frame);
  if (scene.layers.zones) paintZones(context, frame);
});
const live = new CanvasLayer('live', 100, (context, frame) => {
  paintLive(context, frame);
  placePulses(map);
});

const view = new View(map, options.extent, {
  locked(flag) {
    notes.showLock(flag);
    bridge?.say_locked(flag);
  },
  rested(lat, lon, zoom, locked) {
    bridge?.say_view(lat, lon, zoom, locked);
  },
});
const notes = new Notes(map, () => view.unlock());
const legend = new Legend(map);
const layers = new Layers(map, (byHand) => {
  map.getPane('tilePane').style.display = scene.layers.base ? '' : 'none';
  redrawAll();
  if (byHand) bridge?.say_layers({ ...scene.layers });
});
const pointer = new Pointer(map, {
  clicked: (kind, id) => bridge?.say_clicked(kind, id),
  dropped: (unit, call) => bridge?.say_dropped(unit, call),
  ground(lat, lon) {
    notes.showAsking(false);
    bridge?.say_ground(lat, lon);
  },
});

function redrawAll() {
  ground.redraw();
  live.redraw();
}

function repaintAll() {
  forgetSprites();
  forgetCalls();
  forgetText();
  legend.repaint();
  redrawAll();
}

// The window may be moved to a screen of another density, more than once.
function watchResolution() {
  const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  query.addEventListener('change', () => {
    repaintAll();
    watchResolution();
  }, { once: true });
}

// What a screen reader says of the canvas.
function describe() {
  const unit = scene.units.get(scene.selectedUnit);
  const call = scene.calls.find((one) => one.id === scene.selectedCall);
  const chosen = [unit && `unit ${unit.sign}`, call && `call ${call.label}, level ${call.level}`].filter(Boolean);
  const words = `Map with ${scene.units.size} units and ${scene.calls.length} calls`;
  map.getContainer().setAttribute('aria-label', chosen.length ? `${words}; selected: ${chosen.join(', ')}` : words);
}

// Two frames on, what was drawn has reached the screen.
function whenPainted(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

function changing(set, redraw) {
  return (...values) => {
    set(...values);
    redraw();
  };
}

const redrawLive = () => live.redraw();
const redrawAndDescribe = () => {
  describe();
  live.redraw();
};
const redrawGround = () => ground.redraw();

window.tandem = {
  theme: changing(setTheme, repaintAll),
  textScale: changing(setTextScale, repaintAll),
  units: changing(told.setUnits, redrawAndDescribe),
  slots: changing(told.setSlots, redrawLive),
  calls: changing(told.setCalls, redrawAndDescribe),
  providers: changing(told.setProviders, redrawLive),
  route: changing(told.setRoute, redrawLive),
  clock: changing(told.setClock, redrawLive),
  zones: changing(told.setZones, redrawGround),
  staleAfter: changing((seconds) => Object.assign(scene, { staleAfter: seconds }), redrawLive),
  select: changing((unit, call) => Object.assign(scene, { selectedUnit: unit, selectedCall: call }), redrawAndDescribe),
  layers: (shown) => layers.set(shown),
  centreOn: (lat, lon) => view.centreOn(lat, lon),
  fit: (bounds) => view.fit(bounds),
  look: (lat, lon, zoom, locked) => view.look(lat, lon, zoom, locked),
  unlock: () => view.unlock(),
  notice: (text) => notes.say(text),
  askPoint(asking) {
    pointer.setAsking(asking);
    notes.showAsking(asking);
  },
  positions(text, seq) {
    told.setPositions(text);
    scene.lastSeq = seq;
    live.drawNow();
    whenPainted(() => bridge?.say_painted(seq));
  },
};

ground.addTo(map);
live.addTo(map);
legend.repaint();
installProbe(map, ground, live, view, { notes });
setInterval(() => document.hidden || live.redraw(), AGES_MS);
loadFonts(options.fonts).then(repaintAll);
if (options.outline) loadOutline(options.outline).then(redrawGround, () => notes.say('The outline of the map cannot be read.'));
watchResolution();

new window.QWebChannel(window.qt.webChannelTransport, (channel) => {
  bridge = channel.objects.bridge;
  bridge.say_ready();
});
