// The viewer inside Engram's pages. A page holds, for each viewer, a <section data-engram-viewer> whose scene is JSON
// in a <script type="application/json">, and each file as base64 in a <script type="text/plain" data-blob="...">.
// NiiVue reads the files and draws; everything around the canvas is here.

import {
  DRAG_MODE, MULTIPLANAR_TYPE, Niivue, NVImage, NVMesh, NVMeshLoaders, SHOW_RENDER, SLICE_TYPE
} from "@niivue/niivue";
import { choice, element, millimetres, number, slider, tick } from "./controls.js";

const VIEWS = new Map([
  ["multiplanar", ["Planes and 3D", SLICE_TYPE.MULTIPLANAR]],
  ["axial", ["Axial", SLICE_TYPE.AXIAL]],
  ["coronal", ["Coronal", SLICE_TYPE.CORONAL]],
  ["sagittal", ["Sagittal", SLICE_TYPE.SAGITTAL]],
  ["render", ["3D", SLICE_TYPE.RENDER]]
]);
const AXES = [["x", "Left \u2013 right"], ["y", "Back \u2013 front"], ["z", "Down \u2013 up"]];
const STEPS = 200;
const FRAME_MILLISECONDS = 250;

class Viewer {
  constructor(section) {
    this.section = section;
    this.scene = JSON.parse(section.querySelector("script[type='application/json']").textContent);
    this.loaded = new Map(); // overlay index -> NVImage
    this.current = 0;
    this.frameSlider = null;
    this.axisSliders = [];
    this.redrawAsked = false;
  }

  async mount() {
    this.section.dataset.state = "loading";
    this.canvas = element("canvas", { tabindex: "0", role: "application", "aria-label": this.describe() });
    this.stage = element("div", { class: "viewer-stage" }, this.canvas);
    this.place = element("p", { class: "viewer-place", role: "status", "aria-live": "polite" });
    this.panel = element("form", { class: "viewer-panel", "aria-label": "Viewer controls" });
    this.panel.addEventListener("submit", (event) => event.preventDefault());
    const left = element("div", { class: "viewer-left" }, this.stage, this.place);
    this.live = element("div", { class: "viewer-live" }, left, this.panel);
    this.section.prepend(this.live);
    this.catchKeys();
    await this.start();
    this.buildPanel();
    this.nv.onLocationChange = (location) => this.showPlace(location);
    if (this.scene.overlays.length > 0) {
      this.goToPeak();
    } else if (this.scene.base) {
      this.nv.createOnLocationChange();
    } else {
      this.place.textContent = "Drag to turn, scroll to zoom.";
    }
    this.section.dataset.state = "ready";
  }

  describe() {
    return `${this.scene.title || "Image viewer"}. Arrow keys move the crosshair, page up and page down the height, `
      + "square brackets step through time.";
  }

  async start() {
    this.nv = new Niivue({
      backColor: [0, 0, 0, 1], crosshairColor: [0.36, 0.72, 1, 0.9], crosshairWidth: 0.6,
      fontColor: [0.85, 0.88, 0.92, 1], fontSizeScaling: 0.35, isColorbar: true, colorbarHeight: 0.035,
      dragAndDropEnabled: false, scrollRequiresFocus: true, multiplanarForceRender: true, loadingText: "",
      multiplanarShowRender: SHOW_RENDER.ALWAYS, multiplanarLayout: MULTIPLANAR_TYPE.GRID, dragMode: DRAG_MODE.pan,
      show3Dcrosshair: Boolean(this.scene.base), logLevel: "error",
      sliceType: this.scene.base ? SLICE_TYPE.MULTIPLANAR : SLICE_TYPE.RENDER
    });
    for (const [key, map] of Object.entries(this.scene.colourMaps)) {
      this.nv.addColormap(key, map.positive);
      if (map.negative) {
        this.nv.addColormap(`${key}-negative`, map.negative);
      }
    }
    await this.nv.attachToCanvas(this.canvas);
    if (!this.nv.gl) {
      throw new Error("this browser offers no WebGL 2");
    }
    if (this.scene.base) {
      this.nv.addVolume(await this.image(this.scene.base, true));
    }
    for (const surface of this.scene.surfaces) {
      await this.addSurface(surface);
    }
    for (let i = 0; i < this.scene.overlays.length; i++) {
      if (!this.scene.exclusive || i === 0) {
        await this.show(i);
      }
    }
  }

  async image(layer, isBase) {
    const image = await NVImage.new(bytesOf(layer.blob), layer.file, this.positive(layer), layer.opacity);
    if (layer.minimum !== null) {
      image.cal_min = layer.minimum;
    }
    if (layer.maximum !== null) {
      image.cal_max = layer.maximum;
    }
    image.colormapNegative = this.negative(layer);
    image.colorbarVisible = !isBase;
    return image;
  }

