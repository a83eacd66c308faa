"""Addresses of the office's side of applications; `urls.py` takes them in."""

from django.urls import path

from incubator.applications.views import (
    closing,
    desk,
    desk_agents,
    desk_blind,
    desk_bulk,
    desk_corrections,
    desk_decisions,
    desk_export,
    desk_import,
    desk_list,
    desk_notes,
    desk_papers,
    desk_twins,
    desk_views,
    desk_writing,
    guests,
    late,
    minutes,
)

urlpatterns = [
    # /desk/calls/<reference>/
    path("desk/calls/<str:reference>/applications/", desk_list.of_call, name="call_list"),
    path("desk/calls/<str:reference>/agents/", desk_agents.of_call, name="agents"),
    path("desk/calls/<str:reference>/messages/", desk_writing.of_call, name="call_messages"),
    path("desk/calls/<str:reference>/imports/", desk_import.of_call, name="call_imports"),
    path("desk/calls/<str:reference>/imports/<str:ref>/", desk_import.batch, name="call_import"),
    path(
        "desk/calls/<str:reference>/imports/<str:ref>/columns/",
        desk_import.columns,
        name="call_import_columns",
    ),
    path("desk/calls/<str:reference>/imports/<str:ref>/shape/", desk_import.shape, name="call_import_shape"),
    path("desk/calls/<str:reference>/imports/<str:ref>/go-on/", desk_import.go_on, name="call_import_go_on"),
    path("desk/calls/<str:reference>/imports/<str:ref>/undo/", desk_import.undo, name="call_import_undo"),
    path(
        "desk/calls/<str:reference>/imports/<str:ref>/discard/",
        desk_import.discard,
        name="call_import_discard",
    ),
    path(
        "desk/calls/<str:reference>/imports/<str:ref>/remarks.csv",
        desk_import.remarks,
        name="call_import_remarks",
    ),
    path("desk/calls/<str:reference>/closing/", closing.page, name="call_closing"),
    path("desk/calls/<str:reference>/closing/extend/", closing.extend, name="call_extend"),
    path("desk/calls/<str:reference>/closing/early/", closing.ask_early, name="call_ask_early"),
    path("desk/calls/<str:reference>/closing/early/decide/", closing.decide_early, name="call_decide_early"),
    path("desk/calls/<str:reference>/closing/cancel/", closing.cancel, name="call_cancel"),
    path("desk/calls/<str:reference>/minutes/", minutes.page, name="call_minutes"),
    path("desk/calls/<str:reference>/minutes/pdf/", minutes.pdf, name="call_minutes_pdf"),
    path("desk/calls/<str:reference>/invitations/", guests.page, name="call_invitations"),
    path("desk/calls/<str:reference>/invitations/add/", guests.add, name="call_invite"),
    path(
        "desk/calls/<str:reference>/invitations/preselected/",
        guests.preselected,
        name="call_invite_preselected",
    ),
    path(
        "desk/calls/<str:reference>/invitations/<str:public_id>/withdraw/",
        guests.withdraw,
        name="call_uninvite",
    ),
    path("desk/calls/<str:reference>/late-codes/", late.codes, name="late_codes"),
    path("desk/calls/<str:reference>/late-codes/make/", late.make, name="make_late_code"),
    path(
        "desk/calls/<str:reference>/late-codes/<str:public_id>/confirm/",
        late.confirm,
        name="confirm_late_code",
    ),
    path("desk/calls/<str:reference>/late-codes/<str:public_id>/stop/", late.stop, name="stop_late_code"),
    # /desk/applications/
    path("desk/applications/", desk_list.every_application, name="desk_list"),
    path("desk/applications/export/", desk_export.export, name="desk_export"),
    path("desk/applications/bulk/", desk_bulk.begin, name="desk_bulk"),
    path("desk/applications/bulk/<str:ref>/", desk_bulk.run, name="desk_bulk_run"),
    path("desk/applications/columns/", desk_views.columns, name="desk_columns"),
    path("desk/applications/views/", desk_views.kept, name="desk_views"),
    path("desk/applications/views/save/", desk_views.save, name="desk_view_save"),
    path("desk/applications/views/<str:ref>/change/", desk_views.change, name="desk_view_change"),
    path("desk/applications/views/<str:ref>/delete/", desk_views.delete, name="desk_view_delete"),
    # /desk/applications/letters/
    path("desk/applications/letters/<str:ref>/", desk_writing.letter, name="desk_letter"),
    path("desk/applications/letters/<str:ref>/cancel/", desk_writing.cancel, name="desk_letter_cancel"),
    # /desk/applications/<ref>/
    path("desk/applications/<str:ref>/", desk.file, name="desk_file"),
    path("desk/applications/<str:ref>/sensitive/", desk.sensitive, name="desk_sensitive"),
    path("desk/applications/<str:ref>/take/", desk.take, name="desk_take"),
    path("desk/applications/<str:ref>/assign/", desk.assign, name="desk_assign"),
    path("desk/applications/<str:ref>/compare/", desk.compare, name="desk_compare"),
    path("desk/applications/<str:ref>/more-time/", desk_corrections.extend, name="desk_more_time"),
    path("desk/applications/<str:ref>/pdf/", desk_papers.pdf, name="desk_pdf"),
    path("desk/applications/<str:ref>/blind/", desk_blind.blind, name="desk_blind"),
    path("desk/applications/<str:ref>/clear/", desk_papers.clear, name="desk_clear"),
    path("desk/applications/<str:ref>/comment/", desk_notes.comment, name="desk_comment"),
    path("desk/applications/<str:ref>/task/", desk_notes.give_task, name="desk_give_task"),
    path("desk/applications/<str:ref>/tags/", desk_notes.tags, name="desk_tags"),
    path(
        "desk/applications/<str:ref>/confirm-eligible/", desk.confirm_eligible, name="desk_confirm_eligible"
    ),
    path(
        "desk/applications/<str:ref>/find-ineligible/",
        desk_decisions.find_ineligible,
        name="desk_find_ineligible",
    ),
    path(
        "desk/applications/<str:ref>/return/",
        desk_corrections.return_for_correction,
        name="desk_return_for_correction",
    ),
    path("desk/applications/<str:ref>/reopen/", desk.reopen, name="desk_reopen_screening"),
    path("desk/applications/<str:ref>/send-to-review/", desk.send_to_review, name="desk_send_to_review"),
    path("desk/applications/<str:ref>/decide/", desk_decisions.decide, name="desk_decide"),
    path("desk/applications/<str:ref>/promote/", desk.promote, name="desk_promote"),
    path("desk/applications/<str:ref>/decline/", desk_decisions.decline, name="desk_decline"),
    # /desk/duplicates/<ref>/
    path("desk/duplicates/<str:public_id>/", desk_twins.twins, name="desk_twins"),
    # /desk/tasks/
    path("desk/tasks/", desk_notes.tasks, name="desk_tasks"),
    # /desk/notes/<ref>/
    path("desk/notes/<str:public_id>/change/", desk_notes.change, name="desk_change_note"),
    path("desk/notes/<str:public_id>/strike/", desk_notes.strike, name="desk_strike_note"),
    path("desk/notes/<str:public_id>/done/", desk_notes.finish_task, name="desk_finish_task"),
]
