"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.lists.pages import page_of
from incubator.portal.audit_lists import AuditList
from incubator.portal.lists import MessageList, PeopleList, RegistrationList, StartupList
from incubator.portal.views import (
    consents,
    desk,
    directory,
    erasing,
    figures,
    home,
    own_data,
    people,
    register,
    registration,
    results,
    startup,
)

app_name = "portal"
urlpatterns = [
    # /startups/
    path("startups/", directory.directory, name="directory"),
    path("startups/<slug:slug>/", directory.startup, name="directory_startup"),
    # /en/startups/
    path("en/startups/", directory.directory, name="directory_en"),
    path("en/startups/<slug:slug>/", directory.startup, name="directory_startup_en"),
    # /resultats/
    path("resultats/", results.results, name="results"),
    path("en/results/", results.results, name="results_en"),
    # /account/
    path("account/consents/", consents.consents, name="consents"),
    path("account/consents/<str:public_id>/withdraw/", consents.withdraw, name="withdraw_consent"),
    path("account/data/", own_data.own, name="own_data"),
    path("account/data/readings/", own_data.who_read, name="who_read"),
    path("account/data/read/<slug:key>/", own_data.section, name="own_section"),
    path("account/data/erase/", erasing.erase, name="erase"),
    path("account/data/erased/", erasing.erased, name="erased"),
    # /portal/
    path("portal/", home.home, name="home"),
    # /portal/startups/<slug>/
    path("portal/startups/<slug:slug>/", startup.hub, name="startup"),
    path("portal/startups/<slug:slug>/profile/", startup.profile, name="profile"),
    path("portal/startups/<slug:slug>/profile/publish/", startup.publish, name="publish"),
    path("portal/startups/<slug:slug>/profile/withdraw/", startup.withdraw, name="withdraw"),
    # /desk/
    path("desk/", desk.home, name="desk"),
    path("desk/decide/", desk.decide, name="decide"),
    # /desk/audit/
    path("desk/audit/", page_of(AuditList), name="audit"),
    # /desk/register/
    path("desk/register/", register.page, name="register"),
    path("desk/register/register.pdf", register.pdf, name="register_pdf"),
    path("desk/register/retention/", register.retention_page, name="retention"),
    # /desk/results/
    path("desk/results/", figures.results, name="desk_results"),
    path("desk/results/<slug:key>/", figures.rows, name="desk_figure"),
    path("desk/results/<slug:key>/rows.csv", figures.rows_table, {"form": "csv"}, name="desk_figure_csv"),
    path("desk/results/<slug:key>/rows.xlsx", figures.rows_table, {"form": "xlsx"}, name="desk_figure_xlsx"),
    # /desk/startups/
    path("desk/startups/", page_of(StartupList), name="desk_startups"),
    path("desk/startups/<slug:slug>/", desk.startup, name="desk_startup"),
    path("desk/startups/<slug:slug>/publish/", desk.act, {"name": "publish"}, name="desk_publish"),
    path("desk/startups/<slug:slug>/hide/", desk.act, {"name": "hide"}, name="desk_hide"),
    path("desk/startups/<slug:slug>/registration/", registration.registration, name="registration"),
    path(
        "desk/startups/<slug:slug>/registration/<str:public_id>/<str:name>/",
        registration.act,
        name="registration_act",
    ),
    # /desk/registrations/
    path("desk/registrations/", page_of(RegistrationList), name="registrations"),
    # lists of slices that know none: /desk/people/, /desk/messages/
    path("desk/people/", page_of(PeopleList), name="people"),
    # /desk/people/<person>/
    path("desk/people/<str:public_id>/end/", people.end_role, name="end_role"),
    path("desk/people/<str:public_id>/suspend/", people.suspend, name="suspend"),
    path("desk/people/<str:public_id>/restore/", people.restore, name="restore"),
    path("desk/people/<str:public_id>/erase/", people.erase, name="erase_person"),
    path("desk/messages/", page_of(MessageList), name="messages"),
]
