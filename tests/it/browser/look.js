// What is wrong with the looks of the page and all its frames, as far as it can be measured. It runs beside
// the page, in Firefox and in Chromium.

const faults = [];

// Where an element is, for whoever reads a fault.
const name = (element) =>
  `<${element.localName} ${element.id ? `id=${element.id}` : `class=${element.className}`}>`;

// All elements of a document, those in its shadow root included.
const elements = (root) =>
  [...root.querySelectorAll("*")].flatMap((element) => [
    element,
    ...(element.id === "room" ? elements(element.openOrClosedShadowRoot ?? element.shadowRoot) : []),
  ]);

// Nothing is wider than its place. A title may end in an ellipsis, and fields scroll what is typed.
const width = (where, here) => {
  const root = here.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    faults.push(`${where}: ${root.scrollWidth} px wide in ${root.clientWidth} px`);
  }
  for (const element of elements(here)) {
    const style = here.defaultView.getComputedStyle(element);
    const may = style.overflowX === "visible" || style.textOverflow === "ellipsis" ||
      /^(input|textarea|iframe)$/.test(element.localName) || style.display === "none";
    if (!may && element.scrollWidth > element.clientWidth) {
      faults.push(`${where}: ${name(element)} ${element.scrollWidth} px wide in ${element.clientWidth} px`);
    }
  }
};

// Whatever can be pressed is large enough for a finger (WCAG 2.2, 2.5.8), but for links within sentences;
// and phones do not zoom into what is typed, which they do below 16 px.
const touch = (where, here) => {
  const pressed = "nav a, button, input, textarea, summary, label";
  const own = "[type=hidden], [type=radio], [type=checkbox]";
  for (const element of elements(here).filter((one) => one.matches(pressed) && !one.matches(own))) {
    const { width, height } = element.getBoundingClientRect();
    const style = here.defaultView.getComputedStyle(element);
    if (width && Math.min(width, height) < 24) {
      faults.push(`${where}: ${name(element)} is ${width} by ${height} px`);
    }
    if (element.matches("input, textarea") && parseFloat(style.fontSize) < 16) {
      faults.push(`${where}: ${name(element)} has letters of ${style.fontSize}`);
    }
  }
};

// All of the form is seen, and what stands above it.
const form = (where, here) => {
  for (const element of here.querySelectorAll(".write *")) {
    const { width, top, bottom } = element.getBoundingClientRect();
    if (width && (top < 0 || bottom > here.defaultView.innerHeight)) {
      faults.push(`${where}: ${name(element)} from ${top} to ${bottom} px of ${here.defaultView.innerHeight}`);
    }
    if (element.localName === "p" && element.scrollHeight > element.clientHeight + 1) {
      faults.push(`${where}: ${name(element)} holds ${element.scrollHeight} px in ${element.clientHeight} px`);
    }
  }
};

// The newest line is seen, above the end of the transcript.
const newest = (where, here) => {
  const log = elements(here).find((element) => element.id === "log");
  const last = [...here.querySelectorAll(".msg, .note, .answer, .whisper, .hint")].at(-1);
  if (!log || !last) return;
  const [seen, line] = [log, last].map((element) => element.getBoundingClientRect());
  if (line.height && (line.bottom > seen.bottom + 1 || line.bottom < seen.top)) {
    faults.push(`${where}: the newest line ends at ${line.bottom} px, the transcript at ${seen.bottom} px`);
  }
  if (log.clientHeight < 60) {
    faults.push(`${where}: the transcript has only ${log.clientHeight} px`);
  }
};

const visit = (where, here) => {
  // The browser's own page for a room that is not there is none of ours.
  if (!here?.querySelector("meta[name=viewport]")) return;
  for (const check of [width, touch, form, newest]) check(where, here);
  for (const frame of here.querySelectorAll("iframe")) visit(`${where}/${frame.title}`, frame.contentDocument);
};

visit("page", document);
return faults;
