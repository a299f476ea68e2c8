"""Writes dates and times of a workbook as their number formats show them: 01.03.2026, 2:05 PM, 1. März 2026, 95:03."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

MAX_LENGTH = 100  # characters of a format
TOKEN = re.compile(
    r"\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<symbol>[^\]-]*)(?:-(?P<locale>[0-9a-f]+)[^\]]*)?\]|\[[^\]]*\]"
    r'|(?P<half>am/pm|a/p)|(?P<part>y+|m+|d+|h+|s+|\.0+)|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|(?P<other>.)',
    re.IGNORECASE,
)
OF_SYSTEM = ("mm-dd-yy", "m/d/yy h:mm", "m/d/yy", "m/d/yyyy", "[$-f800]dddd, mmmm dd, yyyy", "[$-f400]h:mm:ss am/pm")
ENGLISH = 9
MONTHS = {  # by the last byte of Windows' numbers of languages
    ENGLISH: "January February March April May June July August September October November December",
    7: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    12: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    10: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    16: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    22: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    19: "januari februari maart april mei juni juli augustus september oktober november december",
}
WEEKDAYS = {
    ENGLISH: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    7: "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    12: "lundi mardi mercredi jeudi vendredi samedi dimanche",
    10: "lunes martes miércoles jueves viernes sábado domingo",
    16: "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    22: "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    19: "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
DAY_WITH_POINT = re.compile(r"d\W*\.", re.IGNORECASE)  # as no program writes it in English
UNITS = {"h": 3600, "m": 60, "s": 1}


def shown(value: date | time | timedelta, number_format: str) -> str | None:
    """Return a date, a time or a duration as a format shows it; None where that depends on the reader's computer."""
    section = number_format.split(";")[0]
    if len(section) > MAX_LENGTH or section.lower() in OF_SYSTEM:
        return None
    tokens = list(TOKEN.finditer(section))
    moment = time() if isinstance(value, timedelta) else value
    try:
        return "".join(_parts(tokens, moment, _seconds(value), _language(tokens, section))).strip() or None
    except LookupError:
        return None


def _seconds(value: date | time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if not isinstance(value, datetime | time):
        return 0.0
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1_000_000


def _language(tokens: Sequence[re.Match[str]], section: str) -> int:
    """Return the number of the language of names; 0 where it is that of the computer, and is not English."""
    locale = next((int(found["locale"], 16) & 0x3FF for found in tokens if found["locale"]), 0)
    return locale or (0 if DAY_WITH_POINT.search(section) else ENGLISH)


def _parts(tokens: Sequence[re.Match[str]], value: date | time, seconds: float, language: int) -> Iterator[str]:
    """Yield the texts of the parts of a format. Raises LookupError for what it needs and does not have."""
    is_halved = any(found["half"] for found in tokens)
    for index, found in enumerate(tokens):
        if unit := found["elapsed"]:
            yield str(int(seconds // UNITS[unit[0].lower()])).rjust(len(unit), "0")
        elif part := found["part"]:
            name = _is_minute(tokens, index) and part.replace("m", "n").replace("M", "n")
            yield _part(name or part, value, seconds, language, is_halved)
        elif found["half"]:
            yield "AM" if seconds % 86_400 < 43_200 else "PM"
        elif found["other"] and found["other"].isalpha():
            raise LookupError  # eras, and letters of other programs
        else:
            yield found["symbol"] or found["quoted"] or found["escaped"] or found["other"] or ""


def _is_minute(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Return whether the m at a place are minutes: behind hours, or before seconds."""
    if tokens[index]["part"].lower() not in ("m", "mm"):
        return False
    units = [(found["part"] or found["elapsed"] or "").lower()[:1] for found in tokens]
    before, after = "".join(units[:index]), "".join(units[index + 1 :])
    return before.endswith("h") or after.startswith("s")


def _part(part: str, value: date | time, seconds: float, language: int, is_halved: bool) -> str:
    kind, length = part[0].lower(), len(part)
    if kind == ".":
        return f"{seconds % 1:.{length - 1}f}"[1:]
    if kind in "hns":
        hours = int(seconds // 3600 % 24)
        number = {
            "h": (hours % 12 or 12) if is_halved else hours,
            "n": int(seconds // 60 % 60),
            "s": int(seconds % 60),
        }[kind]
        return str(number).rjust(min(length, 2), "0")
    if isinstance(value, time):
        raise LookupError
    return _of_date(kind, length, value, language)


def _of_date(kind: str, length: int, day: date, language: int) -> str:
    if kind == "y":
        return f"{day.year:04}" if length > 2 else f"{day.year % 100:02}"
    if length < 3:
        return str(day.day if kind == "d" else day.month).rjust(length, "0")
    names = (WEEKDAYS if kind == "d" else MONTHS)[language].split()
    name = names[day.weekday() if kind == "d" else day.month - 1]
    if length == 4:
        return name
    if language != ENGLISH:
        raise LookupError  # each language shortens them in its own way
    return name[:1] if length == 5 else name[:3]
