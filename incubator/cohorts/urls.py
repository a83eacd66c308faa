"""Addresses of the slice, grouped by prefix."""

from django.urls import path, re_path

from incubator.cohorts.lists import CohortList
from incubator.cohorts.views import desk, founder
from incubator.lists.pages import page_of

app_name = "cohorts"
urlpatterns = [
    # /portal/applications/<ref>/: the answer to an offer
    path("portal/applications/<str:ref>/accept/", founder.accept, name="accept"),
    path("portal/applications/<str:ref>/refuse/", founder.refuse, name="refuse"),
    # /portal/startups/<slug>/
    path("portal/startups/<slug:slug>/agreement/", founder.agreement_page, name="agreement"),
    # /desk/cohorts/
    path("desk/cohorts/", page_of(CohortList), name="list"),
    path("desk/cohorts/new/<str:ref>/", desk.plan, name="plan"),
    path("desk/cohorts/<slug:slug>/", desk.detail, name="detail"),
    path("desk/cohorts/<slug:slug>/places/<str:place>/", desk.place_page, name="place"),
    path("desk/cohorts/<slug:slug>/places/<str:place>/agreement/", desk.record_scan, name="record_scan"),
    # Only these acts: starting a place is an address of the milestones.
    re_path(
        r"^desk/cohorts/(?P<slug>[-\w]+)/places/(?P<place>\w+)/(?P<name>pause|resume|graduate|leave|exclude)/$",
        desk.act,
        name="act",
    ),
]
