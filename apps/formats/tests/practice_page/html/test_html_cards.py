import pytest

from apps.formats.practice_page.html import page_html


def cards(*parts):
    return page_html.read("\n".join(["<main><h1>Knots</h1><h2>Flashcards</h2>", *parts, "</main>"])).parts[0].items


QUESTION, ANSWER = "What is <em>x</em>?", "This."
CARDS = {
    "a custom element with an attribute": "<flash-card data-question='What is *x*?'><p>This.</p></flash-card>",
    "the component as it is written": '<Flashcard question="What is *x*?">This.</Flashcard>',
    "a component with both sides in attributes": '<flash-card question="What is *x*?" answer="This."></flash-card>',
    "one that opens": f'<details class="flashcard"><summary>{QUESTION}</summary>{ANSWER}</details>',
    "one that opens, known by its heading": f"<details><summary>{QUESTION}</summary><p>{ANSWER}</p></details>",
    "question and answer": (
        f'<div class="flashcard"><p class="question">{QUESTION}</p><div class="answer">{ANSWER}</div></div>'
    ),
    "front and back": (
        f'<ul><li class="card"><div class="card-front">{QUESTION}</div><div class="card-back">{ANSWER}</div></li></ul>'
    ),
    "a button": (
        f'<button class="flash-card"><span class="front">{QUESTION}</span><span class="back">{ANSWER}</span></button>'
    ),
    "signs before both sides": (
        f'<div class="flashcard"><p class="front"><b>Q.</b> {QUESTION}</p><p class="back"><b>A.</b> {ANSWER}</p></div>'
    ),
    "beside each other": f'<dl><dt class="question">{QUESTION}</dt><dd class="answer">{ANSWER}</dd></dl>',
    "in a card in a grid": (
        '<div class="flashcards"><div class="flashcard"><div class="flashcard-inner"><div class="flashcard-front">'
        f'<p>{QUESTION}</p></div><div class="flashcard-back"><p>{ANSWER}</p></div></div></div></div>'
    ),
    "paragraphs": f"<p><strong>Q: What is <em>x</em> ?</strong><br>A: {ANSWER}</p>",
    "paragraphs apart": f"<p>Q: {QUESTION}</p><p>A: {ANSWER}</p>",
}


@pytest.mark.parametrize("markup", CARDS.values(), ids=CARDS)
def test_a_flashcard_may_be(markup):
    found = cards("<p>A card. Click it.</p><button>Print flashcards</button>", markup, markup)
    assert [(item.front.replace(" ?", "?"), item.back) for item in found] == [("What is *x*?", "This.")] * 2


def test_a_card_keeps_paragraphs_code_and_lists():
    found = cards(
        '<div class="flashcard"><div class="question"><p>What does it print?</p><pre><code class="language-py">f()'
        '</code></pre></div><div class="answer"><p>Two:</p><ul><li>one</li><li>two</li></ul></div></div>'
    )
    assert (found[0].front, found[0].back) == ("What does it print?\n\n```py\nf()\n```", "Two:\n\n- one\n- two")
