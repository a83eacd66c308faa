"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.lists.pages import page_of
from incubator.reporting.lists import ReportList
from incubator.reporting.views import desk, founder

app_name = "reporting"
urlpatterns = [
    # /portal/startups/<slug>/reports/
    path("portal/startups/<slug:slug>/reports/", founder.reports, name="list"),
    path("portal/startups/<slug:slug>/reports/<slug:period>/", founder.report_page, name="detail"),
    path("portal/startups/<slug:slug>/reports/<slug:period>/submit/", founder.submit, name="submit"),
    # /desk/follow-up/ and /desk/reports/
    path("desk/follow-up/reports/", page_of(ReportList), name="desk_list"),
    path("desk/reports/<str:public_id>/", desk.report_page, name="desk_detail"),
    path("desk/reports/<str:public_id>/accept/", desk.act, {"name": "accept"}, name="accept"),
    path("desk/reports/<str:public_id>/return/", desk.act, {"name": "return"}, name="return"),
    # /desk/cohorts/<slug>/
    path("desk/cohorts/<slug:slug>/periods/", desk.period_list, name="periods"),
    path("desk/cohorts/<slug:slug>/periods/<slug:period>/open/", desk.open_now, name="open"),
]
