"""The settings of a course: saved by two at once, its cover, its end."""

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.cards.models import Deck, Media
from apps.cards.services.media import delete_unused
from apps.cards.tests.support.pictures import one_dot
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Mark
from apps.web.tests.support.clock import NOW

URL = "/teach/multimodal/settings/"
SENT = {"title": "Multimodal AI", "visibility": "public", "language": "en"}


def upload(client, data):
    return client.post(f"{URL}cover/", {"file": SimpleUploadedFile("cover.png", data)}, follow=True).text


def test_all_that_a_course_says_is_saved(teaching, course):
    sent = SENT | {
        "title": "Cells",
        "description": "From the membrane on.",
        "visibility": "private",
        "language": "de",
        "licence": "CC BY 4.0",
        "starts_on": "2026-10-12",
        "ends_on": "2027-02-05",
        "drafts_first": "on",
    }
    assert "Saved." in teaching.post(URL, sent, follow=True).text
    course.refresh_from_db()
    dates = [str(course.starts_on), str(course.ends_on)]
    assert [course.title, course.visibility, course.language, course.licence] == ["Cells", "private", "de", "CC BY 4.0"]
    assert dates == ["2026-10-12", "2027-02-05"]
    assert course.drafts_first
    assert 'value="2026-10-12"' in teaching.get(URL).text


def test_a_course_does_not_end_before_it_starts(teaching):
    response = teaching.post(URL, SENT | {"starts_on": "2027-02-05", "ends_on": "2026-10-12"})
    assert response.status_code == 422
    assert "Choose a later day." in response.text


def test_two_people_keep_what_both_wrote(teaching, course):
    seen = teaching.get(URL).context["form"].initial["seen"]
    Course.objects.update(description="Theirs.")
    page = teaching.post(URL, SENT | {"title": "Mine", "description": "", "seen": seen}, follow=True).text
    course.refresh_from_db()
    assert (course.title, course.description) == ("Mine", "Theirs.")
    assert "was kept too" in page


def test_an_assistant_reads_the_settings_and_saves_none(client, stranger, course):
    Enrolment.objects.create(user=stranger, course=course, role=Enrolment.Role.ASSISTANT)
    client.force_login(stranger)
    page = client.get(URL).text
    assert "disabled" in page
    assert 'type="submit" class="button primary"' not in page
    assert client.post(URL, SENT).status_code == 404


def test_a_cover_is_shown_to_whoever_may_open_the_course(teaching, client, course, stranger):
    upload(teaching, one_dot())
    url = f"/media/{Media.objects.get().file_name}"
    assert url in teaching.get("/courses/multimodal/").text
    assert url in teaching.get(URL).text
    Course.objects.update(visibility="private")
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_a_cover_is_kept_by_a_cleanup_until_it_is_removed(teaching):
    upload(teaching, one_dot())
    delete_unused(now=NOW, dry_run=False)
    assert Media.objects.count() == 1
    teaching.post(f"{URL}cover/", {"remove": "yes"})
    delete_unused(now=NOW, dry_run=False)
    assert Media.objects.count() == 0


def test_what_is_no_picture_is_no_cover(teaching):
    sound = b"ID3" + bytes(10) + b"\xff\xfb\x90\x00" + bytes(413)
    assert 'class="cover"' not in upload(teaching, b"nonsense")
    assert 'class="cover"' not in upload(teaching, sound)
    assert "Choose a picture first." in teaching.post(f"{URL}cover/", {}, follow=True).text


def test_an_archived_course_is_listed_for_its_people_alone_and_can_be_unarchived(teaching, client, learner, stranger):
    page = teaching.post(f"{URL}archive/", follow=True).text
    assert "Archived on" in page
    client.force_login(stranger)
    assert "Multimodal AI" not in client.get("/courses/").text
    client.force_login(learner)
    assert "Multimodal AI" in client.get("/courses/").text
    assert "This course is archived." in client.get("/courses/multimodal/").text
    Course.objects.update(archived_at=None)


def test_undoing_the_archiving(teaching):
    teaching.post(f"{URL}archive/")
    teaching.post(f"{URL}archive/", {"undo": "yes"})
    assert Course.objects.get().archived_at is None


def test_an_owner_deletes_a_course_that_nobody_answered(owner, deck):
    assert "1 lesson or deck" in owner.get(f"{URL}delete/").text
    owner.post(f"{URL}delete/")
    assert not Course.objects.exists()
    assert not Deck.objects.exists()


def test_a_course_with_answers_is_archived_instead_of_deleted(owner, deck, learner):
    Mark.objects.create(user=learner, note=deck.notes.first(), knew=True, marked_at=NOW)
    assert "Archive it instead" in owner.get(f"{URL}delete/").text
    assert "Archive it instead" in owner.post(f"{URL}delete/", follow=True).text
    assert Course.objects.exists()
