"""Addresses of this activity."""

from django.urls import path

from incubator.applications.casework.views import blind, corrections, file, notes, papers

urlpatterns = [
    # /desk/applications/<ref>/
    path("desk/applications/<str:ref>/", file.file, name="desk_file"),
    path("desk/applications/<str:ref>/sensitive/", file.sensitive, name="desk_sensitive"),
    path("desk/applications/<str:ref>/take/", file.take, name="desk_take"),
    path("desk/applications/<str:ref>/assign/", file.assign, name="desk_assign"),
    path("desk/applications/<str:ref>/compare/", file.compare, name="desk_compare"),
    path("desk/applications/<str:ref>/more-time/", corrections.extend, name="desk_more_time"),
    path("desk/applications/<str:ref>/pdf/", papers.pdf, name="desk_pdf"),
    path("desk/applications/<str:ref>/blind/", blind.blind, name="desk_blind"),
    path("desk/applications/<str:ref>/clear/", papers.clear, name="desk_clear"),
    path("desk/applications/<str:ref>/comment/", notes.comment, {"name": "comment"}, name="desk_comment"),
    path("desk/applications/<str:ref>/task/", notes.give_task, name="desk_give_task"),
    path("desk/applications/<str:ref>/tags/", notes.tags, name="desk_tags"),
    path(
        "desk/applications/<str:ref>/confirm-eligible/",
        file.act,
        {"name": "confirm_eligible"},
        name="desk_confirm_eligible",
    ),
    path(
        "desk/applications/<str:ref>/return/",
        corrections.return_for_correction,
        name="desk_return_for_correction",
    ),
    path("desk/applications/<str:ref>/reopen/", file.act, {"name": "reopen"}, name="desk_reopen_screening"),
    path(
        "desk/applications/<str:ref>/send-to-review/",
        file.act,
        {"name": "send_to_review"},
        name="desk_send_to_review",
    ),
    # /desk/tasks/
    path("desk/tasks/", notes.tasks, name="desk_tasks"),
    # /desk/notes/<ref>/
    path("desk/notes/<str:public_id>/change/", notes.change, name="desk_change_note"),
    path("desk/notes/<str:public_id>/strike/", notes.act, {"name": "strike"}, name="desk_strike_note"),
    path("desk/notes/<str:public_id>/done/", notes.act, {"name": "finish"}, name="desk_finish_task"),
]
