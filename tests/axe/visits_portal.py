"""What people open in their own space: applicants, founders, mentors, jurors, agents, and everybody's account."""

from types import SimpleNamespace

from django.urls import reverse
from playwright.sync_api import Page

from incubator.notifications.models import Message
from tests.axe.browsing import Visit, post, press
from tests.axe.world import ANSWERING, APPLYING, DECIDING, INCUBATING, JUDGING


def visits(w: SimpleNamespace) -> list[Visit]:
    parts = (_account, _home, _drafts, _files, _answers, _incubation, _money, _mentor, _juror)
    return [visit for part in parts for visit in part(w)]


def _account(w: SimpleNamespace) -> list[Visit]:
    def at(name: str, who: str = "founder", **more) -> Visit:
        return Visit(who, reverse(f"accounts:{name}"), at=INCUBATING, **more)

    return [
        at("account"), at("account", act=post("/account/", language="xx"), status=422), at("account", who="protected"),
        at("space", who="officer"), at("add_contact"), at("add_contact", act=press(), status=422),
        at("add_contact", who="newcomer", act=press(contact="autre@example.test")),
        at("prove"), at("prove", act=post("/account/prove/", proof="1"), status=422),
        at("password"), at("password", act=press(), status=422),
        at("second_factor"), at("second_factor", act=press(), status=422), at("second_factor", who="protected"),
        at("recovery_codes", who="protected", session={"show_recovery_codes": True}),
        Visit("protected", "/account/confirm/?next=/account/", at=INCUBATING),
        Visit("protected", "/account/confirm/?next=/account/", at=INCUBATING, act=press(), status=422),
        at("devices"), at("tokens"), at("tokens", act=post(reverse("accounts:tokens"), name=""), status=422), at("tokens", who="newcomer"),
        at("logout"), at("logout", session={"shared": True}),
        Visit("founder", "/api/v1/docs"),
    ]  # fmt: skip


def _home(w: SimpleNamespace) -> list[Visit]:
    people = [
        ("newcomer", APPLYING), ("newcomer", JUDGING), ("writer", APPLYING), ("returned", APPLYING), ("offered", ANSWERING),
        ("founder", INCUBATING), ("founder2", INCUBATING), ("founder3", INCUBATING), ("signed", INCUBATING),
        ("mentor", INCUBATING), ("new_mentor", INCUBATING), ("paused_mentor", INCUBATING), ("juror", JUDGING),
        ("juror3", JUDGING), ("juror", APPLYING), ("idle_juror", JUDGING), ("agent", APPLYING), ("agent", INCUBATING),
    ]  # fmt: skip
    own = [("founder", "letters"), ("newcomer", "letters")]
    letter = Message.objects.letters_to(w.founder, INCUBATING)[0]
    found = [Visit(who, "/portal/", at=at) for who, at in people]
    found += [Visit(who, reverse(f"notifications:{name}"), at=INCUBATING) for who, name in own]
    if letter:
        found.append(
            Visit("founder", reverse("notifications:letter", args=[letter.public_id]), at=INCUBATING)
        )
    return found


def _drafts(w: SimpleNamespace) -> list[Visit]:
    def of(application, name: str, who: str, *args: str, **more) -> Visit:
        return Visit(who, reverse(f"applications:{name}", args=[application.ref, *args]), **more)

    keys = [step["key"] for step in w.draft.form_version.definition["steps"]]
    found = [of(w.draft, "step", "writer", key) for key in keys]
    found += [of(w.empty_draft, "step", "careless", key) for key in keys[:2]]
    return [
        *found,
        of(w.draft, "step", "writer", keys[0], act=_stale, status=409),
        of(w.draft, "step", "writer", keys[0], at=JUDGING),
        of(w.draft, "file", "writer"), of(w.ready, "file", "complete"), of(w.ready, "file", "complete", at=JUDGING),
        of(w.empty_draft, "documents", "careless"), of(w.ready, "documents", "complete"),
        of(w.empty_draft, "documents", "careless", act=press(".upload-form button"), status=400),
        of(w.draft, "review", "writer"), of(w.ready, "review", "complete"),
        of(w.empty_draft, "review", "careless", act=post(reverse("applications:submit", args=[w.empty_draft.ref])), status=409),
        of(w.draft, "team", "writer"), of(w.draft, "withdraw", "writer"),
        Visit("newcomer", reverse("applications:list")), Visit("newcomer", reverse("applications:list"), at=JUDGING),
        Visit("writer", reverse("applications:list")), Visit("newcomer", reverse("applications:list"), at=INCUBATING),
        Visit("newcomer", reverse("applications:start", args=[w.call.slug])),
        Visit("newcomer", reverse("applications:start", args=[w.call.slug]),
              act=post(reverse("applications:start", args=[w.call.slug]), startup="inconnue")),
        Visit("writer", reverse("applications:start", args=[w.call.slug])),
        Visit("newcomer", reverse("applications:start", args=[w.call.slug]), at=JUDGING),
    ]  # fmt: skip


