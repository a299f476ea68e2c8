"""The form in which a person says how a table is to be read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from apps.formats.tables.table_reader import TableOptions
from apps.formats.text.decode import ENCODINGS
from apps.web.translation import translate_lazy

SEPARATORS = {
    "\t": "Tabs",
    ",": "Commas",
    ";": "Semicolons",
    "|": "Vertical bars |",
    " - ": "Hyphens -",
    " – ": "Dashes –",
    " = ": "Equals signs =",
    " :: ": "Double colons ::",
    ": ": "Colons and spaces",
}
ROW_SEPARATORS = {
    "line": ("\n", "New lines"),
    "blank": ("\n\n", "Empty lines"),
    "semicolon": (";", "Semicolons"),
    "rule": ("\n---\n", "Lines of ---"),
}
KEY_OF_ROW_SEPARATOR = {sign: key for key, (sign, _) in ROW_SEPARATORS.items()} | {"": ""}
OTHER = "other"
UNKNOWN = ("", "As it seems")
YES_NO = {"": None, "yes": True, "no": False}
OF_YES_NO = {value: key for key, value in YES_NO.items()}
WRITTEN = [("plain", "Plain text"), ("markdown", "Markdown"), ("html", "HTML")]
KINDS = [("", "As the file says"), ("basic", "Basic"), ("reversed", "Basic and reversed"), ("cloze", "Blanks (cloze)")]

OF_TEXTS = ("separator", "other_separator", "row_separator", "other_row_separator", "quoted", "encoding")
DIVIDING = {*OF_TEXTS, "sheet"}  # what decides which cells there are
FOUND_OUT = {"quoted", "header", "form"}  # what the cells show, and is found out again when they are others

ENCODING_CHOICES = [(key, translate_lazy(label)) for key, label in ENCODINGS.items()]


class TableForm(forms.Form):
    """How a table is to be read; what each column holds is sent besides, as `column`.

    `was` is what the form showed before: what a person did not touch is found out again where the cells become others.
    """

    sheet = forms.ChoiceField(required=False, label="Sheet")
    separator = forms.ChoiceField(
        required=False, label="Between cells", choices=[*SEPARATORS.items(), (OTHER, "Something else")]
    )
    other_separator = forms.CharField(required=False, strip=False, max_length=20, label="Something else between cells")
    row_separator = forms.ChoiceField(
        required=False,
        label="Between rows",
        choices=[*((key, label) for key, (_, label) in ROW_SEPARATORS.items()), (OTHER, "Something else")],
    )
    other_row_separator = forms.CharField(
        required=False, strip=False, max_length=20, label="Something else between rows"
    )
    quoted = forms.ChoiceField(
        required=False, label="Quotation marks", choices=[("yes", "Stand around cells"), ("no", "Belong to the text")]
    )
    encoding = forms.ChoiceField(required=False, label="Encoding", choices=ENCODING_CHOICES)
    header = forms.ChoiceField(
        required=False, label="The first row", choices=[("yes", "Names the columns"), ("no", "Is a note")]
    )
    form = forms.ChoiceField(required=False, label="Texts are", choices=WRITTEN)
    kind = forms.ChoiceField(required=False, label="Kind of notes", choices=KINDS)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, sheets: Iterable[str] = ()) -> None:
        super().__init__(data)
        sheets = list(sheets)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
        for name in OF_TEXTS if sheets else ("sheet",):
            del self.fields[name]

    def options(self, columns: tuple[str, ...]) -> TableOptions:
        """Return what was chosen, once the form is valid; columns only where they are still the same."""
        said = self.cleaned_data
        touched = self._touched()
        if touched & DIVIDING:
            said = {**said, **dict.fromkeys(FOUND_OUT - touched, "")}
        return replace(_options(said), columns=() if touched & {*DIVIDING, "header"} else columns)

    def others(self) -> dict[str, str]:
        """Return what was asked for by “Something else”, whether or not it is written yet."""
        said = self.cleaned_data
        asked = [name for name in ("separator", "row_separator") if said.get(name) == OTHER]
        return {key: said[key] for name in asked for key in (name, f"other_{name}")}

    def _touched(self) -> set[str]:
        """Return the fields that are not as they were shown."""
        was = _mapping(self.cleaned_data["was"])
        names = set(self.fields) - {"was"}
        return {name for name in names if self.cleaned_data[name] != was.get(name, "")}


def shown(options: TableOptions, sheets: Iterable[str] = (), others: Mapping[str, str] | None = None) -> TableForm:
    """Return the form as it shows options; with `others`, places to write them in stay open."""
    values = _values(options) | dict(others or {})
    form = TableForm(values | {"was": json.dumps(values)}, sheets=sheets)
    for name in {*FOUND_OUT, "encoding", "separator", "row_separator"} & set(form.fields):
        if not values[name]:  # it could not be found out
            field = form.fields[name]
            field.choices = [UNKNOWN, *field.choices]  # type: ignore[attr-defined]
    return form


def _values(options: TableOptions) -> dict[str, str]:
    separator = options.separator if options.separator in {"", *SEPARATORS} else OTHER
    row_separator = KEY_OF_ROW_SEPARATOR.get(options.row_separator, OTHER)
    return {
        **{name: getattr(options, name) for name in ("encoding", "form", "kind", "sheet")},
        "separator": separator,
        "other_separator": options.separator if separator == OTHER else "",
        "row_separator": row_separator,
        "other_row_separator": options.row_separator if row_separator == OTHER else "",
        "quoted": OF_YES_NO[options.quoted],
        "header": OF_YES_NO[options.header],
    }


def _options(said: Mapping[str, str]) -> TableOptions:
    separator, row_separator = said.get("separator", ""), said.get("row_separator", "")
    return TableOptions(
        encoding=said.get("encoding", ""),
        separator=said["other_separator"] if separator == OTHER else separator,
        row_separator=(
            said["other_row_separator"] if row_separator == OTHER else ROW_SEPARATORS.get(row_separator, ("",))[0]
        ),
        quoted=YES_NO[said.get("quoted", "")],
        header=YES_NO[said["header"]],
        form=said["form"],
        kind=said["kind"],
        sheet=said.get("sheet", ""),
    )


def _mapping(text: str) -> dict[str, Any]:
    """Return a JSON object; nothing for what is none."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
