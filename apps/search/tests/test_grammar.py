import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.cards.text_index.plain_text import fold_characters
from apps.search.grammar import MAX_DEPTH, MAX_LENGTH, MAX_TERMS, exact, parse, to_text
from apps.search.lexer import escape
from apps.search.terms.values import name_of
from apps.search.tree import EVERYTHING, And, Not, Or, SearchError, Term

OPERATORS = {"deck", "tag", "is", "re", "front"}

A, B, C = (Term("", name) for name in "abc")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("  \u3000 ", EVERYTHING),
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a or b", Or((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a (b or c)", And((A, Or((B, C))))),
        ("a(b)", And((A, B))),
        ("-a", Not(A)),
        ("--a", Not(Not(A))),
        ("-(a b)", Not(And((A, B)))),
        ("((a))", A),
        ('"a b"', Term("", "a b")),
        ('-"a b"', Not(Term("", "a b"))),
        ('"-a"', Term("", "-a")),
        ('"or"', Term("", "or")),
        ("deck:x", Term("deck", "x")),
        ("Deck:X", Term("deck", "X")),
        ('deck:"x y"', Term("deck", "x y")),
        ('"deck:x y"', Term("deck", "x y")),
        ("deck:a::b", Term("deck", "a::b")),
        ("front:", Term("front", "")),
        (r"re:\d{3}", Term("re", r"\d{3}")),
        ('"re:(a|b) c"', Term("re", "(a|b) c")),
        (r"http\://x", Term("", r"http\://x")),
        ("10:30", Term("", "10:30")),
        ('"note: this"', Term("", "note: this")),
        (r"\"a", Term("", r"\"a")),
        ("a-b", Term("", "a-b")),
        ("日本語\u3000or 猫", Or((Term("", "日本語"), Term("", "猫")))),
    ],
)
def test_what_is_typed_is_read_as(text, tree):
    assert parse(text, OPERATORS) == tree
    assert parse(to_text(tree), OPERATORS) == tree


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ('a "b c', 2, "never closed"),
        ('deck:"b c', 5, "never closed"),
        ('a ""', 2, "Nothing is between these quotation marks"),
        ("a ()", 2, "Nothing is between these parentheses"),
        ("(a (b)", 0, "never closed"),
        ("a -(", 3, "never closed"),
        ("a)", 1, "No parenthesis was opened"),
        (")", 0, "No parenthesis was opened"),
        ("or a", 0, "before and after"),
        ("a or", 2, "before and after"),
        ("a or or b", 2, "before and after"),
        ("a and", 2, "before and after"),
        ("(a or) b", 3, "before and after"),
        ("-or a", 1, "before and after"),
        ("a -", 2, "nothing after this “-”"),
        ("(-)", 1, "nothing after this “-”"),
        ("a\\", 1, "Write two"),
        ("a dekc:x", 2, "Did you mean “deck:”?"),
        ("zzz:x", 0, "isn’t a search term"),
        ("a\0b", 1, "cannot be searched for"),
        ("a\ud800", 1, "cannot be searched for"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "at most"),
        ("a " * (MAX_TERMS + 1), 2 * MAX_TERMS, "at most"),
        ("-" * (MAX_DEPTH + 1) + "a", MAX_DEPTH, "deep"),
        ("(" * 500 + "a" + ")" * 500, MAX_DEPTH, "deep"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text, at, words):
    with pytest.raises(SearchError) as caught:
        parse(text, OPERATORS)
    assert (caught.value.at, words in str(caught.value)) == (at, True)


@pytest.mark.parametrize("text", ["a" * MAX_LENGTH, "a " * MAX_TERMS, "-" * MAX_DEPTH + "a"])
def test_a_search_may_be_as_long_and_as_deep_as_its_limits(text):
    assert parse(text, OPERATORS)


def test_a_term_knows_where_it_was_typed():
    either = parse('a -(deck:"x" or "tag:y")', OPERATORS).parts[1].part
    assert [(term.at, term.value_at) for term in either.parts] == [(4, 10), (16, 21)]


PIECES = ["a", "or", "and", "-", "(", ")", '"', "deck:", "re:", "x:", "\\", "*", "_", " ", "é", "日", ":", '"b c"']


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=40))
def test_a_search_printed_and_read_again_is_the_same(text):
    tree, at = read(text)
    assert 0 <= at <= len(text)
    assert parse(to_text(tree), OPERATORS) == tree


def read(text):
    """Return the tree of a text, or where it cannot be read."""
    try:
        return parse(text, OPERATORS), 0
    except SearchError as error:
        return EVERYTHING, error.at


LITERAL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=10)


@given(
    st.recursive(
        LITERAL.map(lambda text: Term("", escape(text).replace(":", r"\:")))
        | LITERAL.map(lambda text: Term("deck", escape(text))),
        lambda part: (
            st.builds(Not, part)
            | st.lists(part, min_size=2, max_size=3).map(lambda parts: And(tuple(parts)))
            | st.lists(part, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
        ),
        max_leaves=6,
    )
)
def test_any_tree_printed_and_read_is_itself(tree):
    assert parse(to_text(tree), OPERATORS) == tree


@given(LITERAL.filter(lambda name: not any(map(str.isspace, name))), st.sampled_from(["tag", "deck"]))
@example("bio(old)", "tag")
@example(r"x\y", "tag")
@example('a"b', "tag")
@example("a*b_c::d", "tag")
@example("None", "tag")
def test_an_exact_search_finds_any_name_and_no_other(name, operator):
    term = parse(exact(operator, name), OPERATORS)
    assert term.operator == operator
    assert term.value.lower() != "none"
    assert [*name_of(term).parts] == [part for part in [fold_characters(name)] if part]
