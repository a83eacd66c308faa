"""Row 6: the number on a tile, task or alarm is the number of rows of the page it opens, for every role; every entry
of every menu is a page; what a list does not understand is ignored, and said."""

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch

from cms.setup import ensure_site
from funding.querysets import PAID
from incubator.accounts.sign_in import steps
from incubator.people.states import Role
from incubator.portal import desk_todo, figures, navigation
from incubator.startups.models import Startup
from incubator.territory.models import Centre as CentreRow
from tests.conftest import make_person
from tests.queries.rows import NOW, Centre
from tests.world import funding, incubation
from tests.world import mentorship as mentoring

DESK = ("officer", "finance", "approver", "director", "donor", "admin")
LISTS = {
    "/desk/calls/": "officer", "/desk/follow-up/milestones/": "officer", "/desk/follow-up/reports/": "officer",
    "/desk/mentoring/": "officer", "/desk/mentoring/sessions/": "officer", "/desk/startups/": "donor",
    "/desk/interests/": "officer", "/desk/messages/": "admin", "/desk/people/": "admin", "/desk/applications/": "director",
    "/desk/money/tranches/": "finance", "/desk/money/awards/": "finance", "/desk/money/payments/": "finance",
    "/desk/money/income/": "finance", "/desk/money/ledger/": "finance", "/desk/money/expenses/": "finance",
}  # fmt: skip


@pytest.fixture
def ask(client_for):
    """A signed-in browser whose second factor was given now."""

    def enter(user):
        client = client_for(user)
        session = client.session
        session[steps.FACTOR] = NOW.timestamp()
        session.save()
        return client

    return enter


@pytest.fixture
def people(centre, monkeypatch):
    monkeypatch.setattr("incubator.core.clock.now", lambda: NOW)
    roles = {Role(role): role for role in (*DESK, "juror", "mentor", "agent", "editor")}
    found = {name: make_person(name, role) for role, name in roles.items()}
    return found | {name: make_person(name) for name in ("founder", "outsider")}


@pytest.fixture
def world(people):
    """A desk where every role has something to do, beside rows that its tasks do not count."""
    made = Centre(people)
    made.grow()
    office, place = made.office, made.place
    incubation.submitted_milestone(place, 1, people["founder"])
    funding.expense(made.paid, people["founder"], 40_000)
    funding.accepted_expense(made.paid, people["founder"], office, 30_000)
    lead = make_person("deuxieme")
    other = incubation.active_place(lead, people["officer"], people["director"], startup_name="Deuxième")
    funding.verified_tranche(funding.signed_award(other, office), lead, office)
    third = make_person("troisieme")
    last = incubation.active_place(third, people["officer"], people["director"], startup_name="Troisième")
    funding.proposed_award(last, office)
    funding.declared_charge(people["founder"], people["finance"])
    mentoring.matched(made.mentor, other.startup, people["officer"])
    return made


def rows_of(answer) -> int:
    """Count the rows of a page that opened, over all its pages."""
    assert answer.status_code == 200
    context = answer.context
    if "frame" in context:
        return context["frame"].found
    if "preview" in context:
        rows = [row for group in context["groups"] for row in group["rows"]]
        return sum(row.state == "pending" and row.application.state != "withdrawn" for row in rows)
    page = next((context[name] for name in ("page_obj", "page") if name in context), None)
    return page.paginator.count if page is not None else len(context["rows"])


def test_every_number_of_the_desk_is_that_of_its_page(world, people, ask):
    seen = set()
    for role in DESK:
        browser = ask(people[role])
        home = browser.get("/desk/")
        lines = [line for name in ("lines", "alarms", "decide") for line in home.context.get(name) or ()]
        for line in lines:
            assert line.url, (role, line)
            assert rows_of(browser.get(line.url)) == line.count > 0, (role, line)
            seen.add(line.key)
        overview = home.context.get("figures")
        for key, value in (overview.values if overview else {}).items():
            behind = browser.get(f"/desk/results/{key}/")
            assert rows_of(behind) == value.rows and behind.context["value"] == value, (role, key)
        if overview and overview.calls:
            assert rows_of(browser.get("/desk/applications/?view=all")) == overview.sent
        for cohort in home.context.get("cohorts") or (overview.cohorts if overview else ()):
            assert rows_of(browser.get(cohort["url"])) == cohort["present"]
    assert {
        "screen",
        "awards",
        "evidence",
        "reports",
        "sign",
        "expenses",
        "charges",
        "late_milestones",
        "silence",
    } <= seen


def test_what_one_role_reads_the_others_read(world, people):
    def late(role):
        return figures.count(figures.BY_KEY["late_milestones"], people[role], NOW).total

    alarm = next(
        line for line in desk_todo.waiting(people["officer"], "officer", NOW) if line.key == "late_milestones"
    )
    assert late("director") == late("donor") == alarm.count > 0


def test_every_entry_of_every_menu_is_a_page(world, people, ask, client):
    ensure_site(CentreRow.objects.get())
    cache.clear()
    slug = Startup.objects.get(name="Première").slug
    for space, entries in navigation.NAVIGATION.items():
        person = people.get("outsider" if space == "applicant" else space)
        browser = ask(person) if person else client
        for language in ("fr", "en"):
            links = navigation.menu(space, language, (("slug", slug),))
            assert len(links) == len(entries) <= 6, space
            for link in links:
                answer = browser.get(link.url, follow=True)
                assert answer.status_code == 200, (space, link)
                if space in DESK and link.url.startswith("/desk/"):
                    assert f'href="{link.url}"' in browser.get("/desk/").content.decode(), (space, link)
    assert all(client.get(url, follow=True).status_code == 200 for url in navigation.places("fr").values()
               if not url.endswith(("logout/", "language/", "space/")))  # fmt: skip


def test_a_menu_entry_without_its_page_is_a_mistake(monkeypatch):
    monkeypatch.setitem(navigation.NAVIGATION, "nobody", [("X", "home", "desk:nowhere", None)])

    with pytest.raises(NoReverseMatch):
        navigation.menu("nobody", "fr")


def test_what_a_list_does_not_know_is_ignored_and_said(world, people, ask):
    for address, role in LISTS.items():
        browser = ask(people[role])
        plain, odd = (
            browser.get(f"{address}{query}") for query in ("", "?state=rien&view=rien&rien=1&account=rien")
        )
        assert rows_of(odd) == rows_of(plain), address
        words = odd.content.decode()
        assert "laissés de côté" in words or "il a été ignoré" in words, address
        assert (
            "laissé de côté" not in plain.content.decode() and "laissés de côté" not in plain.content.decode()
        )


def test_a_paid_tranche_is_one_whose_money_arrived():
    assert {str(state) for state in PAID} == {"paid", "accounted"}
