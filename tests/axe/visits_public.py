"""What anybody may open: the site, the eligibility check, the door, the errors, the style guide."""

from types import SimpleNamespace

from playwright.sync_api import Page

from tests.axe.browsing import Act, Visit, chained, post, press
from tests.axe.world import APPLYING, INCUBATING, JUDGING
from tests.conftest import PASSWORD
from tests.world.programmes import BEFORE


def twin(french: str, english: str) -> dict[str, str]:
    return {"fr": french, "en": english}


def visits(w: SimpleNamespace) -> list[Visit]:
    return _site(w) + _check(w) + _door(w) + _errors(w) + styleguide()


def _site(w: SimpleNamespace) -> list[Visit]:
    pages = [
        twin("/", "/en/"), twin("/appels/", "/en/calls/"), twin("/actualites/", "/en/news/"),
        twin("/actualites/essai/", "/en/news/essai/"), twin("/centre/", "/en/centre/"), twin("/contact/", "/en/contact/"),
        twin("/aide/", "/en/help/"), twin("/reclamation/", "/en/complaint/"), twin("/vos-donnees/", "/en/your-data/"),
    ]  # fmt: skip
    found = [Visit("visitor", page) for page in pages]
    found += [Visit("visitor", page, at=BEFORE) for page in pages[:2]]
    calls = [
        (w.call, APPLYING),
        (w.call, BEFORE),
        (w.call, JUDGING),
        (w.small, INCUBATING),
        (w.cancelled, APPLYING),
    ]
    for call, at in calls:
        found.append(Visit("visitor", twin(f"/appels/{call.slug}/", f"/en/calls/{call.slug}/"), at=at))
    shown = w.place2.startup.slug
    directory = twin("/startups/", "/en/startups/")
    return [
        *found,
        Visit("visitor", directory, at=INCUBATING),
        Visit("visitor", directory, at=BEFORE),
        Visit("visitor", twin("/resultats/", "/en/results/"), at=INCUBATING),
        Visit("visitor", twin("/startups/?q=zzz", "/en/startups/?q=zzz"), at=INCUBATING),
        Visit("visitor", twin(f"/startups/{shown}/", f"/en/startups/{shown}/"), at=INCUBATING),
        Visit("visitor", twin("/nulle-part/", "/en/nowhere/"), status=404),
    ]


def _check(w: SimpleNamespace) -> list[Visit]:
    here = f"/portal/check/{w.call.slug}/"
    return [
        Visit("visitor", here),
        Visit("visitor", here, act=press()),
        Visit("newcomer", here),
        Visit("visitor", here, at=JUDGING),
        Visit("visitor", f"/portal/check/{w.small.slug}/", act=_alone),
    ]


def _alone(page: Page) -> None:
    """Answer that one is alone: a rule is not met."""
    press(headcount="1")(page)


def _door(w: SimpleNamespace) -> list[Visit]:
    protected = chained(asks(w.protected.email), by_password)
    return [
        Visit("visitor", "/login/"),
        Visit("visitor", "/login/?next=/account/&ended=1"),
        Visit("visitor", "/login/", act=press(), status=422),
        Visit("visitor", "/login/", act=asks(w.founder.email)),
        Visit("visitor", "/login/", act=chained(asks(w.sender.email), press()), status=422),
        Visit("visitor", "/login/", act=asks("+22890112233")),
        Visit("visitor", "/login/", act=chained(asks(w.editor.email), again), status=429, at=BEFORE),
        Visit("visitor", "/login/", act=protected, at=INCUBATING),
        Visit("visitor", "/login/", act=chained(protected, press(code="000000")), status=422, at=INCUBATING),
        Visit("visitor", "/login/", act=chained(asks(w.agent.email), too_often), status=429),
        Visit("visitor", "/logout/erased/"),
    ]


def asks(contact: str) -> Act:
    """Type a contact at the door, from a device of one's own."""

    def act(page: Page) -> None:
        page.locator("[name=contact]").fill(contact)
        page.locator("[name=device][value=mine]").check()
        with page.expect_navigation():
            page.locator("main form[method=post] button").first.click()

    act.__name__ = f"asks {contact}"
    return act


def by_password(page: Page) -> None:
    post("/login/code/", password=PASSWORD)(page)


def again(page: Page) -> None:
    """Ask for another code until the door says when."""
    for _time in range(9):
        post("/login/code/resend/")(page)


def too_often(page: Page) -> None:
    """Guess codes until the door says when to come back."""
    for guess in range(12):
        if not page.locator("[name=csrfmiddlewaretoken]").count():
            return
        post("/login/code/", code=f"00000{guess % 10}")(page)


def _errors(w: SimpleNamespace) -> list[Visit]:
    found = [
        Visit(who, f"/account/error/{status}/", status=status)
        for who in ("visitor", "founder")
        for status in (400, 403, 404, 409, 413, 429, 500)
    ]
    stranger = f"/portal/startups/{w.place.startup.slug}/milestones/"
    return [
        *found,
        Visit("newcomer", stranger, status=404),
        Visit("founder", "/account/", act=_without_token, status=403),
        Visit("founder", "/account/", act=_with_an_old_token),
    ]


def _without_token(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken], [name=typed-by]').forEach(e => e.remove())"
    )
    press("main form[method=post] button")(page)


def _with_an_old_token(page: Page) -> None:
    """What was typed is shown again, and asked about."""
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(e => {e.value = 'x'.repeat(64)})"
    )
    press("main form[method=post] button")(page)


def styleguide() -> list[Visit]:
    found = [Visit("visitor", "/account/forms/")]
    return found + [
        Visit("visitor", f"/styleguide/?frame={frame}") for frame in ("portal", "desk", "public", "bare")
    ]
