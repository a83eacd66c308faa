"""One whole way: its call, its teams, its people, each in a browser of their own."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser

from tests.journeys.people import Person
from tests.journeys.stack import Stack

DESK_WIDTH = 1280


@dataclass
class Team:
    """A founder who applies, with the answers they will give; addresses and references are noted on the way."""

    founder: str
    name: str
    answers: Mapping[str, Any]
    hidden: tuple[str, ...] = ()  # what a blind juror must not read
    reference: str = ""
    file: str = ""
    startup: str = ""
    award: str = ""


@dataclass(frozen=True)
class Case:
    """A call to walk through: its file, who applies, and what is true of this call only."""

    name: str
    data: Mapping[str, Any]
    make_teams: Callable[[], list[Team]]  # offered a place, waiting, refused, too late
    wrong: Mapping[str, Any]  # answers of the check that close the call…
    reason: str  # … and the sentence they are told
    closing: str  # the closing as people read it
    corrected: tuple[str, str]  # the answer sent back, and its correction
    marks: tuple[list[int], list[int], list[int]]  # by criterion: a good file, a fair one, a poor one
    ranking: list[str]
    refusal: str
    balances: Mapping[str, int]
    finds: tuple[str, ...]  # queries of the directory that find the start-up…
    misses: tuple[str, ...]  # … and that do not
    figures: tuple[str, ...]  # what the director reads at the end

    @property
    def text(self) -> str:
        """The file of the call."""
        return json.dumps({"call": self.data}, ensure_ascii=False)


@dataclass
class Way:
    stack: Stack
    browser: Browser
    case: Case
    width: int  # of founders, jurors and mentors
    scripts: bool  # whether their browsers run scripts
    teams: list[Team] = field(default_factory=list)
    cohort: str = ""
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.teams = self.case.make_teams()

    @property
    def series(self) -> str:
        return f"{self.case.name}-{self.width}" + ("" if self.scripts else "-no-script")

    @property
    def slug(self) -> str:
        return self.case.data["slug"]

    @property
    def reference(self) -> str:
        return self.case.data["reference"]

    @property
    def call_path(self) -> str:
        return f"/appels/{self.slug}/"

    @property
    def call_desk(self) -> str:
        """The one place of the call at the desk."""
        return f"/desk/calls/{self.reference}"

    @property
    def desk(self) -> str:
        return f"{self.call_desk}/prepare/"

    @property
    def jury_opens(self) -> datetime:
        """At eight, three days after the closing."""
        return self.day("close").replace(hour=8, minute=0) + timedelta(days=3)

    @property
    def jury_closes(self) -> datetime:
        return self.jury_opens + timedelta(days=11)

    @property
    def most(self) -> int:
        """What the call gives to one start-up at most."""
        return self.case.data["grant"]["max_amount"]

    @property
    def fields(self) -> list[Mapping[str, Any]]:
        return [one for step in self.case.data["form"] for one in step["fields"]]

    def day(self, kind: str) -> datetime:
        """The instant of the call's calendar of this kind: open, close, start…"""
        text = next(entry["start"] for entry in self.case.data["calendar"] if entry["kind"] == kind)
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    def person(self, name: str) -> Person:
        """Somebody of the centre, at a desk."""
        return self._person(name, DESK_WIDTH, scripts=True)

    def outsider(self, name: str) -> Person:
        """Somebody who comes from outside, on their own device."""
        return self._person(name, self.width, scripts=self.scripts)

    def founder(self, team: Team) -> Person:
        return self.outsider(team.founder)

    def _person(self, name: str, width: int, *, scripts: bool) -> Person:
        if name not in self.people:
            self.people[name] = Person(
                self.browser, self.stack, name, width=width, scripts=scripts, series=self.series
            )
        return self.people[name]

    def documents_asked(self, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The documents a team with these answers must add."""
        return [
            one
            for one in self.case.data["documents"]
            if one["when"] == "application" and (one["required"] or _holds(one.get("required_when"), answers))
        ]

    def milestone(self, number: int) -> Mapping[str, Any]:
        """What the call's template says of a milestone."""
        return next(one for one in self.case.data["milestone_template"] if one["number"] == number)

    def troubles(self) -> list[str]:
        """Script errors, refusals of the content policy and unexpected answers, of everybody."""
        return [f"{name}: {each}" for name, person in self.people.items() for each in person.troubles]


def _holds(condition: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    if not condition:
        return False
    inside = answers.get(condition["field"]) in condition["value"]
    return inside if condition["op"] == "in" else not inside
