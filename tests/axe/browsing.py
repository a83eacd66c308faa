"""A window of Chromium: becomes a person, opens a page, and tells what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from incubator.accounts.sign_in import proving
from tests.axe.world import APPLYING

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
RUN = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false,
    rules: {"target-size": {enabled: true}}}).then(told => told.violations.map(v =>
    v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 160)
        + " – " + (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message).join(" | ") + " (" + v.nodes.length + ")"))"""
SPILLED = """() => {const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const kept = e => {for (let up = e.parentElement; up; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== "visible") return true; return false};
    const out = [...document.body.querySelectorAll("*")].filter(e =>
        e.checkVisibility() && e.getBoundingClientRect().right > width + 1 && !kept(e));
    return ["scrolls to " + document.documentElement.scrollWidth + ": " + out.slice(-3).map(e => e.outerHTML.slice(0, 140)).join(" | ")]}"""
# A word of a usual length that stands on two lines, where somebody reads it at a glance.
BROKEN = r"""() => {const found = [];
    for (const one of document.querySelectorAll("h1, h2, h3, button, .button, .badge, th, legend, nav a")) {
        if (!one.checkVisibility() || one.matches(".quiet, .quiet *")) continue;
        const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode())
            for (const word of text.data.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]{2,20}(?![\p{L}\p{N}])/gu)) {
                const range = document.createRange();
                range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
            }
    }
    return found.length ? ["breaks inside: " + [...new Set(found)].join(", ")] : []}"""
# A field or a button that something stands on while it has the focus.
COVERED = """() => {const found = [];
    for (const one of document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select, button)")) {
        if (!one.checkVisibility() || one.disabled || one.matches(".quiet, .quiet *, .on-enter")) continue;
        one.focus();
        if (document.activeElement !== one) continue;
        const box = one.getBoundingClientRect(), label = one.closest("label");
        const above = document.elementFromPoint(box.left + Math.min(box.width / 2, 30), box.top + Math.min(box.height / 2, 20));
        if (!above || !(above === one || one.contains(above) || above.contains(one) || (label && label.contains(above))))
            found.push((one.name || one.textContent.trim()) + " under " + (above ? above.outerHTML.slice(0, 80) : "nothing"));
    }
    if (document.activeElement) document.activeElement.blur();
    return found.length ? ["the focus is covered: " + found.slice(0, 3).join(" | ")] : []}"""
LONG_AFTER = datetime(2040, 1, 1, tzinfo=UTC).timestamp()
PATIENCE = 6_000  # a page of ours answers long before
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 720}
LEADS_ON = "main form[method=post] button:not(.on-enter):not([type=button]):not([data-add-row])"
Act = Callable[[Page], None]


@dataclass(frozen=True)
class Visit:
    """Who opens which address, when; then does what, and with which answer."""

    who: str
    address: str | Mapping[str, str]
    at: datetime = APPLYING
    act: Act | None = None
    status: int = 200
    session: Mapping[str, Any] = field(default_factory=dict)
    mode: str = ""

    def path(self, language: str) -> str:
        return self.address if isinstance(self.address, str) else self.address[language]

    def __str__(self) -> str:
        told = f" then {self.act.__name__}" if self.act else ""
        return f"{self.who} {self.path('fr')}{told}"


@dataclass
class Visitor:
    """One window."""

    context: BrowserContext
    page: Page
    root: str
    world: SimpleNamespace
    heard: list[str] = field(default_factory=list)
    status: int = 0

    @classmethod
    @contextmanager
    def opened(
        cls, browser: Browser, root: str, world: SimpleNamespace, **options: Any
    ) -> "Iterator[Visitor]":
        context = browser.new_context(base_url=root, viewport=WIDE, **options)
        one = cls(context, context.new_page(), root, world)
        one.page.set_default_timeout(PATIENCE)
        one.page.on("console", one._hear)
        one.page.on("pageerror", lambda error: one.heard.append(f"script: {error}"))
        one.page.on("response", one._note)
        yield one
        context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser also reports the answer of the page itself when it is a 404 or a 422: the visit expects it.
        if message.type == "error" and message.location.get("url") != self.page.url:
            self.heard.append(f"console: {message.text} {message.location.get('url', '')}")

    def _note(self, response: Response) -> None:
        if response.frame == self.page.main_frame and response.request.is_navigation_request():
            self.status = response.status

    def become(self, who: str, language: str, session: Mapping[str, Any]) -> None:
        """Be a person of the world, or a "visitor", reading one language."""
        self.context.clear_cookies()
        self.context.set_extra_http_headers({"Accept-Language": language})
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if who != "visitor":
            cookies[settings.SESSION_COOKIE_NAME] = session_of(self.world.people[who], session)
        self.context.add_cookies([{"name": k, "value": v, "url": self.root} for k, v in cookies.items()])

    def go(self, visit: Visit, language: str) -> None:
        """Open the page of a visit and do its act."""
        self.world.now = visit.at
        self.become(visit.who, language, visit.session)
        self.heard.clear()
        self.page.set_viewport_size(WIDE)
        self.page.goto(visit.path(language))
        if visit.act:
            visit.act(self.page)

    def faults(self, viewport: Mapping[str, int]) -> list[str]:
        """Return what axe, the scroll bar and the console have against the page at this size."""
        self.page.set_viewport_size(viewport)
        found = self.page.evaluate(SPILLED)
        if viewport is NARROW:
            found += self.page.evaluate(BROKEN) + self.page.evaluate(COVERED)
        self.page.evaluate(f"() => {{if (!window.axe) {{{AXE}}}}}")
        return found + self.page.evaluate(RUN, TAGS) + self.heard


def session_of(person: Any, extra: Mapping[str, Any]) -> str:
    """Sign a person in and return the value of the session's cookie."""
    client = Client()
    client.force_login(person, backend="incubator.accounts.backends.OneDoor")
    session = client.session
    session.update({proving.PROVED: [person.public_id, LONG_AFTER], **extra})
    session.save()
    return session.session_key


def press(selector: str = LEADS_ON, **typed: str) -> Act:
    """Type into fields, then press a button that leads on."""

    def act(page: Page) -> None:
        for name, value in typed.items():
            page.locator(f"main [name='{name}']").first.fill(value)
        with page.expect_navigation():
            page.locator(selector).first.click()

    act.__name__ = f"press {selector}"
    return act


def post(address: str, **fields: str | list[str]) -> Act:
    """Send a form that the page does not hold, with the page's token."""

    def act(page: Page) -> None:
        pairs = [
            [k, v] for k, given in fields.items() for v in ([given] if isinstance(given, str) else given)
        ]
        with page.expect_navigation():
            page.evaluate(
                """([address, pairs]) => {
                const form = document.createElement("form"), token = document.querySelector("[name=csrfmiddlewaretoken]");
                form.method = "post"; form.action = address;
                for (const [name, value] of [...pairs, ...(token ? [["csrfmiddlewaretoken", token.value]] : [])]) {
                    const one = document.createElement("input"); one.type = "hidden"; one.name = name; one.value = value;
                    form.append(one);}
                document.body.append(form); form.submit();}""",
                [address, pairs],
            )

    act.__name__ = f"post {address}"
    return act


def chained(*acts: Act) -> Act:
    """Do one act after another."""

    def act(page: Page) -> None:
        for one in acts:
            one(page)

    act.__name__ = ", ".join(one.__name__ for one in acts)
    return act
