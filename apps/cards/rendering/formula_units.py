r"""Numbers with units as in siunitx's \SI{5}{\meter\per\second}, written in commands that our converter has."""

import re

UNITS = {
    "metre": "m",
    "meter": "m",
    "gram": "g",
    "kilogram": "kg",
    "second": "s",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "candela": "cd",
    "hertz": "Hz",
    "newton": "N",
    "pascal": "Pa",
    "joule": "J",
    "watt": "W",
    "coulomb": "C",
    "volt": "V",
    "farad": "F",
    "ohm": "Ω",
    "siemens": "S",
    "weber": "Wb",
    "tesla": "T",
    "henry": "H",
    "lumen": "lm",
    "lux": "lx",
    "becquerel": "Bq",
    "gray": "Gy",
    "sievert": "Sv",
    "liter": "L",
    "litre": "L",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "bar": "bar",
    "electronvolt": "eV",
    "dalton": "Da",
    "tonne": "t",
    "hectare": "ha",
    "bel": "B",
    "decibel": "dB",
    "radian": "rad",
    "steradian": "sr",
    "katal": "kat",
    "percent": "%",
    "degree": "°",
    "celsius": "°C",
    "degreeCelsius": "°C",
    "angstrom": "Å",
    "arcminute": "′",
    "arcsecond": "″",
    "byte": "B",
    "bit": "bit",
    "kg": "kg",
    "m": "m",
    "cm": "cm",
    "mm": "mm",
    "km": "km",
}
PREFIXES = {
    "pico": "p",
    "nano": "n",
    "micro": "µ",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "deca": "da",
    "hecto": "h",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "peta": "P",
    "femto": "f",
}
BEFORE = {"square": "2", "cubic": "3"}
AFTER = {"squared": "2", "cubed": "3"}
PART = re.compile(r"\\(?P<command>[a-zA-Z]+)(?:\{(?P<power>[^{}]*)\})?|(?P<plain>[^\\]+)")
NUMBER = re.compile(r"(?P<number>.*?)[eEdD](?P<power>[-+]?\d+)")
WORDS = re.compile(r"[^\W\d_]+|[%°′″]+")
POWER = re.compile(r"\^(-?\w|\{[^{}]*\})")


def number(text: str) -> str:
    """Return a number as LaTeX: 1.5e3 with a power of ten."""
    text = text.strip().replace("+-", r"\pm ")
    if found := NUMBER.fullmatch(text):
        factor = rf"{found['number']}\times " if found["number"] else ""
        return rf"{factor}10^{{{found['power'].removeprefix('+')}}}"
    return text


def quantity(amount: str, measure: str) -> str:
    """Return a number with its unit as LaTeX."""
    gap = "" if measure.strip() in (r"\degree", r"\arcminute", r"\arcsecond") else r"\,"
    return f"{number(amount)}{gap}{unit(measure)}"


def angle(text: str) -> str:
    """Return an angle as LaTeX: degrees, minutes and seconds between semicolons."""
    signs = (r"^{\circ}", "'", "''")
    return "".join(f"{number(part)}{sign}" for part, sign in zip(text.split(";"), signs, strict=False) if part.strip())


def unit(text: str) -> str:
    r"""Return a unit as LaTeX: \meter\per\second, or m/s."""
    written: list[str] = []
    prefix = before = sign = ""
    for found in PART.finditer(text):
        name = found["command"]
        if name == "per":
            sign = "-"
        elif name in PREFIXES:
            prefix += PREFIXES[name]
        elif name in BEFORE:
            before = BEFORE[name]
        elif (name in AFTER or name == "tothe") and written:
            written[-1] += _power("", AFTER.get(name) or found["power"] or "")
        elif name:
            power = _power(sign, before or ("1" if sign else ""))
            written.append(rf"\text{{{prefix}{UNITS.get(name, name)}}}{power}")
            prefix = before = sign = ""
        else:
            written.append(_plain(found["plain"]))
    return _with_one_power(r"\,".join(filter(None, written)))


def _power(sign: str, power: str) -> str:
    return f"^{{{sign}{power}}}" if power else ""


def _with_one_power(text: str) -> str:
    """Return units of which each has one power: squared after a division is a power of minus two."""
    return re.sub(r"\^\{-1\}\^\{(\w+)\}", r"^{-\1}", text)


def _plain(text: str) -> str:
    r"""Return a unit that is written out: kg.m/s^2."""
    gaps = re.sub(r"[.~\s]+", r"\\,", text.strip())
    return WORDS.sub(r"\\text{\g<0>}", gaps)
