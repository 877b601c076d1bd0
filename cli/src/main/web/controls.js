// Small labelled form controls. Every text goes through textContent: labels come from files and are never markup.

let nextId = 0;

/** @returns {HTMLElement} a new element with attributes (or class names) and children */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children);
  return node;
}

/** A slider with its name before it and its value, as words, behind it. */
export function slider({ label, min, max, step, value, words, onInput, name }) {
  const id = `engram-control-${nextId++}`;
  const input = element("input", { type: "range", id, min, max, step, "data-control": name });
  const output = element("output", { for: id, class: "viewer-value" });
  input.value = value;
  const show = () => {
    output.textContent = words(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => {
    show();
    onInput(Number(input.value));
  });
  show();
  const row = element("div", { class: "viewer-row" }, element("label", { for: id }, label), input, output);
  return {
    row,
    /** Moves the slider without telling the listener. */
    set(next) {
      input.value = next;
      show();
    },
    get value() {
      return Number(input.value);
    }
  };
}

/** A drop-down list. */
export function choice({ label, options, value, onChange, name }) {
  const id = `engram-control-${nextId++}`;
  const list = element("select", { id, "data-control": name });
  for (const [key, text] of options) {
    list.append(element("option", { value: key }, text));
  }
  list.value = value;
  list.addEventListener("change", () => onChange(list.value));
  return { row: element("div", { class: "viewer-row" }, element("label", { for: id }, label), list), list };
}

/** A tick box. */
export function tick({ label, checked, onChange, name }) {
  const id = `engram-control-${nextId++}`;
  const box = element("input", { type: "checkbox", id, "data-control": name });
  box.checked = checked;
  box.addEventListener("change", () => onChange(box.checked));
  return { row: element("div", { class: "viewer-row viewer-tick" }, box, element("label", { for: id }, label)), box };
}

/** @returns {string} a number as people write it in a paper: four digits, a true minus sign */
export function number(value) {
  if (!Number.isFinite(value)) {
    return "not a number";
  }
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(+value.toPrecision(4));
  return text.replace(/-/g, "\u2212");
}

/** @returns {string} millimetres with one decimal */
export function millimetres(value) {
  const rounded = Math.abs(value) < 0.05 ? 0 : value;
  return rounded.toFixed(1).replace("-", "\u2212");
}
