// Shapes over a picture, as elements of SVG.

const SVG = "http://www.w3.org/2000/svg";

export function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// The shape of a mask, in hundredths of the sides of the picture.
export function shapeOf(mask) {
  const [left, top, width, height] = mask.sides.map((side) => side * 100);
  if (mask.shape === "rect") return node("rect", { x: left, y: top, width, height });
  return node("ellipse", { cx: left + width / 2, cy: top + height / 2, rx: width / 2, ry: height / 2 });
}
