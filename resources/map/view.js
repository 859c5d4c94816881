// Where the map looks. Only a hand moves it, and a wish of the operator; a hand locks it.

export class View {
  constructor(map, extent, say) {
    this.map = map;
    this.home = extent;
    this.locked = false;
    this.say = say; // { locked(flag), rested(lat, lon, zoom, locked) }
    this.ours = false;
    map.on('movestart zoomstart', () => this.ours || this.lock(true));
    map.on('resize', () => this.locked || this.goHome());
    map.on('moveend', () => this.rest());
    this.goHome();
  }

  move(change) {
    this.ours = true;
    try {
      change(this.map);
    } finally {
      this.ours = false;
    }
  }

  goHome() {
    const size = this.map.getSize();
    if (size.x < 40 || size.y < 40) return; // not laid out yet: no zoom fits, the resize comes back here
    this.move((map) => map.fitBounds(this.home, { animate: false, padding: [18, 18] }));
  }

  fit(bounds) {
    this.home = bounds;
    this.lock(false);
    this.goHome();
  }

  centreOn(lat, lon) {
    this.move((map) => map.setView([lat, lon], map.getZoom(), { animate: false }));
    this.lock(true); // else the next change of the window's size would take the view away again
  }

  look(lat, lon, zoom, locked) {
    if (locked) this.move((map) => map.setView([lat, lon], zoom, { animate: false }));
    this.lock(locked);
  }

  unlock() {
    this.lock(false);
    this.goHome();
  }

  lock(locked) {
    if (locked === this.locked) return;
    this.locked = locked;
    this.say.locked(locked);
    this.rest();
  }

  rest() {
    const { lat, lng } = this.map.getCenter();
    this.say.rested(lat, lng, this.map.getZoom(), this.locked);
  }
}
