"""One deck, one text that Anki exported, and Markdown that comes back from Anki as it was."""

from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

DECK = DeckRecord(
    title="Knots",
    language="en",
    licence="CC BY 4.0",
    attribution="The rope course",
    source_url="https://example.org/knots",
    sections=(
        SectionRecord("Bends", introduction="For two ropes."),
        SectionRecord("Which?", kind="exercise", labels=("BEND",)),
    ),
    notes=(
        NoteRecord("What is a *bight*?", "A slack part,\nuncrossed.", guid="g-1", tags=("rope", "words")),
        NoteRecord("A {{c1::bowline}} holds by {{c2::friction}}.", kind="cloze", guid="g-2"),
        NoteRecord("hitch", "Knoten", kind="reversed", extra="=SUM(A1)", guid="=g3"),
        NoteRecord("Two ropes are joined.", "Both take part.", kind="choice", label="BEND", section=1, guid="g-4"),
    ),
)

ANKI_TEXT = """#separator:Pipe
#html:true
#notetype column:1
#guid column:2
#deck column:3
#tags column:6
#columns:Notetype|Guid|Deck|Front|Back|Tags
Basic|g1|Latin::Verbs|<b>sum</b>|I am<br>we are|verb irregular
Basic (and reversed card)|#g2|Latin::Nouns|casa|house &amp; home|
# a comment
Cloze|g3|Latin::Verbs|{{c1::esse}} is <i>to be</i>||verb
"""

STABLE_MARKDOWN = [
    "plain text, here",
    "a **bold** and *soft* ~~gone~~ ***both***",
    "**bold**er",
    "a\n\nb",
    "a\\\nb",
    "- a\n- b",
    "1. a\n2. b",
    "3. a\n4. b",
    "- a\n  - b\n  - c\n- d",
    "- a\n\n- b",
    "1. a\n   ```\n   x\n   ```",
    "text\n\n- **a**: b\n- `c`\n\n> q",
    "`code` and ``a`b``",
    "```\nx\n  y\n```",
    "```python\nprint('<b>')\n```",
    "$x^2 < y$ and $$z$$",
    "$$\\frac{a}{b}$$",
    "[link](https://example.org/a) and <https://example.org>",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "| a | b | c |\n| :--- | ---: | :---: |\n| 1 | 2 | `x` |",
    "| a \\| b |\n| --- |\n| x |",
    "`\\(x\\)` and\\\n`[latex]`",
    "## Title\n\ntext",
    "> a\\\n> b",
    "a\n\n---\n\nb",
    "![a cat](cat.png) and ![](my%20cat.png)",
    '5 < 6 & 7 "q" x_1 a * b &c',
    "\\&amp; \\*a\\* \\<b>",
    "\\- no list",
    "1\\. no list",
    "The {{c1::sun::hot}} and the {{c2::**moon**}}",
    "{{c1::$\\frac{a}{b_{c}}$}} $d_{e_{f}}$",
    "$a={{c1::\\frac{b}{c}}}$",
    "{{c1::outer {{c2::inner}}}}",
]