  positive(layer) {
    return layer.colourMap;
  }

  negative(layer) {
    return this.scene.colourMaps[layer.colourMap]?.negative ? `${layer.colourMap}-negative` : "";
  }

  async addSurface(surface) {
    const mesh = await NVMesh.readMesh(bytesOf(surface.blob), surface.file, this.nv.gl, 1,
      new Uint8Array([205, 205, 205, 255]));
    for (const layer of surface.layers) {
      const signed = this.negative(layer);
      const read = await NVMeshLoaders.readLayer(layer.file, bytesOf(layer.blob), mesh, layer.opacity,
        layer.colourMap, signed || "winter", signed !== "", layer.minimum, layer.maximum);
      if (read && !mesh.layers.includes(read)) {
        mesh.layers.push(read);
      }
    }
    mesh.updateMesh(this.nv.gl);
    this.nv.addMesh(mesh);
    surface.mesh = mesh;
  }

  /** Shows one overlay, reading it the first time. */
  async show(index) {
    let image = this.loaded.get(index);
    if (!image) {
      image = await this.image(this.scene.overlays[index], false);
      this.loaded.set(index, image);
    }
    if (!this.nv.volumes.includes(image)) {
      this.nv.addVolume(image);
    }
  }

  hide(index) {
    const image = this.loaded.get(index);
    if (image && this.nv.volumes.includes(image)) {
      this.nv.removeVolume(image);
    }
  }

  async select(index) {
    const before = this.current;
    this.current = index;
    if (this.scene.exclusive && before !== index) {
      const layer = this.scene.overlays[index];
      const shown = this.scene.overlays[before];
      layer.opacity = shown.opacity;
      await this.show(index);
      this.loaded.get(index).opacity = layer.opacity;
      this.hide(before);
      this.nv.updateGLVolume();
      this.nv.createOnLocationChange();
    }
    this.overlayHost.replaceChildren(...this.overlayControls());
    this.section.dataset.overlay = String(index);
  }

