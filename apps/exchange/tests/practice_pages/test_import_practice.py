"""The command: what it imports from where, what it prints, and its exit status."""

import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError

from apps.cards.models import Note
from apps.courses.models import Course
from apps.exchange.tests.support.practice import ORPHAN, PAGE, pages_of, run
from apps.lessons.models import Lesson

MATERIAL = Path(__file__).resolve().parents[5] / "shared" / "material"


@pytest.fixture
def track(tmp_path):
    """A folder of two lessons, laid out as course sites do."""
    for name in ("bends", "hitches"):
        page = tmp_path / "knots" / name / "practice.mdx"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.replace("Knots", name.capitalize()))
        (page.parent / "index.mdx").write_text("# The lesson itself\n\nWords.")
    return tmp_path


@pytest.mark.django_db
class TestWhere:
    def test_a_folder_of_tracks_makes_a_course_of_each(self, track):
        pages, status = pages_of(track)
        assert status == 0
        assert [page["title"] for page in pages] == ["Practice: Bends", "Practice: Hitches"]
        course = Course.objects.get(slug="knots")
        assert list(course.lessons.values_list("slug", "position")) == [("bends", 1), ("hitches", 2)]

    @pytest.mark.parametrize("inside", ["knots", "knots/bends", "knots/bends/practice.mdx"])
    def test_a_part_of_it_finds_the_same_course_and_lesson(self, track, inside):
        pages_of(track / inside)
        assert Lesson.objects.get(slug="bends").course.slug == "knots"

    def test_a_course_can_be_named(self, track):
        pages_of(track, "--course", "ropes")
        assert Course.objects.get().slug == "ropes"
        assert Lesson.objects.count() == 2

    def test_a_lone_file_is_called_by_its_name(self, tmp_path):
        (tmp_path / "Some Knots.md").write_text(PAGE)
        pages_of(tmp_path / "Some Knots.md", "--course", "ropes")
        assert Lesson.objects.get().slug == "some-knots"

    def test_a_lone_file_goes_into_a_course_of_imported_lessons(self, tmp_path):
        (tmp_path / "knots.md").write_text(PAGE)
        assert pages_of(tmp_path / "knots.md")[1] == 0
        assert Lesson.objects.get().course.slug == "imported"

    def test_so_does_a_zip_without_folders(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            archive.writestr("knots.md", PAGE)
        assert pages_of(tmp_path / "all.zip")[1] == 0
        assert Lesson.objects.get().course.slug == "imported"

    def test_a_folder_of_plain_files_is_a_course(self, tmp_path):
        for name in ("bends.md", "hitches.txt", "picture.svg"):
            (tmp_path / name).write_text(PAGE.replace("Knots", name))
        pages_of(tmp_path, "--course", "ropes")
        assert list(Lesson.objects.values_list("slug", flat=True)) == ["bends", "hitches"]

    @pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
    def test_a_course_is_called_as_the_head_of_its_track_says(self, track, packed):
        head = "---\ntitle: Knots that hold\n---\n\nWords."
        (track / "knots" / "index.mdx").write_text(head)
        with zipfile.ZipFile(track / "all.zip", "w") as archive:
            archive.writestr("site/knots/index.mdx", head)
            archive.writestr("site/knots/bends/practice.mdx", PAGE)
        pages_of(track / "all.zip" if packed else track)
        assert Course.objects.get().title == "Knots that hold"

    def test_an_existing_course_keeps_its_title(self, track, course):
        Course.objects.create(slug="knots", title="Ropes and knots")
        pages_of(track)
        assert Course.objects.get(slug="knots").title == "Ropes and knots"

    def test_a_zip_is_a_folder(self, track):
        with zipfile.ZipFile(track / "all.zip", "w") as archive:
            archive.writestr("knots/bends/practice.mdx", PAGE)
            archive.writestr("knots/picture.png", b"\x89PNG")
        pages, status = pages_of(track / "all.zip")
        assert (status, len(pages)) == (0, 1)
        assert Lesson.objects.get().course.slug == "knots"

    def test_links_out_of_the_folder_are_not_followed(self, track, tmp_path_factory):
        outside = tmp_path_factory.mktemp("outside") / "practice.mdx"
        outside.write_text(PAGE)
        (track / "knots" / "splices").mkdir()
        (track / "knots" / "splices" / "practice.mdx").symlink_to(outside)
        assert len(pages_of(track)[0]) == 2

    def test_a_folder_without_pages_is_refused(self, tmp_path):
        with pytest.raises(CommandError, match="There is no page here"):
            run(tmp_path)

    def test_a_slug_that_is_none_is_refused(self, track):
        with pytest.raises(CommandError, match="is not a slug"):
            run(track, "--course", "not a slug")


@pytest.mark.django_db
class TestOutput:
    def test_each_page_is_one_json_object(self, track):
        page = pages_of(track / "knots" / "bends")[0][0]
        assert page == {
            "path": str(track / "knots" / "bends" / "practice.mdx"),
            "title": "Practice: Bends",
            "track": "",
            "self_check": 2,
            "exercises": [],
            "flashcards": 1,
            "plan": {"added": 3, "changed": 0, "removed": 0, "unchanged": 0},
            "warnings": [],
        }

    def test_a_second_run_changes_nothing(self, track):
        pages_of(track)
        assert [page["plan"]["unchanged"] for page in pages_of(track)[0]] == [3, 3]

    def test_a_dry_run_writes_nothing(self, track):
        pages, status = pages_of(track, "--dry-run")
        assert status == 0
        assert pages[0]["plan"]["added"] == 3
        assert not Course.objects.exists()
        pages_of(track)
        (track / "knots" / "bends" / "practice.mdx").write_text(PAGE.replace("a bowline", "the bowline"))
        assert pages_of(track, "--dry-run")[0][0]["plan"] == {"added": 0, "changed": 1, "removed": 0, "unchanged": 2}
        assert not Note.objects.filter(front__contains="the bowline").exists()

    def test_a_warning_names_file_and_line(self, tmp_path):
        (tmp_path / "knots.md").write_text(PAGE.replace("Two short", "Seven short"))
        out, _, status = run(tmp_path / "knots.md", "--course", "ropes")
        assert status == 0
        assert f"{tmp_path}/knots.md:7: The introduction mentions 7 questions, but this section has 2." in out

    def test_a_refused_page_names_file_and_line_and_the_others_are_imported(self, track):
        (track / "knots" / "bends" / "practice.mdx").write_text(ORPHAN)
        out, err, status = run(track)
        assert status == 1
        assert "practice.mdx:3: refused. " in err
        assert "1 of 2 pages imported." in out
        assert Lesson.objects.get().slug == "hitches"

    def test_a_refused_page_is_json_too(self, track):
        (track / "knots" / "bends" / "practice.mdx").write_text(ORPHAN)
        pages, status = pages_of(track)
        assert status == 1
        assert pages[0]["error"]["line"] == 3
        assert pages[1]["plan"]["added"] == 3

    @pytest.mark.parametrize("path", ["/nowhere/practice.mdx", "/nowhere.zip"])
    def test_a_path_that_does_not_exist_is_refused(self, path):
        pages, status = pages_of(path)
        assert status == 1
        assert "cannot be read" in pages[0]["error"]["message"]

    def test_a_refused_page_makes_no_course(self, tmp_path):
        (tmp_path / "page.md").write_text(ORPHAN)
        assert pages_of(tmp_path / "page.md", "--course", "ropes")[1] == 1
        assert not Course.objects.exists()


@pytest.mark.skipif(not MATERIAL.exists(), reason="the seed page is not beside this repository")
@pytest.mark.django_db
class TestRealPages:
    def test_the_seed(self):
        page = pages_of(MATERIAL / "seed.txt", "--course", "multimodal-ai")[0][0]
        assert (page["self_check"], page["flashcards"], page["warnings"]) == (7, 10, [])
        assert [(each["scenarios"], each["labels"]) for each in page["exercises"]] == [
            (3, ["U-Net", "DiT"]),
            (6, ["IN SCOPE", "OUT OF SCOPE"]),
        ]
        again = pages_of(MATERIAL / "seed.txt", "--course", "multimodal-ai")[0][0]
        assert tuple(again["plan"].values()) == (0, 0, 0, 26)

    def test_questions_with_collapsed_answers_from_a_repository(self):
        page = pages_of(MATERIAL / "markdown" / "lydiahallie_en.md", "--course", "js")[0][0]
        assert (page["self_check"], page["exercises"], page["flashcards"]) == (155, [], 0)
