"""The command that writes lessons as Markdown."""

import io

import pytest
from django.core.management import CommandError, call_command

from apps.exchange.tests.support.practice import pages_of
from apps.lessons.models import Lesson


def export(*arguments):
    out = io.StringIO()
    call_command("export_practice", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_one_lesson_is_written_to_the_terminal(lesson, client):
    download = client.get("/courses/multimodal/backbones/practice.md").content.decode()
    assert export("multimodal", "backbones") == download


def test_a_course_is_written_into_a_folder_that_can_be_imported_again(lesson, tmp_path):
    assert export("multimodal", "-o", tmp_path) == f"{tmp_path}/multimodal/backbones/practice.md\n"
    page = pages_of(tmp_path)[0][0]
    assert page["plan"] == {"added": 0, "changed": 0, "removed": 0, "unchanged": 7}
    pages_of(tmp_path, "--course", "copy")
    copy = Lesson.objects.get(course__slug="copy")
    guids = [set(each.deck.notes.values_list("guid", flat=True)) for each in (lesson, copy)]
    assert guids[0] == guids[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["nowhere"], "There is no lesson in “nowhere”", id="no such course"),
        pytest.param(["multimodal", "frontbones"], "There are: backbones", id="no such lesson"),
    ],
)
def test_what_does_not_exist_is_refused(lesson, arguments, message):
    with pytest.raises(CommandError, match=message):
        export(*arguments)


def test_several_lessons_need_a_folder(lesson, tmp_path):
    with pytest.raises(CommandError, match="-o FOLDER"):
        export("multimodal", "backbones", "backbones")


def test_a_folder_that_cannot_be_written_is_reported(lesson, tmp_path):
    (tmp_path / "multimodal").write_text("a file in its place")
    with pytest.raises(CommandError, match="Choose another folder"):
        export("multimodal", "-o", tmp_path)
