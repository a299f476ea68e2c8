// What is wrong with a page in a pseudo-language: texts in plain letters, texts cut off, texts over one another.
(allowed) => {
  // Django's admin shows a slug that cannot be changed as text without a mark.
  const CONTENT = "[dir=auto], [translate=no], [lang]:not(html), script, style, svg, code, pre, .field-slug .readonly";
  const VALUE = /\{\{.*?\}\}|\S+@\S+|\w+:\/\/\S+|[A-Z0-9]{4}-[A-Z0-9]{4}|\S*\.(?:apkg|colpkg|csv|tsv|tab|txt|xls[xm]|md|mdx|markdown|[qr]md|myst|ipynb|org|json|jsonl|x?html?|xml|cards|zip|pdf)\b/g;
  const problems = new Set();

  function name(element) {
    const classes = typeof element.className === "string" ? element.className.trim().replace(/\s+/g, ".") : "";
    return element.tagName.toLowerCase() + (element.id ? `#${element.id}` : classes ? `.${classes}` : "");
  }

  // A <noscript> is one text with tags in it.
  function check(text, place) {
    const words = text.replace(/<[^<>]+>/g, " ").replace(VALUE, "").match(/[A-Za-z]{2,}/g) ?? [];
    if (words.some((word) => !allowed.includes(word))) problems.add(`unmarked in ${place}: ${text.trim()}`);
  }

  function* textNodes(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim()) yield walker.currentNode;
  }

  // Sentences
  for (const node of textNodes(document.documentElement)) {
    if (!node.parentElement.closest(CONTENT)) check(node.data, name(node.parentElement));
  }
  for (const element of document.querySelectorAll("*")) {
    if (element.closest(CONTENT)) continue;
    for (const { name: attribute, value } of element.attributes) {
      const isButton = element.matches("input[type=submit], input[type=button]") && attribute === "value";
      const isShown = ["aria-label", "title", "placeholder", "alt", "label"].includes(attribute) || isButton;
      const isSentence = attribute.startsWith("data-") && /^[A-Z][a-z]+ .*[a-z]/.test(value);
      const isDescription = element.matches("meta[name=description]") && attribute === "content";
      if (isShown || isSentence || isDescription) check(value, `${name(element)}[${attribute}]`);
    }
  }

  // Room
  const root = document.documentElement;
  const excess = root.scrollWidth - root.clientWidth;
  if (excess > 0) problems.add(`the page is ${excess} px too wide`);

  function* ancestors(element) {
    for (let each = element; each && each !== document.body; each = each.parentElement) yield each;
  }

  // The parts of a text that can be seen, or scrolled to.
  function visible(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    let rects = [...range.getClientRects()];
    for (const box of ancestors(node.parentElement)) {
      if (getComputedStyle(box).overflowX === "visible") continue;
      const edge = box.getBoundingClientRect();
      rects = rects.map((rect) => ({
        left: Math.max(rect.left, edge.left), right: Math.min(rect.right, edge.right),
        top: Math.max(rect.top, edge.top), bottom: Math.min(rect.bottom, edge.bottom),
      }));
    }
    return rects.filter((rect) => rect.right - rect.left > 1 && rect.bottom - rect.top > 1);
  }

  function isCutOff(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    for (const box of ancestors(node.parentElement)) {
      const { display, overflowX, overflowY, position } = getComputedStyle(box);
      if (/auto|scroll/.test(overflowX)) return false;
      if (display === "inline") continue;
      const edge = box.getBoundingClientRect();
      const isClipped = overflowY !== "visible" && text.bottom > edge.bottom + 2;
      if (isClipped || text.left < edge.left - 2 || text.right > edge.right + 2) return true;
      if (position === "fixed") return false; // it stands in the window, whatever it is written in
    }
    return false;
  }

  // What only screen readers see is clipped away, or in a box of one pixel.
  function isHidden(element) {
    return [...ancestors(element)].some(
      (each) => each.offsetWidth <= 1 || each.offsetHeight <= 1 || getComputedStyle(each).clipPath !== "none",
    );
  }

  const texts = [];
  for (const node of textNodes(document.body)) {
    const element = node.parentElement;
    if (element.closest("script, style, option, svg, .skip")) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isHidden(element)) continue;
    const quoted = node.data.trim().slice(0, 60);
    if (isCutOff(node)) problems.add(`cut off in ${name(element)}: ${quoted}`);
    const isLayer = [...ancestors(element)].some((each) => /fixed|sticky/.test(getComputedStyle(each).position));
    if (!isLayer) texts.push(...visible(node).map((rect) => ({ rect, node, quoted })));
  }
  texts.sort((a, b) => a.rect.top - b.rect.top);
  texts.forEach(({ rect: a, node, quoted }, index) => {
    for (const { rect: b, node: other, quoted: otherQuoted } of texts.slice(index + 1)) {
      if (b.top >= a.bottom) break;
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - b.top;
      const isOver = width > 3 && height > 0.5 * Math.min(a.bottom - a.top, b.bottom - b.top);
      if (node !== other && isOver) problems.add(`overlap: ${quoted} | ${otherQuoted}`);
    }
  });
  return [...problems];
}
