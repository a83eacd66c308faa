"""How sensitive each address and each act of the slice is (`workflow/sensitivity.py`)."""

from incubator.workflow.sensitivity import Sensitivity, declare, shows

declare(
    Sensitivity.ORDINARY,
    routes="""
        applications:join applications:join_with applications:accept_invitation applications:team
        applications:change_team applications:leave_team applications:list applications:start
        applications:file applications:taken applications:receipt applications:withdraw
        applications:assist applications:assisted applications:assist_new applications:assist_file
        applications:assist_code applications:assist_confirm applications:assist_sign applications:step
        applications:choose applications:field applications:documents applications:begin_upload
        applications:remove applications:into_profile applications:review applications:submit
        applications:corrections applications:call_list applications:call_messages
        applications:desk_list applications:desk_bulk applications:desk_bulk_run
        applications:desk_letter applications:desk_letter_cancel applications:desk_file
        applications:desk_take applications:desk_assign applications:desk_compare
        applications:desk_more_time applications:desk_blind applications:desk_clear
        applications:desk_comment applications:desk_give_task applications:desk_tags
        applications:desk_confirm_eligible applications:desk_return_for_correction
        applications:desk_reopen_screening applications:desk_send_to_review applications:desk_tasks
        applications:desk_change_note applications:desk_strike_note applications:desk_finish_task
        applications:desk_find_ineligible applications:desk_decide applications:desk_promote
        applications:desk_decline applications:desk_twins applications:call_imports
        applications:call_import applications:call_import_columns applications:call_import_shape
        applications:call_import_go_on applications:call_import_undo applications:call_import_discard
        applications:late_code applications:call_closing applications:call_extend
        applications:call_ask_early applications:call_decide_early applications:call_cancel
        applications:call_minutes applications:call_invitations applications:call_invite
        applications:call_invite_preselected applications:call_uninvite applications:late_codes
        applications:make_late_code applications:confirm_late_code applications:stop_late_code
    """,
    acts="""
        application.start application.save application.attach application.submit application.let_in
        application.resubmit application.withdraw assistance.open assistance.confirm
        application.return_for_correction application.confirm_eligible application.send_to_review
        application.take_charge application.decide application.comment application.clear
        application.extend_correction application.merge application.tag note.change
        application.find_ineligible application.reopen_screening application.shortlist application.offer
        application.put_on_waiting_list application.decline application.promote
        application.publish_decisions application.accept application.refuse twins.dismiss twins.merge
        call.make_late_code call.invite late_code.confirm application.import
        application.receive_on_paper application.undo_import application.invite
        application.remove_member application.offer_lead application.join application.leave
        application.take_lead group_letter.post group_letter.cancel
    """,
)

declare(
    Sensitivity.ROLE,
    routes="applications:agents",
    acts="assistance.invite",
)

declare(
    Sensitivity.EXPORT,
    routes="""
        applications:own_copy applications:desk_export applications:desk_pdf
        applications:call_import_remarks applications:call_minutes_pdf
    """,
    acts="application.export application.export_documents",
)

declare(
    Sensitivity.SENSITIVE,
    routes="applications:desk_sensitive",
    acts="application.read_file assistance.read_file import.read_file",
)

shows(
    "applications.Application",
    "ref=public_id",
    routes="applications:own_copy applications:desk_pdf applications:desk_sensitive",
    traced="""
        applications:desk_file applications:desk_compare applications:desk_blind
        applications:desk_return_for_correction
    """,
)
shows(
    "programmes.Call",
    "reference=reference",
    routes="applications:call_import_remarks applications:call_minutes_pdf",
)
