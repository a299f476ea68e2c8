import pytest

from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tables import columns, table_in_text


def sides(tmp_path, name: str, text: str) -> list[tuple[str, str]]:
    path = tmp_path / name
    path.write_text(text)
    with open_file(path, name) as source:
        return [(each.note.front, each.note.back) for each in source.notes()]


CARDS = [("gato", "cat"), ("pez", "fish")]


@pytest.mark.parametrize(
    "text",
    [
        "| Spanish | English |\n|---|:-:|\n| gato | cat |\n| pez | fish |\n",
        "# Words\n\nFront | Back\n--- | ---\ngato | cat\npez | fish\n\nThe end.\n",
        "| a | b |\n|--|--|\n| gato | cat |\n\n## More\n\n| a | b |\n|--|--|\n| pez | fish |\n",
    ],
)
def test_the_tables_of_markdown_are_cards(tmp_path, text):
    assert sides(tmp_path, "x.md", text) == CARDS


def test_text_around_the_tables_of_markdown_is_named(tmp_path):
    path = tmp_path / "x.md"
    path.write_text("# Words\n\nLearn\nthese.\n\n| a | b |\n|--|--|\n| gato | cat |\n\nThe end.\n")
    with open_file(path, path.name) as source:
        assert [str(warning) for warning in source.warnings] == [
            "2 texts are in no row of a table. They were left out: lines 3, 10."
        ]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>gato</td><td>cat</td></tr><tr><td>pez</td><td>fish</td></tr>",
        "<tbody><tr><th>Word</th><th>Meaning</th></tr><tr><td>gato<td>cat<tr><td>pez<td>fish</tbody>",
        "<tr><td>Front</td><td>Back</td></tr><tr><td>gato</td><td>cat</td></tr><tr><td>pez</td><td>fish</td></tr>",
    ],
)
def test_the_tables_of_a_page_are_cards(tmp_path, rows):
    assert sides(tmp_path, "x.html", f"<h1>Words</h1><table>{rows}</table>") == CARDS


@pytest.mark.parametrize(
    "text",
    [
        '[{"front": "gato", "back": "cat"}, {"front": "pez", "back": "fish"}]',
        '{"name": "x", "cards": [{"question": "gato", "answer": "cat"}, {"question": "pez", "answer": "fish"}]}',
        '[["gato", "cat"], ["pez", "fish"]]',
        '{"set": {"terms": [{"term": "gato", "definition": "cat"}, {"term": "pez", "definition": "fish"}]}}',
        '{"gato": "cat", "pez": "fish"}',
        '[{"gato": "cat"}, {"pez": ["fish"]}]',
        '{"Land": {"gato": "cat"}, "Sea": {"pez": "fish"}}',
        '{"title": "Animals", "words": {"gato": "cat", "pez": "fish"}}',
        '{"cards": [{"front": "gato", "back": "cat"}], "notes": [{"front": "pez", "back": "fish"}]}',
        '{"decks": [{"name": "Land", "cards": [["gato", "cat"]]}, {"name": "Sea", "cards": [["pez", "fish"]]}]}',
        '{"quiz": {"questions": [{"question": "gato", "correct_answer": "cat"}, {"front": "pez", "back": "fish"}]}}',
        '{"front": "gato", "back": "cat"}\n{"front": "pez", "back": "fish"}\n',
    ],
)
@pytest.mark.parametrize("name", ["x.json", "x.txt"])
def test_lists_in_json_are_cards(tmp_path, name, text):
    assert sides(tmp_path, name, text) == CARDS


@pytest.mark.parametrize("text", ["[]", "[1, 2]", '[{"x": "y"}]', '{"x": "y"}', '{"title": "x", "author": "y"}'])
def test_other_json_is_refused(tmp_path, text):
    with pytest.raises(ImportProblem):
        sides(tmp_path, "x.json", text)


@pytest.mark.parametrize("side", ['{"text": "gato"}', '{"id": 7, "value": "gato"}', '{"word": "gato", "audio": null}'])
def test_a_side_of_json_that_is_an_object_is_its_text(tmp_path, side):
    text = f'[{{"front": {side}, "back": {{"text": "cat"}}}}, {{"front": "pez", "back": "fish"}}]'
    assert sides(tmp_path, "x.json", text) == CARDS


def test_lists_in_json_are_sections_by_their_names(tmp_path):
    (tmp_path / "x.json").write_text(
        '{"name": "Words", "Land": {"gato": "cat", "perro": "dog"}, "Sea": [["pez", "fish"]]}'
    )
    with open_file(tmp_path / "x.json", "x.json") as source:
        assert source.deck.title == "Words"
        assert [each.note.section for each in source.notes()] == [0, 0, 1]
        assert [section.title for section in source.deck.sections] == ["Land", "Sea"]


@pytest.mark.parametrize(
    "text",
    ["1. gato - cat\n2. pez - fish\n", "- gato = cat\n- pez = fish\n", "1) gato\tcat\n\n2) pez\tfish\n"],
)
def test_the_numbers_and_bullets_of_a_list_are_not_on_its_cards(tmp_path, text):
    assert sides(tmp_path, "x.txt", text) == CARDS


@pytest.mark.parametrize("text", ["[" * 60_000, "a::b\n" + "[" * 60_000], ids=["alone", "below a card"])
def test_a_long_run_of_brackets_names_no_column_and_takes_no_time(text):
    assert columns.role_of(text) is None


def test_a_deeply_indented_line_is_no_rule_of_a_table_and_takes_no_time():
    assert table_in_text.deck_of_markdown("|\n" + " " * 200_000 + "- a\n") is None


@pytest.mark.parametrize("head", ["", "#separator:tab\n#html:true\n", "#separator:tab\n#html:false\n"])
def test_the_sounds_of_a_table_are_sounds(tmp_path, head):
    text = f"{head}Hund[sound:hund.mp3]\tdog\nKatze 2\t[sound:a cat.mp3]\nPferd [sound:]\thorse\n"
    assert sides(tmp_path, "x.txt", text) == [
        ("Hund![](hund.mp3)", "dog"),
        ("Katze 2", "![](a%20cat.mp3)"),
        ("Pferd [sound:]", "horse"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("x.org", "* A? :drill:\nA?\n** Answer\nB\n", "org"),
        ("x.xml", "<mnemosyne core_version='1'><item id='1'><Q>a</Q><A>b</A></item></mnemosyne>", "mnemosyne_xml"),
        ("x.md", "Q: a\nA: b\n", "markdown"),
    ],
)
def test_a_file_is_named_for_what_it_is(tmp_path, name, text, format_):
    path = tmp_path / name
    path.write_text(text)
    with open_file(path, name) as source:
        assert source.reading.format == format_


def test_a_database_of_notion_names_its_columns(tmp_path):
    assert sides(tmp_path, "x.csv", "Name,Definition,Tags\ngato,cat,pet\npez,fish,\n") == CARDS
