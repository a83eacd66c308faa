"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.lists.pages import page_of
from incubator.programmes.lists import CallList
from incubator.programmes.views import desk, parts, preview, printed, public, trial

app_name = "programmes"
urlpatterns = [
    # portal/check/
    path("portal/check/<slug:slug>/", public.check, name="check"),
    # desk/outages/
    path("desk/outages/", desk.outage_list, name="outages"),
    # appels/, en/calls/
    *[
        path(
            f"{folder}/<slug:slug>/{names[language]}.pdf",
            printed.public,
            {"kind": kind, "language": language},
            name=f"{kind}_pdf{'_en' if language == 'en' else ''}",
        )
        for kind, names in printed.NAMES.items()
        for language, folder in (("fr", "appels"), ("en", "en/calls"))
    ],
    # desk/calls/
    path("desk/calls/", page_of(CallList), name="desk_calls"),
    path("desk/calls/new/", desk.call_new, name="new"),
    path("desk/calls/<str:reference>/", desk.call_home, name="desk_call"),
    path("desk/calls/<str:reference>/prepare/", desk.prepare, name="prepare"),
    path("desk/calls/<str:reference>/prepare/dates/", parts.dates, name="edit_dates"),
    path("desk/calls/<str:reference>/prepare/text/", parts.words, name="edit_text"),
    path("desk/calls/<str:reference>/prepare/selection/", parts.deciding, name="edit_deciding"),
    path("desk/calls/<str:reference>/prepare/rules/try/", trial.try_rules, name="try_rules"),
    path("desk/calls/<str:reference>/prepare/<slug:part>/", parts.part, name="edit_part"),
    path("desk/calls/<str:reference>/preview/applicant/", preview.applicant, name="preview_applicant"),
    path("desk/calls/<str:reference>/preview/juror/", preview.juror, name="preview_juror"),
    path("desk/calls/<str:reference>/print/<slug:kind>.pdf", printed.at_desk, name="print"),
    path("desk/calls/<str:reference>/propose/", desk.propose, {"name": "propose"}, name="propose"),
    path("desk/calls/<str:reference>/approve/", desk.approve, name="approve"),
    path("desk/calls/<str:reference>/send-back/", desk.send_back, name="send_back"),
    path("desk/calls/<str:reference>/cancel/", desk.act, {"name": "cancel"}, name="cancel"),
    path("desk/calls/<str:reference>/archive/", desk.act, {"name": "archive"}, name="archive"),
]