  /** Puts the crosshair where the overlay at hand is largest in absolute value. */
  goToPeak() {
    const image = this.loaded.get(this.current);
    const [nx, ny, nz] = image.hdr.dims.slice(1, 4);
    const { scl_slope: slope, scl_inter: intercept, affine } = image.hdr;
    const signed = image.colormapNegative !== "";
    let best = -Infinity;
    let at = 0;
    for (let v = 0; v < nx * ny * nz; v++) {
      const value = image.img[v] * slope + intercept;
      const size = signed ? Math.abs(value) : value;
      if (size > best) {
        best = size;
        at = v;
      }
    }
    const voxel = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)), 1];
    const world = affine.slice(0, 3).map((row) => row.reduce((sum, weight, i) => sum + weight * voxel[i], 0));
    this.nv.scene.crosshairPos = this.nv.mm2frac(world);
    this.nv.createOnLocationChange();
    this.redraw();
  }

  // ---- controls -----------------------------------------------------------------------------------------------

  buildPanel() {
    if (this.scene.base) {
      this.panel.append(this.group("Position", this.viewChoice(), ...this.axisControls(), ...this.frameControls()));
    }
    if (this.scene.overlays.length > 0) {
      this.panel.append(this.overlayGroup());
    }
    for (const surface of this.scene.surfaces) {
      this.panel.append(this.surfaceGroup(surface));
    }
    if (this.scene.base) {
      this.panel.append(this.group("Background", ...this.baseControls()));
    }
  }

  group(title, ...rows) {
    return element("fieldset", {}, element("legend", {}, title), ...rows);
  }

  viewChoice() {
    return choice({
      label: "View", name: "view", value: "multiplanar",
      options: [...VIEWS].map(([key, [text]]) => [key, text]),
      onChange: (key) => this.nv.setSliceType(VIEWS.get(key)[1])
    }).row;
  }

  axisControls() {
    const extents = this.nv.volumes[0].dimsRAS;
    const voxel = this.nv.frac2vox(this.nv.scene.crosshairPos);
    return AXES.map(([axis, label], d) => {
      const control = slider({
        label, name: `slice-${axis}`, min: 0, max: extents[d + 1] - 1, step: 1, value: voxel[d],
        words: (value) => `${axis} ${millimetres(this.millimetresAt(d, value))} mm`,
        onInput: (value) => this.moveTo(d, value)
      });
      this.axisSliders[d] = control;
      return control.row;
    });
  }

  millimetresAt(axis, index) {
    const voxel = [...this.nv.frac2vox(this.nv.scene.crosshairPos)];
    voxel[axis] = index;
    return this.nv.frac2mm(this.nv.vox2frac(voxel))[axis];
  }

  moveTo(axis, index) {
    const voxel = [...this.nv.frac2vox(this.nv.scene.crosshairPos)];
    voxel[axis] = index;
    this.nv.scene.crosshairPos = this.nv.vox2frac(voxel);
    this.nv.createOnLocationChange();
    this.redraw();
  }

  frameControls() {
    const series = this.nv.volumes.filter((volume) => volume.nFrame4D > 1);
    if (series.length === 0) {
      return [];
    }
    const count = series[0].nFrame4D;
    const seconds = repetitionTimeSeconds(series[0].hdr);
    this.frameSlider = slider({
      label: "Time", name: "frame", min: 0, max: count - 1, step: 1, value: 0,
      words: (frame) => `${frame + 1} of ${count}` + (seconds > 0 ? `, ${number(frame * seconds)} s` : ""),
      onInput: (frame) => this.showFrame(frame)
    });
    const button = element("button", { type: "button", "data-control": "play", "aria-pressed": "false" }, "Play");
    button.addEventListener("click", () => this.togglePlay(button, count));
    return [this.frameSlider.row, element("div", { class: "viewer-row" }, element("span"), button)];
  }

  showFrame(frame) {
    const count = this.nv.volumes.find((volume) => volume.nFrame4D > 1)?.nFrame4D;
    for (const volume of this.nv.volumes) {
      if (volume.nFrame4D === count) {
        this.nv.setFrame4D(volume.id, frame);
      }
    }
    this.nv.createOnLocationChange();
  }

  togglePlay(button, count) {
    if (this.timer) {
      clearInterval(this.timer);
      this.timer = null;
    } else {
      this.timer = setInterval(() => {
        const next = (this.frameSlider.value + 1) % count;
        this.frameSlider.set(next);
        this.showFrame(next);
      }, FRAME_MILLISECONDS);
    }
    button.textContent = this.timer ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(Boolean(this.timer)));
  }

  overlayGroup() {
    const { overlays, exclusive, selectorLabel } = this.scene;
    const group = this.group(exclusive ? selectorLabel : "Overlays");
    if (!exclusive) {
      overlays.forEach((layer, i) => group.append(tick({
        label: layer.label, name: `show-${i}`, checked: true,
        onChange: async (on) => {
          await (on ? this.show(i) : this.hide(i));
          this.nv.createOnLocationChange();
        }
      }).row));
    }
    if (overlays.length > 1) {
      group.append(choice({
        label: exclusive ? "Show" : "Adjust", name: "overlay", value: String(this.current),
        options: overlays.map((layer, i) => [String(i), layer.label]), onChange: (key) => this.select(Number(key))
      }).row);
    }
    this.overlayHost = element("div", {}, ...this.overlayControls());
    group.append(this.overlayHost);
    return group;
  }

  overlayControls() {
    const layer = this.scene.overlays[this.current];
    const image = this.loaded.get(this.current);
    const apply = () => this.redraw(true);
    return [...this.layerControls(layer, image, apply), this.peakButton()];
  }

  /** Threshold, upper end, opacity and colours; an image and a surface layer take the same fields. */
  layerControls(layer, target, apply) {
    const highest = Math.max(Math.abs(target.global_min), Math.abs(target.global_max), target.cal_max) || 1;
    const maps = Object.entries(this.scene.colourMaps).filter(([, map]) => map.forOverlays);
    return [
      slider({
        label: "Threshold", name: "threshold", min: 0, max: highest, step: "any", value: target.cal_min, words: number,
        onInput: (value) => { target.cal_min = value; apply(); }
      }).row,
      slider({
        label: "Brightest at", name: "maximum", min: highest / STEPS, max: highest, step: "any", value: target.cal_max, words: number,
        onInput: (value) => { target.cal_max = value; apply(); }
      }).row,
      slider({
        label: "Opacity", name: "opacity", min: 0, max: 1, step: 0.05, value: target.opacity,
        words: (value) => `${Math.round(value * 100)}%`,
        onInput: (value) => { target.opacity = value; layer.opacity = value; apply(); }
      }).row,
      choice({
        label: "Colours", name: "colours", value: layer.colourMap, options: maps.map(([key, map]) => [key, map.label]),
        onChange: (key) => {
          layer.colourMap = key;
          target.colormap = this.positive(layer);
          target.colormapNegative = this.negative(layer);
          if ("useNegativeCmap" in target) {
            target.useNegativeCmap = target.colormapNegative !== "";
          }
          apply();
        }
      }).row
    ];
  }

  peakButton() {
    const button = element("button", { type: "button", "data-control": "peak" }, "Go to the peak");
    button.addEventListener("click", () => this.goToPeak());
    return element("div", { class: "viewer-row" }, element("span"), button);
  }

  surfaceGroup(surface) {
    const group = this.group(surface.label, tick({
      label: "Visible", name: "surface", checked: true,
      onChange: (on) => { surface.mesh.visible = on; this.redraw(); }
    }).row);
    surface.mesh.layers.forEach((target, i) => {
      group.append(...this.layerControls(surface.layers[i], target, () => {
        surface.mesh.updateMesh(this.nv.gl);
        this.nv.refreshColormaps();
        this.redraw();
      }));
    });
    return group;
  }

  baseControls() {
    const base = this.nv.volumes[0];
    const low = base.global_min;
    const high = Math.max(base.global_max > low ? base.global_max : low + 1, base.cal_max);
    const end = (label, name, field) => slider({
      label, name, min: low, max: high, step: "any", value: base[field], words: number,
      onInput: (value) => { base[field] = value; this.redraw(true); }
    }).row;
    return [
      end("Black at", "base-minimum", "cal_min"), end("White at", "base-maximum", "cal_max"),
      tick({
        label: "Smooth between voxels", name: "smooth", checked: true,
        onChange: (on) => this.nv.setInterpolation(!on)
      }).row,
      tick({
        label: "Left of the head on the right (radiological)", name: "radiological", checked: false,
        onChange: (on) => this.nv.setRadiologicalConvention(on)
      }).row
    ];
  }

  // ---- drawing and reading off ------------------------------------------------------------------------------

  /** Draws once before the next frame, however often it is asked; {@code layers} also rebuilds the overlays. */
  redraw(layers = false) {
    this.rebuild ||= layers;
    if (this.redrawAsked) {
      return;
    }
    this.redrawAsked = true;
    requestAnimationFrame(() => {
      this.redrawAsked = false;
      if (this.rebuild) {
        this.rebuild = false;
        this.nv.updateGLVolume();
      }
      this.nv.drawScene();
    });
  }

  showPlace(location) {
    const [x, y, z] = location.mm;
    const voxel = location.vox;
    this.axisSliders.forEach((control, d) => control.set(voxel[d]));
    const parts = [element("span", { class: "viewer-mm" },
      `x ${millimetres(x)}  y ${millimetres(y)}  z ${millimetres(z)} mm`)];
    location.values.forEach((entry, i) => {
      const layer = i === 0 ? this.scene.base : this.layerOf(this.nv.volumes[i]);
      parts.push(element("span", {}, `${layer?.label ?? entry.name}: `,
        element("strong", {}, number(entry.value))));
    });
    this.place.replaceChildren(...parts);
  }

  layerOf(image) {
    for (const [index, loaded] of this.loaded) {
      if (loaded === image) {
        return this.scene.overlays[index];
      }
    }
    return null;
  }

  /** Our keys instead of NiiVue's, which change modes without saying so. */
  catchKeys() {
    const moves = {
      ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1], PageDown: [2, -1], PageUp: [2, 1]
    };
    const onKey = (event) => {
      event.stopPropagation();
      if (event.type !== "keydown" || event.ctrlKey || event.metaKey || event.altKey || !this.scene.base) {
        return;
      }
      const move = moves[event.key];
      if (move) {
        const [axis, by] = move;
        const at = this.nv.frac2vox(this.nv.scene.crosshairPos)[axis] + by;
        this.moveTo(axis, Math.max(0, Math.min(this.nv.volumes[0].dimsRAS[axis + 1] - 1, at)));
        event.preventDefault();
      } else if (this.frameSlider && (event.key === "[" || event.key === "]")) {
        this.frameSlider.set(this.frameSlider.value + (event.key === "]" ? 1 : -1));
        this.showFrame(this.frameSlider.value);
      }
    };
    this.stage.addEventListener("keydown", onKey, true);
    this.stage.addEventListener("keyup", onKey, true);
  }
}

function bytesOf(blob) {
  const holder = document.querySelector(`script[data-blob="${CSS.escape(blob)}"]`);
  const text = atob(holder.textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }
  return bytes.buffer;
}

/** NIfTI keeps the time unit in bits 3 to 5 of xyzt_units: 8 s, 16 ms, 24 us. */
function repetitionTimeSeconds(header) {
  const factor = { 8: 1, 16: 1e-3, 24: 1e-6 }[header.xyzt_units & 56] ?? 0;
  return factor * header.pixDims[4];
}

async function mountAll() {
  window.engramViewers = [];
  for (const section of document.querySelectorAll("[data-engram-viewer]")) {
    const viewer = new Viewer(section);
    window.engramViewers.push(viewer);
    try {
      await viewer.mount();
    } catch (error) {
      // The static picture stays; the reader learns why the moving one does not come.
      viewer.live?.remove();
      section.dataset.state = "failed";
      section.prepend(element("p", { class: "viewer-failed", role: "alert" },
        `The interactive viewer could not start: ${error.message ?? error}. The picture below does not need it.`));
    }
  }
}

mountAll();
