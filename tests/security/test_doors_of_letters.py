"""What somebody typed is no link in a letter, whatever letter it is: swept over every template, in both languages."""

import pytest
from django.conf import settings
from django.template.base import FilterExpression
from django.template.defaulttags import ForNode
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode
from hypothesis import given
from hypothesis import strategies as st

from incubator.notifications import links, rendering
from incubator.notifications.models import Message
from tests.files import ROOT

pytestmark = pytest.mark.django_db
CANARY = "https://evil.example/x puis www.evil.example et evil.example"
LIVE = ("https://evil", "http://evil", "www.evil", "evil.example")


def letters() -> list[str]:
    """Return every letter of the product: "<app>/<name>"."""
    bodies = (
        path
        for slice_ in ("incubator", "cms", "funding", "mentorship")
        for path in (ROOT / slice_).rglob("body.txt")
    )
    return sorted(f"{path.parts[-4]}/{path.parts[-2]}" for path in bodies if path.parts[-3] == "letters")


@pytest.fixture
def typed_everywhere(monkeypatch):
    """Every variable of every template is what an attacker typed, but for our own address and path, and numbers."""
    known = {"base_url": settings.BASE_URL, "path": "/portal/x/"}
    others: dict[
        int, object
    ] = {}  # what is counted, and what is gone through, by the expression that gives it
    resolve, counted, looped = FilterExpression.resolve, BlockTranslateNode.__init__, ForNode.__init__

    def typed(self: FilterExpression, context, ignore_failures=False):
        if not self.is_var:
            return resolve(self, context, ignore_failures)
        if str(self.var.var).endswith(("slug", "public_id", ".ref")):
            return "x"  # ours, inside an address of ours
        return others.get(id(self)) or known.get(self.var.var, CANARY)

    def count(self, *args, **more):
        counted(self, *args, **more)
        others[id(self.counter)] = 2

    def loop(self, *args, **more):
        looped(self, *args, **more)
        names = len(self.loopvars)
        others[id(self.sequence)] = [CANARY if names == 1 else (CANARY,) * names]

    monkeypatch.setattr(BlockTranslateNode, "__init__", count)
    monkeypatch.setattr(ForNode, "__init__", loop)
    monkeypatch.setattr(FilterExpression, "resolve", typed)


def shown(letter: str, language: str) -> list[str]:
    """Return a letter as it leaves: subject, text, short message, HTML."""
    for loader in get_template(
        f"{letter.partition('/')[0]}/letters/{letter.partition('/')[2]}/body.txt"
    ).backend.engine.template_loaders:
        getattr(loader, "reset", lambda: None)()
    context = {"centre": None, "base_url": settings.BASE_URL}
    made = rendering.render(letter, context, language=language, secret=False)
    return [made.subject, made.text, made.short, links.linked(made.text)]


def test_there_are_letters_to_look_at():
    assert len(letters()) > 50


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_letter_makes_a_link_of_what_somebody_typed(typed_everywhere, language):
    live = [
        (letter, sign)
        for letter in letters()
        for text in shown(letter, language)
        for sign in LIVE
        if sign in text
    ]

    assert live == []


def test_its_own_addresses_stay_live_in_text_and_html(typed_everywhere):
    with_address = [
        letter for letter in letters() if settings.BASE_URL in shown(letter, "fr")[1].partition("\n-- \n")[0]
    ]
    without_link = [
        letter for letter in with_address if f'<a href="{settings.BASE_URL}' not in shown(letter, "fr")[3]
    ]

    assert (len(with_address) > 40, without_link) == (True, [])


def test_without_the_filter_most_letters_would_carry_it(typed_everywhere, monkeypatch):
    monkeypatch.setattr(links, "quiet", lambda text, keep=(): text)

    carried = [letter for letter in letters() if LIVE[0] in shown(letter, "fr")[1]]

    assert len(carried) > 40


BASE = settings.BASE_URL


def test_the_html_that_leaves_has_the_same_links_and_no_other():
    text = links.quiet(f"{CANARY}\n{BASE}/portal/x/") + f"{rendering.SIGNATURE}pied"

    page = rendering.laid_out(Message(subject="x", language="fr", text=text), text)

    assert [sign for sign in LIVE if sign in page] == []
    assert page.count("<a href=") == page.count(f'<a href="{BASE}/') == 1


@pytest.mark.parametrize(
    "typed",
    [
        "https://evil.example", "HTTP://EVIL.example/x?y", "www.evil.example", "evil.example", "//evil.example",
        f"{BASE}.evil.example/x", f"{BASE}@evil.example", f"{BASE}:81/x", f"x{BASE}/y", "ftp://a.example/b",
        "evil.example/ama@exemple.tg", "mailto:ama@exemple.tg", "Koffi<https://evil.example>", "(evil.example)",
    ],
)  # fmt: skip
def test_what_mail_programs_take_for_a_link_is_stopped(typed):
    quiet = links.quiet(typed)

    assert links.STOP in quiet
    assert quiet.replace(links.STOP, "") == typed
    assert "<a " not in links.linked(quiet)


@pytest.mark.parametrize(
    "text", [f"{BASE}/portal/x/", f"Voir ({BASE}/login/), puis", "ama@exemple.tg", "3.000 F. Bon", BASE]
)
def test_our_own_addresses_contacts_and_numbers_stay_as_they_are(text):
    assert links.quiet(text) == text


def test_an_address_that_the_desk_wrote_in_its_letter_stays_and_a_name_beside_it_does_not():
    wrote = "Inscription : https://centre.example/atelier, pour {nom}"
    sent = wrote.replace("{nom}", "https://evil.example")

    quiet = links.quiet(sent, keep=links.addresses_in(wrote))

    assert "https://centre.example/atelier, pour" in quiet
    assert "https://evil" not in quiet
    assert links.linked(quiet).count("<a ") == 1


@given(st.text(alphabet="ahtps:/.w@ <>\"&'\u200b"))
def test_quiet_twice_is_quiet_once_and_html_is_escaped(text):
    quiet = links.quiet(text)

    assert links.quiet(quiet).replace(links.STOP, "") == text.replace(links.STOP, "")
    assert "<" not in links.linked(quiet).replace("<a href=", "").replace("</a>", "")
