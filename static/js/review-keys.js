// Which key of the review an event means, on any keyboard: its character where that says something, else its place.

const NO_CHARACTER = ["Process", "Unidentified", "Dead", ""]; // an input method has it, or waits for the next key
const MAC = navigator.platform.startsWith("Mac");

// Whether the character took a modifier: some keyboards have @ there, and say that Ctrl and Alt are held.
export function isComposed(event) {
  return event.getModifierState("AltGraph") || (MAC && event.altKey);
}

// Digits of all scripts and the number pad, full-width characters, letters in either case, " ", "Enter", and "?!@*".
export function keyOf(event) {
  const place = event.code.match(/^Numpad(\d)$/)?.[1]; // with Num Lock off its keys are called End, Home and the like
  if (place) return place;
  if (NO_CHARACTER.includes(event.key)) return byPlace(event) ?? event.key;
  const key = event.key.normalize("NFKC");
  if (key.length > 2) return key;
  if (/^\p{Nd}$/u.test(key)) return digitOf(key);
  if (key === "\u061F") return "?"; // the question mark of Arabic
  if (/^\p{L}\p{M}*$/u.test(key)) return letterOf(key, event);
  return "?!@*".includes(key) ? key : digitByPlace(event) ?? key;
}

// Decimal digits stand in runs from 0 to 9.
function digitOf(key) {
  const code = key.codePointAt(0);
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

// Latin layouts have their letters where they print them; on others the place tells which is meant.
function letterOf(key, event) {
  if (!/^\p{Script=Latin}$/u.test(key)) return byPlace(event) ?? key;
  return digitByPlace(event) ?? key.toLowerCase();
}

const byPlace = (event) => digitByPlace(event) ?? letterByPlace(event);
const letterByPlace = (event) => event.code.match(/^Key([A-Z])$/)?.[1].toLowerCase();

// The row of digits, unshifted: AZERTY has & é " there, Czech + ě š.
function digitByPlace(event) {
  return event.shiftKey || isComposed(event) ? undefined : event.code.match(/^Digit(\d)$/)?.[1];
}
