// What the page shows, for tests that read it back.

import { isStale, shown } from './live_units.js';
import { outline } from './outline.js';
import { places, programNow, scene } from './scene.js';

let blocked = 0;
document.addEventListener('securitypolicyviolation', () => {
  blocked += 1;
});

const frames = { running: false, since: 0, last: 0, gaps: [] };

function onFrame(time) {
  if (!frames.running) return;
  if (frames.last) frames.gaps.push(time - frames.last);
  frames.last = time;
  requestAnimationFrame(onFrame);
}

export function installProbe(map, ground, live, view, fingers) {
  const pixel = (x, y) => {
    const origin = map.getPixelOrigin();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const scale = 2 ** map.getZoom();
    return [x * scale - origin.x - corner.x, y * scale - origin.y - corner.y];
  };

  const probe = () => {
    const centre = map.getCenter();
    return JSON.stringify({
      units: scene.units.size,
      calls: scene.calls.length,
      zones: scene.zones.length,
      providers: scene.providers.length,
      route: scene.route !== null,
      outline: outline.street.length + outline.water.length + outline.park.length,
      selectedUnit: scene.selectedUnit,
      selectedCall: scene.selectedCall,
      drawn: shown.drawn,
      crowded: shown.crowded,
      lastSeq: scene.lastSeq,
      theme: scene.tokens['map.land'] || null,
      textScale: scene.textScale,
      layers: { ...scene.layers },
      locked: view.locked,
      asking: scene.asking,
      centre: [centre.lat, centre.lng],
      zoom: map.getZoom(),
      programNow: programNow(),
      liveDrawMs: live.drawMs,
      groundDrawMs: ground.drawMs,
      draws: live.draws,
      blocked,
      fonts: document.fonts.size,
      focused: document.hasFocus(),
      notice: fingers.notes.notice.hidden ? '' : fingers.notes.notice.textContent,
    });
  };

  // One mark: where it is in the view (CSS pixels) and how it looks.
  probe.unit = (id) => {
    const unit = scene.units.get(id);
    if (!unit || unit.slot < 0 || Number.isNaN(places.fix[unit.slot])) return null;
    const { sign, status, degraded, emergency, slot } = unit;
    return JSON.stringify({
      sign, status, degraded, emergency, slot, at: pixel(places.x[slot], places.y[slot]), stale: isStale(slot, programNow()),
      heading: places.heading[slot], fix: places.fix[slot],
    });
  };
  probe.call = (id) => {
    const call = scene.calls.find((one) => one.id === id);
    return call ? JSON.stringify({ ...call, at: pixel(call.x, call.y).map((place, i) => place + (i ? call.dy : call.dx)) }) : null;
  };

  probe.startFrames = () => {
    Object.assign(frames, { running: true, since: performance.now(), last: 0, gaps: [] });
    requestAnimationFrame(onFrame);
  };
  probe.stopFrames = () => {
    frames.running = false;
    const seconds = (performance.now() - frames.since) / 1000;
    const sorted = [...frames.gaps].sort((a, b) => a - b);
    const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] || 0;
    return JSON.stringify({
      frames: frames.gaps.length, seconds, fps: frames.gaps.length / seconds, p50: quantile(0.5), p95: quantile(0.95), max: quantile(1),
    });
  };
  // Pans back and forth, some pixels each frame, as a hand does.
  probe.pan = (milliseconds) => {
    const until = performance.now() + milliseconds;
    let step = 0;
    const next = () => {
      view.move(() => map.panBy([step++ % 120 < 60 ? 7 : -7, step % 80 < 40 ? 3 : -3], { animate: false }));
      if (performance.now() < until) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  };
  window.tandemProbe = probe;
}
