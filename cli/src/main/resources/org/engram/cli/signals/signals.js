'use strict';
// The signal browser: draws blocks of samples on a canvas and keeps the marks a person makes.
(() => {
  const scene = JSON.parse(document.getElementById('scene').textContent);
  const byId = id => document.getElementById(id);
  const canvas = byId('signals'), overview = byId('overview'), names = byId('names');
  const total = scene.sampleCount / scene.samplingRate;
  const GAP = -32768, MOST_BLOCKS_IN_MEMORY = 24, MOST_BLOCKS_IN_VIEW = 12;

  const state = {
    start: 0, window: Math.min(10, total), type: '', rows: 0, firstRow: 0, centre: true, overlay: false,
    scales: {}, bad: new Set(scene.marks.badChannels),
    stretches: scene.marks.annotations.map(a => ({...a})), changed: false, drag: null,
  };
  const blocks = new Map();
  const asked = new Set();

  const decode = text => Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer;
  const overviewValues = new Float32Array(decode(scene.overview.values));

  // Each block file calls this when it has loaded.
  window.engramBlock = (index, points, text) => {
    const view = new DataView(decode(text));
    const rows = scene.channels.map((_, c) => {
      const at = c * (8 + 2 * points);
      return {middle: view.getFloat32(at, true), step: view.getFloat32(at + 4, true),
        values: new Int16Array(view.buffer.slice(at + 8, at + 8 + 2 * points))};
    });
    blocks.set(index, rows);
    asked.delete(index);
    if (blocks.size > MOST_BLOCKS_IN_MEMORY) blocks.delete(blocks.keys().next().value);
    draw();
  };

  function need(index) {
    const found = blocks.get(index);
    if (found) { blocks.delete(index); blocks.set(index, found); return found; }
    if (index >= 0 && index < scene.blockCount && !asked.has(index)) {
      asked.add(index);
      const script = document.createElement('script');
      script.src = `${encodeURIComponent(scene.folder)}/${index}.js`;
      script.onload = () => script.remove();
      script.onerror = () => { byId('cursor').textContent =
        `The file ${scene.folder}/${index}.js is missing: keep the folder beside this page.`; };
      document.head.append(script);
    }
    return null;
  }

  // ---- What is shown ----
  const types = [...new Set(scene.channels.map(c => c.type))];
  const typeLabel = t => t.replace(/_/g, ' ');
  function shown() {
    return scene.channels.map((c, i) => i).filter(i => !state.type || scene.channels[i].type === state.type);
  }
  function visible() {
    const all = shown();
    const rows = state.rows || all.length;
    state.firstRow = Math.max(0, Math.min(state.firstRow, all.length - rows));
    return all.slice(state.firstRow, state.firstRow + rows);
  }

  // A first scale: a row holds four times the usual size of the type's signals.
  function firstScale(type) {
    const spans = [];
    scene.channels.forEach((c, i) => {
      if (c.type !== type) return;
      const bins = scene.overview.bins;
      const own = [];
      for (let b = 0; b < bins; b++) {
        const low = overviewValues[2 * (i * bins + b)], high = overviewValues[2 * (i * bins + b) + 1];
        if (high > low) own.push(high - low);
      }
      if (own.length) { own.sort((a, b) => a - b); spans.push(own[own.length >> 1]); }
    });
    spans.sort((a, b) => a - b);
    return spans.length ? nice(spans[spans.length >> 1] * 1.2) : 1;
  }
  function nice(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    const ratio = value / power;
    return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
  }
  types.forEach(t => { state.scales[t] = firstScale(t); });

  function withUnit(value, unit) {
    const prefixes = [[1, ''], [1e-3, 'm'], [1e-6, '\u00b5'], [1e-9, 'n'], [1e-12, 'p'], [1e-15, 'f']];
    if (unit === 'n/a') return String(+value.toPrecision(3));
    for (const [size, prefix] of prefixes) {
      if (Math.abs(value) >= size * 0.9999) return `${+(value / size).toPrecision(3)} ${prefix}${unit}`;
    }
    return `${value.toPrecision(3)} ${unit}`;
  }

  const clock = seconds => {
    const whole = Math.floor(seconds), part = seconds - whole;
    const two = n => String(n).padStart(2, '0');
    const head = whole >= 3600 ? `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}` : `${Math.floor(whole / 60)}`;
    const decimals = state.window < 5 ? 2 : state.window < 20 ? 1 : 0;
    return `${head}:${two(whole % 60)}${decimals ? part.toFixed(decimals).slice(1) : ''}`;
  };

  // ---- Drawing ----
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  function prepare(target) {
    const box = target.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(box.width * ratio)), height = Math.max(1, Math.round(box.height * ratio));
    if (target.width !== width || target.height !== height) { target.width = width; target.height = height; }
    const g = target.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, box.width, box.height);
    return [g, box.width, box.height];
  }

  let asleep = true;
  function draw() {
    if (!asleep) return;
    asleep = false;
    requestAnimationFrame(() => { asleep = true; drawSignals(); drawOverview(); report(); });
  }

  const BOTTOM = 22;
  function rowMiddle(row, rows, height) {
    return state.overlay ? (height - BOTTOM) / 2 : (row + 0.5) * (height - BOTTOM) / rows;
  }

  function drawSignals() {
    const [g, width, height] = prepare(canvas);
    const rows = visible(), x = t => (t - state.start) / state.window * width;
    drawStretches(g, x, height - BOTTOM, true);
    drawTimes(g, x, width, height);
    const pitch = state.overlay ? height - BOTTOM : (height - BOTTOM) / Math.max(1, rows.length);
    const first = Math.floor(state.start * scene.samplingRate / scene.blockSamples);
    const last = Math.floor(Math.min(scene.sampleCount - 1, (state.start + state.window) * scene.samplingRate)
      / scene.blockSamples);
    const fromBlocks = last - first < MOST_BLOCKS_IN_VIEW;
    let complete = true;
    g.lineWidth = 1; g.lineJoin = 'round';
    const ink = colour('--ink'), warm = colour('--warm'), faint = colour('--faint');
    const loaded = [];
    if (fromBlocks) for (let b = first; b <= last; b++) { loaded.push(need(b)); complete = complete && loaded[b - first]; }
    rows.forEach((c, row) => {
      const channel = scene.channels[c];
      const middle = rowMiddle(row, rows.length, height), gain = pitch / (2 * state.scales[channel.type]);
      g.strokeStyle = state.bad.has(channel.name) ? warm : ink;
      g.globalAlpha = state.bad.has(channel.name) ? 0.55 : state.overlay ? 0.5 : 1;
      if (!state.overlay) {
        g.save(); g.strokeStyle = faint; g.globalAlpha = 0.18; g.beginPath(); g.moveTo(0, middle);
        g.lineTo(width, middle); g.stroke(); g.restore();
      }
      if (fromBlocks && complete) drawFromBlocks(g, c, loaded, first, x, middle, gain, width, pitch);
      else drawFromOverview(g, c, x, middle, gain, width, pitch);
    });
    g.globalAlpha = 1;
    if (state.drag) {
      g.fillStyle = warm; g.globalAlpha = 0.25;
      g.fillRect(x(Math.min(state.drag.from, state.drag.to)), 0,
        Math.abs(state.drag.to - state.drag.from) / state.window * width, height - BOTTOM);
      g.globalAlpha = 1;
    }
    placeNames(rows, height);
    canvas.dataset.state = complete && fromBlocks || !fromBlocks ? 'ready' : 'loading';
  }

  // Points between the edges of the window, and of each pixel only the ends of what lies there: as fast for long windows.
  function drawFromBlocks(g, c, loaded, first, x, middle, gain, width, pitch) {
    const points = [];
    let sum = 0, count = 0;
    loaded.forEach((block, i) => {
      const {middle: centre, step, values} = block[c];
      const startSample = (first + i) * scene.blockSamples;
      for (let p = 0; p < values.length; p++) {
        const sample = scene.stride === 1 ? startSample + p
          : startSample + (Math.floor(p / 2) + (p % 2 ? 0.75 : 0.25)) * scene.stride;
        const time = sample / scene.samplingRate;
        if (time < state.start - state.window / width || time > state.start + state.window * (1 + 1 / width)) continue;
        if (values[p] === GAP) { points.push([time, NaN]); continue; }
        const value = centre + step * values[p];
        sum += value; count++;
        points.push([time, value]);
      }
    });
    const zero = state.centre && count ? sum / count : 0;
    trace(g, points, x, v => middle - Math.max(-1.2 * pitch, Math.min(1.2 * pitch, (v - zero) * gain)));
  }

  function drawFromOverview(g, c, x, middle, gain, width, pitch) {
    const bins = scene.overview.bins, points = [];
    let sum = 0, count = 0;
    for (let b = 0; b < bins; b++) {
      const time = (b + 0.5) / bins * total;
      if (time < state.start - total / bins || time > state.start + state.window + total / bins) continue;
      const low = overviewValues[2 * (c * bins + b)], high = overviewValues[2 * (c * bins + b) + 1];
      points.push([time - 0.2 * total / bins, low], [time + 0.2 * total / bins, high]);
      if (!Number.isNaN(low)) { sum += (low + high) / 2; count++; }
    }
    const zero = state.centre && count ? sum / count : 0;
    trace(g, points, x, v => middle - Math.max(-1.2 * pitch, Math.min(1.2 * pitch, (v - zero) * gain)));
  }

  function trace(g, points, x, y) {
    g.beginPath();
    let column = null, low = 0, high = 0, lastY = 0, down = false;
    const flush = () => {
      if (column === null) return;
      if (low !== high) { g.lineTo(column, low); g.lineTo(column, high); g.lineTo(column, lastY); }
    };
    for (const [time, value] of points) {
      if (Number.isNaN(value)) { flush(); column = null; down = false; continue; }
      const px = x(time), py = y(value), pixel = Math.round(px);
      if (column === pixel) { low = Math.min(low, py); high = Math.max(high, py); lastY = py; continue; }
      flush();
      if (down) g.lineTo(px, py); else g.moveTo(px, py);
      down = true; column = pixel; low = high = lastY = py;
    }
    flush();
    g.stroke();
  }

  function drawTimes(g, x, width, height) {
    const step = nice(state.window / 8);
    g.strokeStyle = colour('--line'); g.fillStyle = colour('--soft'); g.font = `11px ${colour('--sans')}`;
    g.textAlign = 'center'; g.lineWidth = 1;
    for (let n = Math.ceil(state.start / step); n * step <= state.start + state.window; n++) {
      const px = Math.round(x(n * step)) + 0.5;
      g.beginPath(); g.moveTo(px, 0); g.lineTo(px, height - BOTTOM); g.stroke();
      if (px > 20 && px < width - 20) g.fillText(clock(n * step), px, height - 7);
    }
  }

  function drawStretches(g, x, height, labelled) {
    g.font = `10.5px ${colour('--sans')}`; g.textAlign = 'left';
    for (const stretch of state.stretches) {
      const left = x(stretch.onset), right = Math.max(left + 1.5, x(stretch.onset + stretch.duration));
      const bad = /^bad/i.test(stretch.text);
      g.fillStyle = colour(bad ? '--warm' : '--accent');
      g.globalAlpha = stretch.duration > 0 ? 0.14 : 0.8;
      g.fillRect(left, 0, right - left, height);
      g.globalAlpha = 1;
      if (labelled && right > 0 && left < canvas.clientWidth) g.fillText(stretch.text, Math.max(2, left + 3), 11);
    }
  }

  function drawOverview() {
    const [g, width, height] = prepare(overview);
    const rows = visible(), bins = scene.overview.bins, x = t => t / total * width;
    // How far the channels spread at each time, the larger the louder.
    const spread = new Float64Array(bins);
    for (const c of rows) {
      if (state.bad.has(scene.channels[c].name)) continue;
      for (let b = 0; b < bins; b++) {
        const at = 2 * (c * bins + b), span = (overviewValues[at + 1] - overviewValues[at]) / state.scales[scene.channels[c].type];
        if (span > 0) spread[b] += span;
      }
    }
    const sorted = Float64Array.from(spread).sort(), usual = sorted[Math.floor(0.98 * (bins - 1))] || 1;
    g.fillStyle = colour('--faint'); g.globalAlpha = 0.55;
    for (let b = 0; b < bins; b++) {
      const h = Math.min(1, spread[b] / usual) * (height - 6);
      g.fillRect(b / bins * width, height - h, Math.max(1, width / bins), h);
    }
    g.globalAlpha = 1;
    drawStretches(g, x, height, false);
    g.strokeStyle = colour('--accent'); g.lineWidth = 2;
    g.strokeRect(x(state.start) + 1, 1, Math.max(4, x(state.window) - 2), height - 2);
    overview.setAttribute('aria-valuemin', '0');
    overview.setAttribute('aria-valuemax', total.toFixed(1));
    overview.setAttribute('aria-valuenow', state.start.toFixed(1));
  }

  let placed = '';
  function placeNames(rows, height) {
    const key = rows.join() + height + state.overlay + [...state.bad].join();
    if (key === placed) return;
    placed = key;
    names.replaceChildren(...(state.overlay ? [] : rows).map((c, row) => {
      const item = document.createElement('li'), button = document.createElement('button');
      const channel = scene.channels[c], bad = state.bad.has(channel.name);
      button.type = 'button';
      button.textContent = channel.name;
      button.title = `${channel.name} (${typeLabel(channel.type)}): press to mark as ${bad ? 'good' : 'bad'}`;
      button.setAttribute('aria-pressed', String(bad));
      button.style.top = `${rowMiddle(row, rows.length, height)}px`;
      button.style.fontSize = `${Math.max(7, Math.min(12.5, (height - BOTTOM) / rows.length * 0.95))}px`;
      button.onclick = () => toggleBad(channel.name);
      item.append(button);
      return item;
    }));
  }

  function report() {
    const type = state.type || types[0], unit = scene.channels.find(c => c.type === type).unit;
    byId('scale').textContent = `\u00b1 ${withUnit(state.scales[type], unit)}`;
    byId('marks').textContent = `${state.bad.size} bad channel${state.bad.size === 1 ? '' : 's'}, `
      + `${state.stretches.length} stretch${state.stretches.length === 1 ? '' : 'es'}${state.changed ? ' (not saved)' : ''}`;
  }

  // ---- Moving and marking ----
  function move(start) {
    state.start = Math.max(0, Math.min(total - state.window, start));
    draw();
  }
  function setWindow(seconds) {
    const centre = state.start + state.window / 2;
    state.window = Math.min(total, seconds);
    move(centre - state.window / 2);
  }
  function scale(factor) {
    for (const t of state.type ? [state.type] : types) state.scales[t] = nice(state.scales[t] * factor);
    draw();
  }
  const larger = () => scale(0.39), smaller = () => scale(1.01);
  function toggleBad(name) {
    if (!state.bad.delete(name)) state.bad.add(name);
    state.changed = true;
    draw();
  }
  const timeAt = (event, target, from, span) =>
    from + (event.clientX - target.getBoundingClientRect().left) / target.clientWidth * span;
  function stretchAt(time) {
    const slack = 4 * state.window / canvas.clientWidth;
    return state.stretches.filter(s => time >= s.onset - slack && time <= s.onset + s.duration + slack)
      .sort((a, b) => a.duration - b.duration)[0];
  }
  function edit(stretch, isNew) {
    const dialog = byId('stretch'), text = byId('stretch-text');
    byId('stretch-time').textContent = `${stretch.onset.toFixed(3)} s to ${(stretch.onset + stretch.duration).toFixed(3)} s`;
    text.value = stretch.text;
    dialog.returnValue = 'cancel';
    dialog.onclose = () => {
      if (dialog.returnValue === 'keep' && text.value.trim()) {
        stretch.text = text.value.trim();
        if (isNew) state.stretches.push(stretch);
        state.changed = true;
      } else if (dialog.returnValue === 'remove') {
        state.stretches = state.stretches.filter(s => s !== stretch);
        state.changed = true;
      }
      draw();
    };
    dialog.showModal();
    text.select();
  }

  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    const time = timeAt(event, canvas, state.start, state.window);
    state.drag = {from: time, to: time};
  });
  canvas.addEventListener('pointermove', event => {
    const time = timeAt(event, canvas, state.start, state.window);
    byId('cursor').textContent = `${time.toFixed(3)} s`;
    if (state.drag) { state.drag.to = time; draw(); }
  });
  canvas.addEventListener('pointerup', event => {
    if (!state.drag) return;
    const {from, to} = state.drag;
    state.drag = null;
    const onset = Math.max(0, Math.min(from, to)), end = Math.min(total, Math.max(from, to));
    if ((end - onset) / state.window * canvas.clientWidth > 5) {
      edit({onset, duration: end - onset, text: 'BAD_manual', channels: []}, true);
    } else {
      const found = stretchAt(timeAt(event, canvas, state.start, state.window));
      if (found) edit(found, false);
    }
    draw();
  });
  const jump = event => move(timeAt(event, overview, 0, total) - state.window / 2);
  overview.addEventListener('pointerdown', event => { overview.setPointerCapture(event.pointerId); jump(event); });
  overview.addEventListener('pointermove', event => { if (event.buttons) jump(event); });
  byId('stage').addEventListener('wheel', event => {
    event.preventDefault();
    if (event.ctrlKey) scale(event.deltaY > 0 ? 1.01 : 0.39);
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(state.start + Math.sign(event.deltaX || event.deltaY) * state.window / 10);
    else if (state.rows && shown().length > state.rows) { state.firstRow += Math.sign(event.deltaY); draw(); }
    else move(state.start + Math.sign(event.deltaY) * state.window / 10);
  }, {passive: false});
  document.addEventListener('keydown', event => {
    if (byId('stretch').open || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
    const keys = {
      ArrowRight: () => move(state.start + state.window * 0.8), ArrowLeft: () => move(state.start - state.window * 0.8),
      ArrowDown: () => { state.firstRow++; draw(); }, ArrowUp: () => { state.firstRow--; draw(); },
      Home: () => move(0), End: () => move(total), '+': larger, '=': larger, '-': smaller,
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  const actions = {
    back: () => move(state.start - state.window * 0.8), forward: () => move(state.start + state.window * 0.8),
    larger, smaller, save,
  };
  document.querySelectorAll('[data-action]').forEach(b => { b.onclick = () => actions[b.dataset.action](); });

  // What the file will hold; also read by those who drive this page from outside.
  window.engramMarks = () => ({
    badChannels: scene.channels.map(c => c.name).filter(n => state.bad.has(n)),
    annotations: [...state.stretches].sort((a, b) => a.onset - b.onset),
  });
  window.engramSignals = {state, move, setWindow};
  function save() {
    const link = document.createElement('a');
    link.href = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(window.engramMarks(), null, 2))}`;
    link.download = `${scene.folder.replace(/-data$/, '')}-marks.json`;
    link.click();
    state.changed = false;
    draw();
  }
  window.addEventListener('beforeunload', event => { if (state.changed) event.preventDefault(); });
  window.addEventListener('resize', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  // ---- Controls ----
  const control = name => document.querySelector(`[data-control="${name}"]`);
  function fill(name, entries, value, change) {
    const select = control(name);
    entries.forEach(([key, label]) => select.append(new Option(label, key, false, String(key) === String(value))));
    select.onchange = () => change(select.value);
  }
  const lengths = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 1800].filter(s => s < total);
  fill('window', [...lengths.map(s => [s, s < 60 ? `${s} s` : `${s / 60} min`]), [total, 'all']], state.window,
    value => setWindow(+value));
  fill('type', [['', 'all'], ...types.map(t => [t, typeLabel(t)])], '', value => {
    state.type = value; state.firstRow = 0; draw();
  });
  fill('rows', [[8, '8'], [16, '16'], [32, '32'], [64, '64'], [0, 'all']],
    scene.channels.length > 48 ? 32 : 0, value => { state.rows = +value; draw(); });
  state.rows = scene.channels.length > 48 ? 32 : 0;
  control('centre').onchange = event => { state.centre = event.target.checked; draw(); };
  control('overlay').onchange = event => { state.overlay = event.target.checked; placed = ''; draw(); };
  byId('title').textContent = scene.title;
  byId('facts').textContent = `${scene.channels.length} channels \u00b7 ${+scene.samplingRate.toFixed(3)} Hz \u00b7 `
    + `${clock(total)}${scene.start ? ` \u00b7 ${scene.start.replace('T', ' ').replace(/\.?\d*Z$/, ' UTC')}` : ''}`
    + `${scene.stride > 1 ? ` \u00b7 shown as extremes of ${scene.stride} samples` : ''}`;
  draw();
})();
