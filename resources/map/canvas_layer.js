// A canvas that is somewhat larger than the view, so that panning moves it as it is and seldom draws it anew.

const L = window.L;
const RESTING_MS = 150;

export const CanvasLayer = L.Layer.extend({
  initialize(pane, margin, paint) {
    this._pane = pane;
    this._margin = margin; // CSS pixels on each side
    this._paint = paint; // (context, frame) => void
    this.drawMs = 0;
    this.draws = 0;
  },

  onAdd(map) {
    this._map = map;
    this._canvas = L.DomUtil.create('canvas', 'map-canvas', map.getPane(this._pane));
    map.on('move', this._onMove, this);
    map.on('moveend', this._onRest, this);
    map.on('zoomend resize viewreset', this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    clearTimeout(this._resting);
    this._canvas.remove();
    map.off('move', this._onMove, this);
    map.off('moveend', this._onRest, this);
    map.off('zoomend resize viewreset', this.redraw, this);
  },

  redraw() {
    if (this._asked || !this._map) return;
    this._asked = requestAnimationFrame(() => this.drawNow());
  },

  drawNow() {
    cancelAnimationFrame(this._asked);
    this._asked = 0;
    const started = performance.now();
    const frame = this._place();
    const context = this._canvas.getContext('2d');
    context.setTransform(frame.dpr, 0, 0, frame.dpr, 0, 0);
    context.clearRect(0, 0, frame.width, frame.height);
    this._paint(context, frame);
    this.frame = frame;
    this.draws += 1;
    this.drawMs = performance.now() - started;
  },

  _onMove() {
    // A zoom changes the scale of everything; a pan only matters once the margin is used up.
    if (!this.frame || this.frame.zoom !== this._map.getZoom() || !this._covers()) this.redraw();
  },

  // A pan that ended inside the margin has shown nothing wrong; the margin is laid around the view anew a moment later.
  _onRest() {
    clearTimeout(this._resting);
    this._resting = setTimeout(() => this.redraw(), RESTING_MS);
  },

  _covers() {
    const top = this._map.containerPointToLayerPoint([0, 0]);
    const shift = top.subtract(this.frame.corner);
    const spare = 2 * this._margin;
    return shift.x >= 0 && shift.y >= 0 && shift.x <= spare && shift.y <= spare;
  },

  // Where the canvas lies: px = x * scale - left turns world coordinates into canvas pixels (CSS).
  _place() {
    const map = this._map;
    const size = map.getSize();
    const margin = this._margin;
    const dpr = window.devicePixelRatio || 1;
    const width = size.x + 2 * margin;
    const height = size.y + 2 * margin;
    const canvas = this._canvas;
    if (canvas.width !== Math.round(width * dpr) || canvas.height !== Math.round(height * dpr)) {
      canvas.width = Math.round(width * dpr);
      canvas.height = Math.round(height * dpr);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const corner = map.containerPointToLayerPoint([-margin, -margin]).round();
    L.DomUtil.setPosition(canvas, corner);
    const origin = map.getPixelOrigin();
    const zoom = map.getZoom();
    return {
      zoom, dpr, width, height, margin, corner,
      scale: 2 ** zoom,
      left: origin.x + corner.x,
      top: origin.y + corner.y,
      viewWidth: size.x,
      viewHeight: size.y,
    };
  },
});
