"""URLs of a lesson's editor, below /teach/<course>/<lesson>/."""

from django.urls import path

from apps.teaching.editor.views import cards, lesson, order, texts

urlpatterns = [
    path("", lesson.lesson, name="lesson"),
    path("texts/", texts.lesson_texts, name="lesson_texts"),
    path("order/", order.order, name="lesson_order"),
    path("sections/new/", texts.new_section, name="new_section"),
    path("sections/<row:section>/", texts.section, name="section"),
    path("sections/<row:section>/new/", cards.new_card, name="new_card"),
    path("cards/<row:note>/", cards.card, name="card"),
    path("cards/<row:note>/archive/", cards.archive, name="archive_card"),
]
