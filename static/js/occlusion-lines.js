// The lines of an occlusion's back, one for each mask: "c1 rect 0.1 0.2 0.3 0.4 always = What is under it".

const MASK = /^c(\d+) (\w+) (.*?)(?: always)?(?: = (.*))?$/;
const round = (value) => Math.round(value * 10000) / 10000;

export const isMask = (line) => MASK.test(line);

// Read a line that is a mask; one of other sides than four, such as a polygon, is fixed where it is.
export function readMask(line) {
  const [, number, shape, rest, under = ""] = line.match(MASK);
  const sides = rest.split(" ").map(Number);
  const fixed = sides.length !== 4 || sides.some(Number.isNaN);
  return { line, number: Number(number), shape, rest, under, sides, fixed };
}

export function spell(mask, always) {
  if (mask.shape === "text") return mask.line; // it covers nothing
  const numbers = mask.fixed ? mask.rest : mask.sides.map(round).join(" ");
  return `c${mask.number} ${mask.shape} ${numbers}${always ? " always" : ""}${mask.under ? ` = ${mask.under}` : ""}`;
}
