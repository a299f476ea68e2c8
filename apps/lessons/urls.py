"""URLs of a course and of its lessons' practice pages."""

from django.urls import path

from apps.lessons.views import answers, course, exporting, practice, review

PRACTICE = "<slug:course>/<slug:lesson>/practice"

app_name = "lessons"
urlpatterns = [
    path("<slug:slug>/", course.course, name="course"),
    path(f"{PRACTICE}.md", exporting.export, name="export"),
    path(f"{PRACTICE}/", practice.page, name="practice"),
    path(f"{PRACTICE}/questions/<row:note>/", answers.mark, name="mark"),
    path(f"{PRACTICE}/exercises/<row:section>/", answers.check, name="check"),
    path(f"{PRACTICE}/scenarios/<row:note>/", answers.write, name="write"),
    path(f"{PRACTICE}/review/", review.add, name="add"),
    path(f"{PRACTICE}/review/<row:note>/", review.pick, name="pick"),
]
