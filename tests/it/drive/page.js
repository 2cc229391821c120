// What a test asks of a page and its frames. It runs beside the page with rights of its own, so it works
// where the page itself may run nothing. A path names a frame from the top: each step is the index, the
// name or the id of a frame in the document before.

// Which elements may have a shadow root that a page made, and not the browser.
const HOSTS = /^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span|.*-.*)$/;

const shadow = (element) =>
  HOSTS.test(element.localName)
    ? (element.openOrClosedShadowRoot ?? element.shadowRoot)
    : null;

// A root and every shadow root below it.
const roots = (root) => [
  root,
  ...[...root.querySelectorAll("*")].map(shadow).filter(Boolean).flatMap(roots),
];

const all = (node, css) => roots(node).flatMap((root) => [...root.querySelectorAll(css)]);

const first = (node, css) => all(node, css)[0] ?? null;

// The document of a frame, or null if it is in another process.
const inside = (frame) => {
  try {
    return frame.contentWindow?.document ?? null;
  } catch {
    return null;
  }
};

const frames = (node) => all(node, "iframe, frame");

// The frame elements on the way to a document, or null if one of them is not there.
const way = (path) => {
  const found = [];
  let here = document;
  for (const step of path) {
    const list = here ? frames(here) : [];
    const frame =
      list.find((f) => f.name === step || f.id === step) ??
      (/^\d+$/.test(step) ? list[Number(step)] : null);
    if (!frame) return null;
    found.push(frame);
    here = inside(frame);
  }
  return found;
};

const at = (path) => {
  const frames = way(path);
  if (!frames) return null;
  return frames.length ? inside(frames.at(-1)) : document;
};

// The frame that a path names, which has to be there.
const frameElement = (path) => {
  const frame = way(path)?.at(-1);
  if (!frame) throw new Error(`there is no frame ${path.join("/")}`);
  return frame;
};

// An element, or null if it or its frame is not there.
const maybe = (path, css) => {
  const here = at(path);
  return here ? first(here, css) : null;
};

// An element that has to be there.
const must = (path, css) => {
  const here = at(path);
  if (!here) throw new Error(`there is no frame ${path.join("/")}`);
  const element = first(here, css);
  if (!element) throw new Error(`there is no ${css} in the frame ${path.join("/") || "top"}`);
  return element;
};

// Every document with its path. A document in another process is null.
const walk = (here, path = []) => [
  [path, here],
  ...(here
    ? frames(here).flatMap((frame, index) => walk(inside(frame), [...path, String(index)]))
    : []),
];

// What a reader sees of a document: laid-out text in the order of the flat tree, a line for each block.
const visible = (here) => {
  let out = "";
  const line = () => {
    out = out.replace(/ +$/, "");
    if (out && !out.endsWith("\n")) out += "\n";
  };
  const add = (text, style) => {
    if (style.visibility !== "visible") return;
    if (style.whiteSpaceCollapse?.startsWith("preserve")) {
      out += text;
      return;
    }
    const joined = text.replace(/[ \t\r\n\f]+/g, " ");
    out += /(^|\s)$/.test(out) ? joined.replace(/^ /, "") : joined;
  };
  const children = (element) => {
    const assigned = element.localName === "slot" ? element.assignedNodes() : [];
    if (assigned.length) return assigned;
    if (element.localName === "details" && !element.open) {
      return [...element.children].filter((child) => child.localName === "summary").slice(0, 1);
    }
    return [...(shadow(element) ?? element).childNodes];
  };
  const visit = (node, style) => {
    if (node.nodeType === 3) add(node.data, style);
    if (node.nodeType !== 1) return;
    if (node.localName === "br") out += "\n";
    // What is in a frame is a document of its own.
    if (/^(iframe|frame|textarea|select|script|style)$/.test(node.localName)) return;
    const own = here.defaultView.getComputedStyle(node);
    if (own.display === "none") return;
    const inline = /^(inline|contents)/.test(own.display);
    if (!inline) line();
    for (const child of children(node)) visit(child, own);
    if (!inline) line();
  };
  if (here?.body && here.defaultView) visit(here.body, null);
  return out.trim();
};

// Everything that a document holds: its address, its markup with all shadow roots, and what was typed.
const markup = (here) => {
  if (!here) return "";
  const top = [...here.childNodes].map((node) => node.outerHTML ?? node.data ?? `<!DOCTYPE ${node.name}>`);
  const shadows = roots(here).slice(1).map((root) => root.innerHTML);
  const typed = all(here, "input, textarea")
    .filter((field) => field.value !== field.defaultValue)
    .map((field) => field.value);
  return [here.URL, ...top, ...shadows, ...typed].join("\n");
};

// Where an element is, counted from the upper left of the topmost page.
const place = (path, css) => {
  const element = must(path, css);
  let { left, top, width, height } = element.getBoundingClientRect();
  for (const frame of way(path)) {
    const outer = frame.getBoundingClientRect();
    left += outer.left + frame.clientLeft;
    top += outer.top + frame.clientTop;
  }
  return { left, top, width, height };
};

const page = {
  frames: () => walk(document).map(([path]) => path),
  text: (path) => visible(at(path)),
  texts: () => walk(document).map(([, here]) => visible(here)),
  htmls: () => walk(document).map(([, here]) => markup(here)),
  ready: (path) => at(path)?.readyState ?? null,
  count: (path, css) => (at(path) ? all(at(path), css).length : 0),
  attribute: (path, css, name) => maybe(path, css)?.getAttribute(name) ?? null,
  value: (path, css) => maybe(path, css)?.value ?? null,
  active: (path) => at(path)?.activeElement?.id ?? "",
  scroll: (path, css) => {
    const { scrollTop, scrollHeight, clientHeight } = must(path, css);
    return [scrollTop, scrollHeight, clientHeight];
  },
  setScroll: (path, css, top) => {
    must(path, css).scrollTop = top;
  },
  rect: (path, css) => place(path, css),
  style: (path, css, property) => {
    const element = must(path, css);
    const style = element.ownerDocument.defaultView.getComputedStyle(element);
    return style.getPropertyValue(property);
  },
  // The middle of an element, brought into view, which nothing else may cover.
  middle: (path, css) => {
    const element = must(path, css);
    const root = element.getRootNode();
    const hit = () => {
      const box = element.getBoundingClientRect();
      return root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    };
    if (!hit()) element.scrollIntoView({ block: "nearest", behavior: "instant" });
    const found = hit();
    if (found !== element && !element.contains(found) && !found?.contains(element)) {
      throw new Error(`${css} is covered by ${found?.outerHTML.slice(0, 200)}`);
    }
    const box = place(path, css);
    return [Math.floor(box.left + box.width / 2), Math.floor(box.top + box.height / 2)];
  },
};
