"""The form in which a person chooses how a table is read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.cards.kinds import registry
from apps.formats.tables.table_reader import TableOptions
from apps.formats.text.decode import ENCODINGS
from apps.web.translation import translate_lazy

SEPARATORS = {
    "\t": _("Tabs"),
    ",": _("Commas"),
    ";": _("Semicolons"),
    "|": _("Vertical bars |"),
    " - ": _("Hyphens -"),
    " – ": _("Dashes –"),
    " = ": _("Equals signs ="),
    " :: ": _("Double colons ::"),
    ": ": _("Colons and spaces"),
}
ROW_SEPARATORS = {
    "line": ("\n", _("New lines")),
    "blank": ("\n\n", _("Empty lines")),
    "semicolon": (";", _("Semicolons")),
    "rule": ("\n---\n", _("Lines of ---")),
}
KEY_OF_ROW_SEPARATOR = {sign: key for key, (sign, _) in ROW_SEPARATORS.items()} | {"": ""}
ENCODING_CHOICES = [(key, translate_lazy(label)) for key, label in ENCODINGS.items()]
OTHER = "other"
UNKNOWN = ("", _("Detect automatically"))
YES_NO = {"": None, "yes": True, "no": False}
KEY_OF_YES_NO = {value: key for key, value in YES_NO.items()}
TEXT_FORMATS = [("plain", _("Plain text")), ("markdown", "Markdown"), ("html", "HTML")]
KINDS = [("", _("As in the file")), *((kind.name, translate_lazy(kind.label)) for kind in registry.KINDS)]

TEXT_FIELDS = (
    "separator",
    "other_separator",
    "row_separator",
    "other_row_separator",
    "quoted",
    "continued",
    "encoding",
)
LAYOUT_FIELDS = {*TEXT_FIELDS, "sheet"}  # what decides which cells there are
DETECTED = {"quoted", "continued", "header", "form"}  # what the cells show, and is detected again when they change


class TableForm(forms.Form):
    """How a table is read; what each column contains is sent as `column`.

    `was` is what the form showed before: what a person did not touch is detected again when the cells change.
    """

    sheet = forms.ChoiceField(required=False, label=_("Sheet"))
    separator = forms.ChoiceField(
        required=False, label=_("Separator"), choices=[*SEPARATORS.items(), (OTHER, _("Something else"))]
    )
    other_separator = forms.CharField(required=False, strip=False, max_length=20, label=_("Other text between cells"))
    row_separator = forms.ChoiceField(
        required=False,
        label=_("Between rows"),
        choices=[*((key, label) for key, (_, label) in ROW_SEPARATORS.items()), (OTHER, _("Something else"))],
    )
    other_row_separator = forms.CharField(
        required=False, strip=False, max_length=20, label=_("Other text between rows")
    )
    quoted = forms.ChoiceField(
        required=False,
        label=_("Quotation marks"),
        choices=[("yes", _("Enclose cells")), ("no", _("Are part of the text"))],
    )
    continued = forms.ChoiceField(
        required=False,
        label=_("Lines without a separator"),
        choices=[("yes", _("Continue the cell above")), ("no", _("Are rows"))],
    )
    encoding = forms.ChoiceField(required=False, label=_("Encoding"), choices=ENCODING_CHOICES)
    header = forms.ChoiceField(
        required=False, label=_("The first row"), choices=[("yes", _("Names the columns")), ("no", _("Is a note"))]
    )
    form = forms.ChoiceField(required=False, label=_("Text format"), choices=TEXT_FORMATS)
    kind = forms.ChoiceField(required=False, label=_("Kind of notes"), choices=KINDS)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, object], *, sheets: Iterable[str] = ()) -> None:
        super().__init__(data)
        sheets = list(sheets)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
        for name in TEXT_FIELDS if sheets else ("sheet",):
            del self.fields[name]

    def options(self, columns: tuple[str, ...]) -> TableOptions:
        """Return what was chosen, once the form is valid; columns only where they are still the same."""
        data = self.cleaned_data
        touched = self._touched()
        if touched & LAYOUT_FIELDS:
            data = {**data, **dict.fromkeys(DETECTED - touched, "")}
        return replace(_options(data), columns=() if touched & {*LAYOUT_FIELDS, "header"} else columns)

    def others(self) -> dict[str, str]:
        """Return the separators for which “Something else” was chosen, whether or not one is written yet."""
        data = self.cleaned_data
        names = [name for name in ("separator", "row_separator") if data.get(name) == OTHER]
        return {key: data[key] for name in names for key in (name, f"other_{name}")}

    def _touched(self) -> set[str]:
        """Return the fields that are not as they were shown."""
        was = _mapping(self.cleaned_data["was"])
        names = set(self.fields) - {"was"}
        return {name for name in names if self.cleaned_data[name] != was.get(name, "")}


def form_showing(
    options: TableOptions, sheets: Iterable[str] = (), others: Mapping[str, str] | None = None
) -> TableForm:
    """Return the form as it shows options; with `others`, the fields for other separators stay visible."""
    values = _values(options) | dict(others or {})
    form = TableForm(values | {"was": json.dumps(values)}, sheets=sheets)
    for name in {*DETECTED, "encoding", "separator", "row_separator"} & set(form.fields):
        if not values[name]:  # it could not be detected
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
        "quoted": KEY_OF_YES_NO[options.quoted],
        "continued": KEY_OF_YES_NO[options.continued],
        "header": KEY_OF_YES_NO[options.header],
    }


def _options(data: Mapping[str, str]) -> TableOptions:
    separator, row_separator = data.get("separator", ""), data.get("row_separator", "")
    return TableOptions(
        encoding=data.get("encoding", ""),
        separator=data["other_separator"] if separator == OTHER else separator,
        row_separator=(
            data["other_row_separator"] if row_separator == OTHER else ROW_SEPARATORS.get(row_separator, ("",))[0]
        ),
        quoted=YES_NO[data.get("quoted", "")],
        continued=YES_NO[data.get("continued", "")],
        header=YES_NO[data["header"]],
        form=data["form"],
        kind=data["kind"],
        sheet=data.get("sheet", ""),
    )


def _mapping(text: str) -> dict[str, object]:
    """Return a JSON object, empty for text that is not one."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
