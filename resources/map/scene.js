// Everything that is to be drawn, as last told by the console. Positions live in columns by slot, marks in tables by id.

const HIGHEST_LATITUDE = 85.0511287798;

export const scene = {
  tokens: {},
  textScale: 1,
  staleAfter: 120,
  layers: { units: true, calls: true, zones: true, providers: true, base: true },
  units: new Map(), // id -> { id, sign, kind, disciplines, status, degraded, emergency, slot }
  calls: [],
  providers: [],
  zones: [],
  route: null,
  selectedUnit: null,
  selectedCall: null,
  asking: false,
  lastSeq: 0,
};

// World coordinates are pixels of Mercator zoom 0 (0..256): one multiplication away from any zoom.
export function worldX(lon) {
  return 256 * (lon / 360 + 0.5);
}

export function worldY(lat) {
  const held = Math.max(-HIGHEST_LATITUDE, Math.min(HIGHEST_LATITUDE, lat));
  const sine = Math.sin((held * Math.PI) / 180);
  return 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
}

export function colour(token) {
  return scene.tokens[token] || '#8a97ab';
}

const clock = { epoch: Date.now() / 1000, rate: 1, heardAt: performance.now() };

export function setClock(epoch, rate) {
  Object.assign(clock, { epoch, rate, heardAt: performance.now() });
}

export function programNow() {
  return clock.epoch + ((performance.now() - clock.heardAt) / 1000) * clock.rate;
}

// Positions by slot. NaN in `fix` marks a slot that has no position (yet).
export const places = {
  count: 0,
  x: new Float64Array(0),
  y: new Float64Array(0),
  fix: new Float64Array(0),
  heading: new Int16Array(0),
  unit: [], // the mark that is at this slot, or null
  owner: [], // the id of the unit that owns the slot, whether its mark is known or not
  slotOf: new Map(), // and the other way round
};

function grow(count) {
  if (count <= places.x.length) {
    places.count = Math.max(places.count, count);
    return;
  }
  const room = Math.max(64, count * 2);
  for (const name of ['x', 'y', 'fix', 'heading']) {
    const old = places[name];
    const fresh = new old.constructor(room);
    fresh.set(old);
    if (name === 'fix') fresh.fill(NaN, old.length);
    places[name] = fresh;
  }
  places.count = count;
}

export function setSlots(rows, all) {
  if (all) {
    places.fix.fill(NaN);
    places.unit.fill(null);
    places.owner.fill(null);
    places.slotOf.clear();
    for (const unit of scene.units.values()) unit.slot = -1;
  }
  for (const [slot, id] of rows) {
    grow(slot + 1);
    const before = places.unit[slot];
    if (before && before.slot === slot) before.slot = -1;
    places.fix[slot] = NaN; // whoever comes here must not be seen where the former owner was
    const former = places.owner[slot];
    if (former && places.slotOf.get(former) === slot) places.slotOf.delete(former);
    places.owner[slot] = id;
    if (id !== null) places.slotOf.set(id, slot);
    const unit = id === null ? undefined : scene.units.get(id);
    places.unit[slot] = unit || null;
    if (unit) unit.slot = slot;
  }
}

export function setUnits(rows, gone) {
  for (const id of gone) {
    const unit = scene.units.get(id);
    if (unit && unit.slot >= 0) places.unit[unit.slot] = null;
    scene.units.delete(id);
  }
  for (const [id, sign, kind, disciplines, status, degraded, emergency] of rows) {
    const slot = places.slotOf.get(id) ?? -1;
    const unit = { id, sign, kind, disciplines, status, degraded, emergency, slot };
    unit.look = `${kind}|${disciplines}|${status}|${degraded ? 1 : 0}${emergency ? 1 : 0}`;
    scene.units.set(id, unit);
    if (slot >= 0) places.unit[slot] = unit;
  }
}

function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

// u32 count, u32 0 = all slots or 1 = some; then f64 fix, i32 latitude, i32 longitude, [i32 slot], i16 heading.
export function setPositions(text) {
  const buffer = bytesOf(text).buffer;
  const [count, some] = new Uint32Array(buffer, 0, 2);
  const fix = new Float64Array(buffer, 8, count);
  const lat = new Int32Array(buffer, 8 + 8 * count, count);
  const lon = new Int32Array(buffer, 8 + 12 * count, count);
  const slots = some ? new Int32Array(buffer, 8 + 16 * count, count) : null;
  const heading = new Int16Array(buffer, 8 + (some ? 20 : 16) * count, count);
  if (!some) grow(count);
  for (let i = 0; i < count; i++) {
    const slot = slots ? slots[i] : i;
    places.x[slot] = worldX(lon[i] / 1e6);
    places.y[slot] = worldY(lat[i] / 1e6);
    places.fix[slot] = fix[i];
    places.heading[slot] = heading[i];
  }
}

export function setCalls(rows) {
  // The worst are drawn last, on top.
  scene.calls = rows
    .map(([id, label, level, lat, lon, assigned, escalated]) => ({
      id, label, level, assigned, escalated, x: worldX(lon), y: worldY(lat),
      dx: 0, dy: 0, // pixels that its mark stands aside
    }))
    .sort((a, b) => a.level - b.level);
}

export function setProviders(rows) {
  scene.providers = rows.map(([id, name, lat, lon, beds]) => ({
    id, name, beds, x: worldX(lon), y: worldY(lat),
  }));
}

function worldLine(points) {
  const line = new Float64Array(points.length * 2);
  points.forEach(([lat, lon], i) => {
    line[2 * i] = worldX(lon);
    line[2 * i + 1] = worldY(lat);
  });
  return line;
}

export function setZones(rows) {
  scene.zones = rows.map(([id, name, rings]) => ({ id, name, rings: rings.map(worldLine) }));
}

export function setRoute(row) {
  scene.route = row ? { line: worldLine(row[0]), onRoads: row[1] } : null;
}
