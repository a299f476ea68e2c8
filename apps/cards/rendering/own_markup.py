"""Markup that we make ourselves, formulas and media: placeholders take its place until the rest is sanitized."""

import re
import secrets
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.translation import gettext as _

from apps.cards.rendering.formulas import FormulaConverter, FormulaError
from apps.cards.rendering.media_tags import MediaByName, media_names

NOT_A_FILE_NAME = re.compile(r"[/:]")
UNDRAWN = '<code class="undrawn">'  # begins a formula that is shown as it is written
MAX_QUOTED_FORMULA = 80  # characters of a formula that a problem quotes


@dataclass
class OwnMarkup:
    """Our own markup of one text."""

    media: MediaByName = field(default_factory=dict)
    key: str = field(default_factory=lambda: f"ours{secrets.token_hex(8)}")
    html: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    formulas: FormulaConverter = field(default_factory=FormulaConverter)

    def formula(self, latex: str, *, display: bool) -> str:
        """Render the formula and return its placeholder."""
        return self._placeholder(self._render_formula(latex.strip(), display))

    def media_tag(self, target: str, description: str) -> str:
        """Return the placeholder of a picture or a sound of the deck; of any other one, its description."""
        names = media_names(target)
        name = next((name for name in names if name in self.media), names[-1])
        if reference := self.media.get(name):
            return self._placeholder(reference.tag(description or name))
        return escape(description or ("" if NOT_A_FILE_NAME.search(names[0]) else name))

    def insert_into(self, html: str) -> str:
        """Return sanitized HTML with all of it in the place of its placeholders."""
        if not self.html:
            return html
        return re.sub(rf"{self.key}x(\d+)x", lambda match: self.html[int(match[1])], html)

    def _placeholder(self, html: str) -> str:
        self.html.append(html)
        return f"{self.key}x{len(self.html) - 1}x"

    def _render_formula(self, latex: str, display: bool) -> str:
        try:
            return self.formulas.mathml(latex, display=display)
        except FormulaError as error:
            self._add_problem(latex, str(error))
            return f"{UNDRAWN}{escape(latex)}</code>"

    def _add_problem(self, latex: str, reason: str) -> None:
        quoted = latex if len(latex) <= MAX_QUOTED_FORMULA else f"{latex[:MAX_QUOTED_FORMULA]}…"
        problem = _("The formula %(formula)s cannot be read: %(reason)s")
        self.problems.append(problem % {"formula": f"${quoted}$", "reason": reason})
