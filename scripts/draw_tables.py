"""Draws docs/images/tables.svg from the models: `make tables`. A test fails while the picture is not up to date."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Field, ForeignKey, Model

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "tables.svg"
WITHOUT_LINES = {"User"}  # most tables have a user: lines to it would hide the others
ROW, HEAD, GAP, PANEL_HEAD = 17, 26, 14, 34
BOX_WIDTH, COLUMN_WIDTH, MARGIN = 236, 274, 20
MAX_COLUMN_HEIGHT, MAX_SHELF_COLUMNS = 700, 5
COLORS = ["#0b63a5", "#a2441b", "#2b7a3d", "#7a3fa0", "#8a6a00", "#0b7a75", "#b02a5b", "#4d5563"]
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1d2329 }
.app { font-weight: 600; font-size: 15px }
.table { font-weight: 600; font-size: 13px }
.type { fill: #5a646e; text-anchor: end }
.panel { fill: #f1f4f7; stroke: #d5dce3 }
.box { fill: #ffffff; stroke: #aab4be }
.line { fill: none; stroke-width: 1.5 }
.far { opacity: 0.4 }
"""


@dataclass(frozen=True)
class Box:
    """A table: where it is, and its rows of a name, a type and the table that it refers to."""

    name: str
    rows: list[tuple[str, str, str]]
    x: int
    y: int

    @property
    def height(self) -> int:
        """Return its height in pixels."""
        return box_height(self.rows)


@dataclass(frozen=True)
class Panel:
    """An app: its name, its place and size, and its tables."""

    name: str
    x: int
    y: int
    width: int
    height: int
    boxes: list[Box]


def box_height(rows: list[tuple[str, str, str]]) -> int:
    """Return the height of a table of these rows."""
    return HEAD + ROW * len(rows) + 6


