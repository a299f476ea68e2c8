"""URLs of the lessons of a course, but for the editor of one."""

from django.urls import path

from apps.teaching.lessons.views import acts, duplicate, edit, lesson_list, new

urlpatterns = [
    path("", lesson_list.lessons, name="lessons"),
    path("new/", new.new, name="new_lesson"),
    path("lessons/change/", acts.change, name="change_lesson"),
    path("lessons/place/", acts.place, name="place_lesson"),
    path("lessons/undo/", acts.undo, name="undo_lessons"),
    path("lessons/<row:deck>/", edit.edit, name="lesson_settings"),
    path("lessons/<row:deck>/open/", edit.open_on_date, name="open_lesson"),
    path("lessons/<row:deck>/duplicate/", duplicate.duplicate, name="duplicate_lesson"),
    path("lessons/<row:deck>/move/", edit.move, name="move_lesson"),
]
