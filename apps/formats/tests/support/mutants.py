"""Broken files of every kind: a few places changed, cut out, doubled, or filled with what readers stumble over."""

import random
from collections.abc import Iterator
from io import BytesIO

from apps.formats import ditcards_json
from apps.formats.anki import write
from apps.formats.markdown import markdown_writer
from apps.formats.tables.delimited_text import csv_writer
from apps.formats.tests.support.books import workbook
from apps.formats.tests.support.examples import ANKI_TEXT, DECK
from apps.formats.tests.support.packing import one_of_everything
from apps.formats.zips.zip_writer import pack

CLIPPING = "A (B)\n- Your {} 7-9 | Added on Monday\n\n{}\n==========\n"
XML = (
    '<openSM2sync number_of_entries="3"><log type="10" o_id="t"><name>x</name></log><log type="16" o_id="f">'
    '<f>ä &lt;b&gt;[c:d]&lt;/b&gt;</f><p_1></p_1><m_1>e</m_1></log><log type="6" fact="f" fact_v="6.1" tags="t" gr="4" '
    'e="2.5" l_rp="1700000000" n_rp="1700864000"></log><log type="6" fact="f" fact_v="6.2"></log></openSM2sync>'
).encode()
PAGE = b"# T\n\n## Self-check\n\n**1. What?**\n\n<details>\n<summary>Show answer</summary>\n\nThis.\n\n</details>\n"
CHUNKS = [b'"', b"\n", b";", b"\t", b"\0", b"\xff", b"<", b"#", b"{", b"}}", b"[", b"Q: ", b"---\n", b"\xed\xa0\x80"]
CHUNKS += [b"\r", b"<!-- note {} -->", b"```\n", b"#separator:", b"-1", b"9" * 30, b"\\u0000", b"<details>", b"\\("]
CHUNKS += [b"<b>", b"&", b"{{c1::", b"![](x.png)", b"\x1f", b"\xe2\x80\xae"]


def package() -> bytes:
    """Return a package of Anki with a note of each kind."""
    file = BytesIO()
    write(one_of_everything(), file)
    return file.getvalue()


def files() -> dict[str, bytes]:
    """Return a sound file of each kind, by its name."""
    return {
        "deck.csv": csv_writer.write_csv(DECK),
        "deck.tsv": csv_writer.write_tsv(DECK),
        "anki.txt": ANKI_TEXT.encode(),
        "utf-16.csv": "a;ä\n\"b\";c\n".encode("utf-16"),
        "paste.txt": b"a - b\n\nc - d - e\n\n\"f\" - g\n",
        "book.xlsx": workbook(("S", [["Front", "Back"], ["a", "b"], [1.5, True]])),
        "deck.md": markdown_writer.write(DECK) + b"\na :: b\n\nx\n?\ny\n\n```\nQ: no\n```\n",
        "page.mdx": PAGE,
        "deck.json": ditcards_json.write(DECK),
        "clippings.txt": (CLIPPING.format("Highlight", "ä b") + CLIPPING.format("Note", "c?")).encode(),
        "cards.xml": XML,
        "deck.cards": pack([("cards.xml", XML), ("METADATA", b"card_set_name:A\n"), ("a.png", b"png")]).getvalue(),
        "deck.apkg": package(),
    }  # fmt: skip


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a broken file."""
    for _change in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([0, 1, 1, 3, 40]))
        middle = chance.choice([b"", data[start:end] * 2, chance.choice(CHUNKS), bytes([chance.randrange(256)])])
        data = data[:start] + middle + data[end:]
    return data


def mutants(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield so many broken files, the same ones each time."""
    chance = random.Random(seed)  # noqa: S311 - the same mutants each time
    for _each in range(count):
        yield mutant(data, chance)