def _stale(page: Page) -> None:
    """Type over an answer that changed since the page was opened."""
    page.route(
        "**/field/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.evaluate("""() => {const one = document.querySelector("#step-form textarea, #step-form input[type=text]");
        one.value = "Une autre réponse"; document.querySelector(`[name="v-${one.name}"]`).value = "99:0000";}""")
    with page.expect_navigation():
        page.locator("#step-form button:not([name]):not([type=button])").first.click()
    page.unroute("**/field/**")


def _files(w: SimpleNamespace) -> list[Visit]:
    files = [(w.sent, "sender"), (w.able, "eligible"), (w.left, "quitter"), (w.judged, "read")]
    found = [Visit(who, reverse("applications:file", args=[a.ref]), at=JUDGING) for a, who in files]
    back = reverse("applications:corrections", args=[w.back.ref])
    return [
        *found,
        Visit("sender", reverse("applications:receipt", args=[w.sent.ref])),
        Visit("sender", reverse("applications:review", args=[w.sent.ref])),
        Visit("returned", reverse("applications:file", args=[w.back.ref])),
        Visit("returned", back),
        Visit("returned", back, act=press(**{w.asked_key: ""}), status=409),
        Visit("offered", reverse("applications:file", args=[w.offered_file.ref]), at=ANSWERING),
        Visit("waiting", reverse("applications:file", args=[w.waiting_file.ref]), at=ANSWERING),
        Visit("declined", reverse("applications:file", args=[w.declined_file.ref]), at=ANSWERING),
        Visit("sender", reverse("applications:withdraw", args=[w.sent.ref]), at=DECIDING),
    ]


def _answers(w: SimpleNamespace) -> list[Visit]:
    """The answer to an offer, and the agreement."""
    ref = w.offered_file.ref
    unsigned = reverse("cohorts:agreement", args=[w.unsigned_place.startup.slug])
    return [
        Visit("offered", reverse("cohorts:accept", args=[ref]), at=ANSWERING),
        Visit("offered", reverse("cohorts:refuse", args=[ref]), at=ANSWERING),
        Visit("unsigned", unsigned, at=ANSWERING),
        Visit("unsigned", unsigned, at=ANSWERING, act=press(), status=422),
        Visit("founder", reverse("cohorts:agreement", args=[w.place.startup.slug]), at=INCUBATING),
    ]


def _incubation(w: SimpleNamespace) -> list[Visit]:
    """Milestones, reports, mentoring and the start-up itself, full and empty."""
    slug, slug2, slug3 = (place.startup.slug for place in (w.place, w.place2, w.place3))
    new = w.signed_place.startup.slug
    period = w.report_open.period.slug
    found = [
        Visit(who, reverse(name, args=[of]), at=INCUBATING)
        for name in (
            "milestones:list",
            "reporting:list",
            "mentorship:founder",
            "portal:startup",
            "portal:profile",
        )
        for who, of in (("founder", slug), ("signed", new))
    ]
    number = w.milestone_open.number
    report = reverse("reporting:detail", args=[slug, period])
    evidence = reverse("milestones:detail", args=[slug, number])
    send = ".action-bar button[formaction]"
    return [
        *found,
        Visit("founder", evidence, at=INCUBATING), Visit("founder", evidence, at=INCUBATING, act=press(send), status=422),
        Visit("founder", reverse("milestones:detail", args=[slug, 1]), at=INCUBATING),
        Visit("founder2", reverse("milestones:detail", args=[slug2, 1]), at=INCUBATING),
        Visit("founder3", reverse("milestones:detail", args=[slug3, 1]), at=INCUBATING),
        Visit("founder", report, at=INCUBATING), Visit("founder", report, at=INCUBATING, act=press(send), status=422),
        Visit("founder2", reverse("reporting:detail", args=[slug2, period]), at=INCUBATING),
        Visit("founder3", reverse("reporting:detail", args=[slug3, period]), at=INCUBATING),
        Visit("founder2", reverse("portal:profile", args=[slug2]), at=INCUBATING),
        Visit("founder", reverse("portal:profile", args=[slug]), at=INCUBATING, act=press(website="pas un site"), status=422),
    ]  # fmt: skip


def _money(w: SimpleNamespace) -> list[Visit]:
    def of(place, name: str, who: str, *args, **more) -> Visit:
        return Visit(who, reverse(f"funding:{name}", args=[place.startup.slug, *args]), at=INCUBATING, **more)

    def pay(charge, **more) -> Visit:
        return Visit("founder", reverse("funding:payment", args=[charge.public_id]), at=INCUBATING, **more)

    declare = "main form[enctype] button"
    return [
        of(w.place, "grant", "founder"), of(w.place2, "grant", "founder2"), of(w.place3, "grant", "founder3"),
        of(w.place, "expenses", "founder"), of(w.place2, "expenses", "founder2"),
        of(w.place, "add_expense", "founder"), of(w.place, "add_expense", "founder", act=press(), status=422),
        of(w.place, "request", "founder", 2), of(w.place, "request", "founder", 2, act=post(
            reverse("funding:request", args=[w.place.startup.slug, 2]), spending_note=""), status=422),
        of(w.place, "requested", "founder", 1),
        Visit("founder", reverse("funding:my_payments"), at=INCUBATING),
        Visit("newcomer", reverse("funding:my_payments"), at=INCUBATING),
        pay(w.charge_open), pay(w.charge_declared), pay(w.charge_paid), pay(w.charge_open, act=press(declare), status=422),
    ]  # fmt: skip


def _mentor(w: SimpleNamespace) -> list[Visit]:
    def at(who: str, name: str, *args, query: str = "", **more) -> Visit:
        return Visit(who, reverse(f"mentorship:{name}", args=args) + query, at=INCUBATING, **more)

    chosen = f"?startup={w.place.startup.slug}"
    return [
        at("mentor", "startups"), at("idle_mentor", "startups"), at("new_mentor", "startups"),
        at("mentor", "startup", w.place.startup.slug), at("mentor", "startup", w.place2.startup.slug),
        at("mentor", "sessions"), at("idle_mentor", "sessions"),
        at("mentor", "new_session"), at("idle_mentor", "new_session"),
        at("mentor", "new_session", query=chosen), at("mentor", "new_session", query=chosen, act=press(), status=422),
        at("mentor", "session", w.session.public_id), at("mentor", "amend", w.session.public_id),
        at("mentor", "amend", w.session.public_id, act=press(summary=""), status=422),
        at("mentor", "charter"), at("new_mentor", "charter"), at("new_mentor", "charter", act=press(), status=422),
        at("mentor", "profile"), at("mentor", "profile", act=press(hours_a_month="999")),
    ]  # fmt: skip


def _juror(w: SimpleNamespace) -> list[Visit]:
    def at(who: str, name: str, *args, **more) -> Visit:
        return Visit(who, reverse(f"reviews:{name}", args=args), at=more.pop("at", JUDGING), **more)

    ref = w.round.public_id
    return [
        at("juror", "files"), at("juror3", "files"), at("idle_juror", "files"), at("juror", "files", at=APPLYING),
        at("juror", "scores"), at("idle_juror", "scores"), at("juror", "round_scores", ref),
        at("juror3", "links", ref), at("juror", "links", ref), at("juror3", "links", ref, act=_tick_a_link),
        at("juror", "file", ref, w.open_hand.number),
        at("juror", "file", ref, w.open_hand.number, act=press("main button[value=submit]")),
        at("juror", "file", ref, w.scored_hand.number),
        at("juror", "report_link", ref, w.open_hand.number),
        at("juror", "report_link", ref, w.open_hand.number, act=press()),
        Visit("idle_juror", reverse("conflicts:mine"), at=JUDGING), Visit("juror", reverse("conflicts:mine"), at=JUDGING),
    ]  # fmt: skip


def _tick_a_link(page: Page) -> None:
    """Tick a team without saying which kind of link."""
    page.locator("[name=team]").first.check()
    press()(page)
