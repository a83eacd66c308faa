"""The desk's lists of mentoring: matches, mentors, sessions."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from incubator.lists.cells import Above, Badge, Link, Many, Sign
from incubator.lists.desk_list import Column, DeskList
from incubator.lists.filters import ALL, ALL_FEMININE, DayFilter, ListFilter, SearchFilter, TickFilter
from incubator.people.states import Role
from incubator.ui.typography import joined, telephone
from mentorship import matching
from mentorship.models import Match, Mentor, Session
from mentorship.querysets import NOTE_READERS
from mentorship.states import MATCH, MENTOR, Colour, MatchState, MentorState, Mode

OFFICE = (Role.OFFICER, Role.DIRECTOR)
SILENT_DAYS = 30
MOVES_OF_A_MENTOR = ("approve", "pause", "resume", "end")
WORDS_OF_A_SUMMARY = 24


def pages(current: str) -> list[dict[str, Any]]:
    """Return the three lists as tabs."""
    names = (("desk", _("Matches")), ("mentors", _("Mentors")), ("desk_sessions", _("Sessions")))
    return [
        {"label": label, "url": reverse(f"mentorship:{name}"), "current": name == current}
        for name, label in names
    ]


class MatchFilter(ListFilter):
    """Matches by state, silence and words."""

    facets = {"state": "state"}

    q = SearchFilter("startup__name", "mentor__person__full_name")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MatchState.choices, empty_label=ALL)
    silent = TickFilter(label=_("Without a session for 30 days"), method="only_silent")

    def only_silent(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.silent(self.request.at, SILENT_DAYS)


class MatchList(DeskList):
    """Who mentors whom, with the last session and what is still to do."""

    name, title, roles = "matches", _("Matches"), OFFICE
    filter_class, ordering = MatchFilter, ("state", "startup__name")
    other_keys = ("startup",)  # whom the page finds a mentor for
    nothing = _("No match here. Choose a start-up on this page: the mentors who fit appear with the reasons.")
    template_name = "mentorship/desk/matches.html"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        sessions = reverse("mentorship:desk_sessions")
        return (
            Column("startup", _("Start-up"), lambda row: Link(row.startup.name, f"?startup={row.startup.slug}"),
                   sort="startup__name"),
            Column("mentor", _("Mentor"), lambda row: Above(row.mentor, joined(matching.reasons(row))),
                   sort="mentor__person__full_name"),
            Column("state", _("State"), lambda row: Badge(row.state, row.get_state_display())),
            Column("last", _("Last session"), lambda row: row.last_held_on and Link(
                row.last_held_on, f"{sessions}?mentor={row.mentor.public_id}"), sort="last_held_on"),
            Column("actions", _("Open actions"), lambda row: row.open_actions, sort="open_actions", numeric=True),
            # The buttons follow the state; the policy answers when one is pressed.
            Column("acts", _("Act"), lambda row: [m for m in MATCH.moves.values() if row.state in m.sources],
                   template="mentorship/desk/match_acts.html"),
        )  # fmt: skip

    def rows(self) -> QuerySet[Match]:
        return Match.objects.visible_to(self.person).for_list()


class MentorFilter(ListFilter):
    """Mentors by state and words."""

    facets = {"state": "state"}

    q = SearchFilter("person__full_name", "person__email", "expertise")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MentorState.choices, empty_label=ALL)


class MentorList(DeskList):
    """The mentors, with the start-ups they have in hand."""

    name, title, roles = "mentors", _("Mentors"), OFFICE
    filter_class, ordering, exports = MentorFilter, ("person__full_name",), False
    nothing = _("No mentor yet. Invite the first one.")
    template_name = "mentorship/desk/mentors.html"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        matches = reverse("mentorship:desk")
        return (
            Column("name", _("Name"), lambda row: Above(row, row.person.email or telephone(row.person.phone)),
                   sort="person__full_name"),
            Column("expertise", _("What they know well"), lambda row: Above(
                row.expertise or "–", joined(sector.name for sector in row.sectors.all()))),
            Column("state", _("State"), lambda row: Badge(row.state, row.get_state_display())),
            Column("startups", _("Start-ups"), lambda row: Link(row.startups_now, f"{matches}?{urlencode({'q': row})}"),
                   sort="startups_now", numeric=True),
            Column("acts", _("Act"), self._moves, template="mentorship/desk/mentor_acts.html"),
        )  # fmt: skip

    def _moves(self, row: Mentor) -> list[Any]:
        openings = MENTOR.open_to(self.person, row, self.at)
        return [one.move for one in openings if one.allowed and one.move.name in MOVES_OF_A_MENTOR]

    def rows(self) -> QuerySet[Mentor]:
        mentors = Mentor.objects.visible_to(self.person).select_related("person").with_load()
        return mentors.prefetch_related("sectors")


class SessionFilter(ListFilter):
    """Sessions by mentor, day, way of meeting and, for those who may read it, colour; the note is sealed."""

    facets = {"mode": "mode", "colour": "colour"}

    q = SearchFilter("startup__name", "mentor__person__full_name", "summary")
    mentor = django_filters.ModelChoiceFilter(
        label=_("Mentor"), queryset=Mentor.objects.select_related("person"), to_field_name="public_id",
        empty_label=ALL,
    )  # fmt: skip
    mode = django_filters.ChoiceFilter(label=_("How"), choices=Mode.choices, empty_label=ALL)
    colour = django_filters.ChoiceFilter(label=_("Colour"), choices=Colour.choices, empty_label=ALL_FEMININE)
    since = DayFilter(label=_("Since"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.request.reads_notes:
            del self.filters["colour"]


class SessionList(DeskList):
    """The sessions held, the last first; their colour for those who read the notes."""

    name, title, roles = "sessions", _("Mentoring sessions"), (*OFFICE, Role.ADMIN)
    filter_class, ordering = SessionFilter, ("-held_on",)
    nothing = _("No session matches these filters.")
    template_name = "mentorship/desk/sessions.html"
    always = (
        Column("held_on", _("Date"), lambda row: Link(
            row.held_on, reverse("mentorship:desk_session", args=[row.public_id])), sort="held_on"),
        Column("startup", _("Start-up"), lambda row: row.startup.name, sort="startup__name"),
        Column("mentor", _("Mentor"), lambda row: str(row.mentor), sort="mentor__person__full_name"),
        Column("minutes", _("Duration"), lambda row: f"{row.minutes} min", sort="minutes", numeric=True),
        Column("summary", _("Summary"), lambda row: Truncator(row.summary).words(WORDS_OF_A_SUMMARY)),
    )  # fmt: skip

    @cached_property
    def reads_notes(self) -> bool:
        """Whether the reader may know how a session was felt."""
        return self.person.has_role(*NOTE_READERS, at=self.at)

    @property
    def columns(self) -> tuple[Column, ...]:
        colour = Column("colour", _("Colour"), _colour)
        return (*self.always, colour) if self.reads_notes else self.always

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"tabs": pages("desk_sessions")}

    def rows(self) -> QuerySet[Session]:
        return Session.objects.held().at_the_desk_of(self.person).for_list()


def _colour(row: Session) -> Many:
    """The colour, and a lock where a note to the centre stands behind it."""
    colour = (Badge(row.colour, row.get_colour_display()),) if row.colour else ()
    return Many((*colour, Sign("lock", _("With a note to the centre"))) if row.note_sealed else colour)
