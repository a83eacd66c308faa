"""Walks the product as one account: opens every link once and sends every form once with its defaults."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from tests.walk.pages import Form, Page

HOST = "http://testserver"
# One ends the session; the other is asked with rows that a script ticks.
NOT_FOLLOWED = ("/logout/", "/cms/bulk/")
# Wagtail's forms are completed by its scripts before they are sent: tests/faults/test_row_07_editors_day.py sends them
# as a browser does.
NOT_SENT = ("/cms/",)
# A form that says what is missing: sent with its defaults it may be incomplete, or without its file; its page comes back.
INCOMPLETE = (422,)
WITHOUT_ITS_FILE = (400, 422)


@dataclass(frozen=True)
class Step:
    """One address asked, where it was seen, and what came back."""

    url: str
    seen_on: str
    status: int
    how: str = "GET"
    may: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.how} {self.url} → {self.status} (seen on {self.seen_on})"


@dataclass
class Walk:
    """What one account met. `share`: how many addresses of one kind are opened; the others are only resolved."""

    client: Client
    share: int
    steps: list[Step] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    seen: Counter = field(default_factory=Counter)

    def go(self, *starts: str) -> "Walk":
        """Open the starts and all that can be reached from them."""
        known = set(starts)
        waiting = deque((start, "the beginning") for start in starts)
        while waiting:
            url, seen_on = waiting.popleft()
            for link in self._open(url, seen_on):
                if link not in known:
                    known.add(link)
                    waiting.append((link, url))
        return self

    @property
    def failures(self) -> list[str]:
        """Answers no person may meet on a way that a page offers."""
        return self.dead + [
            str(step) for step in self.steps if step.status >= 400 and step.status not in step.may
        ]

    def _open(self, url: str, seen_on: str) -> list[str]:
        if url.startswith(settings.STATIC_URL):
            self._static(url, seen_on)
            return []
        kind = kind_of(url)
        if kind is None:
            self.dead.append(f"{url} exists nowhere (seen on {seen_on})")
            return []
        self.seen[kind] += 1
        if self.seen[kind] > self.share:
            return []
        response, body = self._ask(url)
        self.steps.append(Step(url, seen_on, response.status_code))
        url = response.wsgi_request.get_full_path()
        told = response.get("Content-Type", "")
        if response.status_code == 200 and told.startswith("text/csv"):
            self.tables[url] = body
        if response.status_code != 200 or not told.startswith("text/html"):
            return []
        page = self.pages[url] = Page(body)
        for form in page.forms:
            self._send(url, form)
        return local(
            url, page.links + page.images + [f.action or url for f in page.forms if f.method == "get"]
        )

    def _static(self, url: str, seen_on: str) -> None:
        if not finders.find(urlsplit(url).path.removeprefix(settings.STATIC_URL)):
            self.dead.append(f"{url} is no file (seen on {seen_on})")

    def _send(self, url: str, form: Form) -> None:
        """Send a form with what stands in it, by each of its buttons, and take back what it did."""
        for name, value, formaction in form.buttons or [("", "", "")]:
            target = urljoin(HOST + url, formaction or form.action or url)
            parts = urlsplit(target)
            leaves = parts.netloc != "testserver" or parts.path.startswith((*NOT_FOLLOWED, *NOT_SENT))
            if form.method != "post" or leaves:
                continue
            address = target.removeprefix(HOST).partition("#")[0]
            fields = sorted({key for key, _value in form.fields})
            kind = f"POST {kind_of(address)} {fields} {name}={value}"
            self.seen[kind] += 1
            if self.seen[kind] <= self.share:
                posted: dict[str, list[str]] = {}
                for key, text in [*form.fields, *([(name, value)] if name else [])]:
                    posted.setdefault(key, []).append(text)
                response, _text = self._ask(address, posted)
                may = WITHOUT_ITS_FILE if form.file_fields else INCOMPLETE
                self.steps.append(Step(address, url, response.status_code, "POST", may))

    def _ask(self, url: str, posted: dict[str, list[str]] | None = None) -> tuple[HttpResponseBase, str]:
        """Ask as this account, from the same beginning each time: what the question changed is taken back."""
        kept = {name: morsel.value for name, morsel in self.client.cookies.items()}
        cache.clear()
        with transaction.atomic():
            response = self._get(url) if posted is None else self.client.post(url, posted)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            # What a page makes when it is opened (the editor of a call's form) stays, as it does for people.
            transaction.set_rollback(posted is not None)
        # A kind of record seen first in what was taken back must not be remembered by its number.
        ContentType.objects.clear_cache()
        self.client.cookies.clear()
        self.client.cookies.load(kept)
        return response, body.decode("utf-8", "replace")

    def _get(self, url: str) -> HttpResponseBase:
        """Open a page, or the one it leads to."""
        response = self.client.get(url)
        for _hop in range(5):
            leads = local(url, [response["Location"]]) if response.status_code in (301, 302, 303) else []
            if not leads:
                break
            url = leads[0]
            response = self.client.get(url)
        return response


def local(base: str, links: list[str]) -> list[str]:
    """Return the addresses of this site among the links, without their fragment."""
    found = []
    for link in links:
        whole = urlsplit(urljoin(HOST + base, link))
        if (
            whole.scheme == "http"
            and whole.netloc == "testserver"
            and not whole.path.startswith(NOT_FOLLOWED)
        ):
            found.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return found


def kind_of(url: str) -> str | None:
    """Name the kind of page behind an address: its route and the names in its query; None where there is none."""
    parts = urlsplit(url)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return None
    names = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{route}?{','.join(names)}"
