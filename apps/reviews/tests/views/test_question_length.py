import pytest

from apps.reviews.templatetags.reviews import is_long, review_title


@pytest.mark.parametrize(
    "front", ["<p>Why?</p>", "<p>A term</p><p>and a hint</p>", f'<p><img src="/{"m" * 300}.png"></p>']
)
def test_a_short_question_is_set_as_a_heading(front):
    assert not is_long(front)


@pytest.mark.parametrize(
    "front", [f"<p>{'word ' * 50}</p>", "<ol><li>a</li><li>b</li><li>c</li></ol>", "<p>a</p><pre>b</pre><p>c</p>"]
)
def test_a_long_question_or_one_of_several_parts_is_set_as_text(front):
    assert is_long(front)


@pytest.mark.parametrize(("left", "title"), [(0, "Review"), (1, "1 left · Review"), (1200, "1,200 left · Review")])
def test_the_title_of_the_review_says_what_is_left(left, title):
    assert review_title(left) == title
