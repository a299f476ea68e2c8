"""URLs of the goals of a course."""

from django.urls import path

from apps.teaching.goals.views import edit, goals, grades

urlpatterns = [
    path("<slug:course>/goals/", goals.goals, name="goals"),
    path("<slug:course>/goals/grades.csv", grades.grades_csv, name="grades"),
    path("<slug:course>/goals/new/<slug:kind>/", edit.new, name="new_goal"),
    path("<slug:course>/goals/<row:goal>/", goals.goal, name="goal"),
    path("<slug:course>/goals/<row:goal>/count/", goals.count, name="count_goal"),
    path("<slug:course>/goals/<row:goal>/edit/", edit.edit, name="edit_goal"),
    path("<slug:course>/goals/<row:goal>/delete/", edit.delete, name="delete_goal"),
    path("<slug:course>/goals/<row:goal>/people/<row:enrolment>/", edit.extension, name="goal_extension"),
]