def labels() -> list[str]:
    """Return our apps with tables from the lowest layer to the highest, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    names = [name.strip().removeprefix("apps.") for layer in reversed(layers) for name in layer.split("|")]
    return [name for name in names if name in apps.app_configs and tables_of(name)]


def tables_of(label: str) -> list[type[Model]]:
    """Return the models of an app as they are written down, without the versions that are kept of some."""
    return [model for model in apps.get_app_config(label).get_models() if not hasattr(model, "instance_type")]


def rows_of(model: type[Model]) -> list[tuple[str, str, str]]:
    """Return the fields of a model; a state before and after an answer is one row."""
    rows: dict[str, tuple[str, str, str]] = {}
    for field in model._meta.local_concrete_fields:
        name = field.name.removesuffix("_after")
        if f"{name}_before" in rows:
            rows[f"{name}_before"] = (f"{name}_before, _after", type_of(field), "")
        else:
            rows[field.name] = (field.name, type_of(field), target_of(field))
    return list(rows.values())


def type_of(field: Field) -> str:
    """Return a word for what a field holds."""
    if target := target_of(field):
        return f"→ {target}"
    kind = field.get_internal_type().removesuffix("Field").removeprefix("Positive").removeprefix("Big")
    words = {"Char": "text", "Text": "text", "Slug": "text", "Email": "text", "URL": "text", "DateTime": "time"}
    numbers = {"Integer", "SmallInteger", "Auto", "SmallAuto"}
    return "number" if kind in numbers else words.get(kind, kind.lower())


def target_of(field: Field) -> str:
    """Return the table that a field refers to; empty for one that refers to none."""
    return (
        field.related_model.__name__ if isinstance(field, ForeignKey) and isinstance(field.related_model, type) else ""
    )


def columns_of(label: str) -> list[list[type[Model]]]:
    """Return the tables of an app in columns of about the same height."""
    columns: list[list[type[Model]]] = [[]]
    height = 0
    for model in tables_of(label):
        own = box_height(rows_of(model)) + GAP
        if columns[-1] and height + own > MAX_COLUMN_HEIGHT:
            columns.append([])
            height = 0
        columns[-1].append(model)
        height += own
    return columns


def panels() -> Iterator[Panel]:
    """Yield the panels of the apps, in rows of at most so many columns."""
    shelf: list[tuple[str, list[list[type[Model]]]]] = []
    y = MARGIN
    for label in [*labels(), ""]:
        columns = columns_of(label) if label else []
        if shelf and (not label or sum(len(each) for _, each in shelf) + len(columns) > MAX_SHELF_COLUMNS):
            height = PANEL_HEAD + max(column_height(column) for _, each in shelf for column in each)
            x = MARGIN
            for name, each in shelf:
                width = len(each) * COLUMN_WIDTH - GAP
                yield Panel(name, x, y, width, height, list(boxes(each, x, y)))
                x += width + GAP
            y += height + 2 * MARGIN
            shelf = []
        shelf.append((label, columns))


def column_height(column: list[type[Model]]) -> int:
    """Return the height of tables below one another."""
    return sum(box_height(rows_of(model)) + GAP for model in column)


def boxes(columns: list[list[type[Model]]], x: int, y: int) -> Iterator[Box]:
    """Yield the tables of a panel."""
    for number, column in enumerate(columns):
        top = y + PANEL_HEAD
        for model in column:
            box = Box(model.__name__, rows_of(model), x + number * COLUMN_WIDTH + 12, top)
            yield box
            top += box.height + GAP


def lines(sources: list[Box], targets: list[Box]) -> Iterator[str]:
    """Yield a line from each reference of the sources to a table among the targets."""
    by_name = {box.name: box for box in targets if box.name not in WITHOUT_LINES}
    for box in sources:
        for number, (_name, _type, target) in enumerate(box.rows):
            if target in by_name:
                yield line(box, box.y + HEAD + ROW * number + ROW // 2, by_name[target])


def far_lines(placed: list[Panel]) -> Iterator[str]:
    """Yield the lines between apps: they go behind the tables."""
    for panel in placed:
        others = [box for other in placed if other is not panel for box in other.boxes]
        yield from lines(panel.boxes, others)


def line(box: Box, y: int, target: Box) -> str:
    """Return the line from a row to a table: out at the side that is nearer, and in at the table's name."""
    goes_right = target.x > box.x
    start = box.x + BOX_WIDTH if goes_right else box.x
    end = target.x if goes_right or target.x == box.x else target.x + BOX_WIDTH
    out = start + (40 if goes_right else -40)
    back = end - 40 if goes_right or target.x == box.x else end + 40
    end_y = target.y + HEAD // 2
    color = COLORS[sum(map(ord, target.name)) % len(COLORS)]
    path = f'<path class="line" stroke="{color}" d="M{start} {y} C{out} {y} {back} {end_y} {end} {end_y}"/>'
    return f'{path}<circle cx="{end}" cy="{end_y}" r="3.5" fill="{color}"/>'


def drawn(box: Box) -> Iterator[str]:
    """Yield a table: its name, and a row for each field."""
    yield f'<rect class="box" x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{box.height}" rx="5"/>'
    yield f'<text class="table" x="{box.x + 10}" y="{box.y + 18}">{escape(box.name)}</text>'
    for number, (name, kind, _target) in enumerate(box.rows):
        y = box.y + HEAD + ROW * number + 13
        yield f'<text x="{box.x + 10}" y="{y}">{escape(name)}</text>'
        yield f'<text class="type" x="{box.x + BOX_WIDTH - 10}" y="{y}">{escape(kind)}</text>'


def svg() -> str:
    """Return the picture; the same models give the same text."""
    placed = list(panels())
    width = max(panel.x + panel.width for panel in placed) + MARGIN
    height = max(panel.y + panel.height for panel in placed) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>The tables of Ditcards, by app</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for each in placed:
        size = f'x="{each.x}" y="{each.y}" width="{each.width}" height="{each.height}"'
        parts.append(f'<rect class="panel" {size} rx="8"/>')
        parts.append(f'<text class="app" x="{each.x + 12}" y="{each.y + 22}">apps/{escape(each.name)}</text>')
    parts += ['<g class="far">', *far_lines(placed), "</g>"]
    for each in placed:
        parts += [part for box in each.boxes for part in drawn(box)]
        parts += lines(each.boxes, each.boxes)
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    django.setup()
    PICTURE.write_text(svg(), encoding="utf-8")
