"""Texts of 64,000 characters that a parser finds hard: openers without an end, nested, defined, repeated."""

LENGTH = 64_000
WORDS = "some *plain* text with `code` and [a link](https://example.org/x) and **bold** words.\n\n"
OPENERS = (
    *("![", "[", "![a](", "[a](", "[a][", "[a]: ", "[a\\]", "[[[]]]", "[x]\n[x]: /a\n", "[^1]", "]](", "[a](<b"),
    *("*a ", "**a*b_c", "*", "*_*", "a*", "_*a_ ", "~~a", "`", "`` ` ", "`a``b```c", "```\n", "```a\n", "`\n"),
    *("<", "<a", "<!--", "<u>", "<u>a</u>", "<details>\n", '<mark class="red">', "<http://", "&", "&#", "\\", "!"),
    *("???\n", "??? a\n", "> ", "> a\n\n", "> - ", "- a\n", "* * ", "1) a\n", "- [ ] ", ": a\n", "a\n: b\n", "# a\n"),
    *("$", "$a ", "$a$", "$$\n", "$$a\n", "\\[", "\\(a\\)", "[sound:", "[sound:a.mp3]", "|a|b|\n|-|-|\n", "|-"),
    *("{{c1::", "{{c1::a}}", "{{c1::a::b}}", "}}", "http://a ", "\r", "\n", "    a\n", "a\\\n", "a\n===\n"),
    *("$((((((((x$ ", "$\\frac\\frac\\frac$ ", "$\\ce{A^{B^{C}}}$ ", "$\\left(\\left(x\\right)\\right)$ "),
)


def flood(opener: str, length: int = LENGTH) -> str:
    """Return an opener again and again."""
    return (opener * (length // len(opener) + 1))[:length]


def nested_floods(length: int = LENGTH) -> dict[str, str]:
    """Return texts that are hard by what they have once for each of many others."""
    half = length // 2
    return {
        "nested brackets": "[" * half + "]" * half,
        "nested quotations": (">" * 200 + "a\n") * (length // 202),
        "nested lists": "".join("  " * (n % 100) + "- a\n" for n in range(length // 104)),
        "growing rows of backticks": " ".join("`" * n for n in range(1, int((2 * length) ** 0.5))),
        "a long target named often": f"[a]: /{'u' * half}\n\n" + "[a]" * (half // 3),
        "a table with a wide head": f"|{'a|' * (length // 8)}\n|{'-|' * (length // 8)}\n" + "|\n" * (length // 4),
        "tables of few cells": (f"{'|a' * 70}\n{'|-' * 70}\n" + "|\n" * 70 + "\n") * (length // 421),
        "nested blanks": "{{c1::" * (length // 8) + "}}" * (length // 8),
        "code in brackets": "```python\n" + "(" * (length - 10),
        "formulas": "".join(f"${'(' * 8}{'x' * 1_900}$ " for _ in range(length // 1_911)),
    }
