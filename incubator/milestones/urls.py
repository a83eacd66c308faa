"""Addresses of the slice, grouped by prefix."""

from django.urls import path

from incubator.lists.pages import page_of
from incubator.milestones.lists import MilestoneList
from incubator.milestones.views import desk, founder

app_name = "milestones"
urlpatterns = [
    # /portal/startups/<slug>/milestones/
    path("portal/startups/<slug:slug>/milestones/", founder.milestones, name="list"),
    path("portal/startups/<slug:slug>/milestones/<int:n>/", founder.milestone_page, name="detail"),
    path("portal/startups/<slug:slug>/milestones/<int:n>/submit/", founder.submit, name="submit"),
    # /desk/follow-up/ and /desk/milestones/
    path("desk/follow-up/milestones/", page_of(MilestoneList), name="desk_list"),
    path("desk/milestones/<str:public_id>/", desk.milestone_page, name="desk_detail"),
    path("desk/milestones/<str:public_id>/approve/", desk.act, {"name": "approve"}, name="approve"),
    path("desk/milestones/<str:public_id>/return/", desk.act, {"name": "return"}, name="return"),
    path("desk/milestones/<str:public_id>/waive/", desk.act, {"name": "waive"}, name="waive"),
    # /desk/cohorts/<slug>/: starting an incubation makes its milestones
    path("desk/cohorts/<slug:slug>/start/", desk.begin_all, name="begin_all"),
    path("desk/cohorts/<slug:slug>/places/<str:place>/start/", desk.begin, name="begin"),
]
