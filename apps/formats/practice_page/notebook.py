"""Writes a Jupyter notebook as the Markdown of its cells; code that is hidden in it is an answer."""

import json
from collections.abc import Mapping
from typing import Any

from apps.formats.messages import gettext as _
from apps.formats.problems import page_problem

HIDDEN = {"hide-cell", "hide-input", "hide_input", "hide_cell", "solution", "answer"}


def is_one(text: str) -> bool:
    """Return whether a text is a notebook."""
    return text.lstrip().startswith("{") and '"nbformat"' in text and '"cells"' in text


def markdown(text: str) -> str:
    """Return the Markdown of a notebook. Raises ImportProblem."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise page_problem(_("This notebook is damaged. Save it again, and choose the new file.")) from error
    cells = notebook.get("cells") if isinstance(notebook, Mapping) else None
    language = _language(notebook) if isinstance(notebook, Mapping) else ""
    found = [_cell(cell, language) for cell in cells if isinstance(cell, Mapping)] if isinstance(cells, list) else []
    return "\n\n".join(part for part in found if part.strip()) + "\n"


def _language(notebook: Mapping[str, Any]) -> str:
    info = notebook.get("metadata")
    kernel = info.get("language_info") if isinstance(info, Mapping) else None
    name = kernel.get("name") if isinstance(kernel, Mapping) else ""
    return name if isinstance(name, str) and name.isidentifier() else ""


def _cell(cell: Mapping[str, Any], language: str) -> str:
    source = cell.get("source")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    if cell.get("cell_type") == "markdown" or not text.strip():
        return text
    if cell.get("cell_type") != "code":
        return ""
    ticks = "```" if "```" not in text else "~~~~"
    code = f"{ticks}{language}\n{text}\n{ticks}"
    return f"<details><summary>Answer</summary>\n\n{code}\n\n</details>" if _is_hidden(cell) else code


def _is_hidden(cell: Mapping[str, Any]) -> bool:
    data = cell.get("metadata")
    if not isinstance(data, Mapping):
        return False
    tags, jupyter = data.get("tags"), data.get("jupyter")
    hidden = isinstance(jupyter, Mapping) and jupyter.get("source_hidden") is True
    return hidden or (isinstance(tags, list) and any(tag in HIDDEN for tag in tags if isinstance(tag, str)))
