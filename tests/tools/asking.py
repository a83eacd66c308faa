"""One person's browser for the measurements: a kept connection, cookies, a token."""

import http.client
import re
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

KEPT_OPEN = 2.0  # seconds; the server ends an idle connection after five
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
# The cookie and the field must say the same; which text it is matters to the server only.
SECRET = "m" * 32


@dataclass(frozen=True)
class Answer:
    """What came back, and what it cost."""

    seconds: float
    sql: int
    status: int
    body: bytes
    location: str = ""


class Browser:
    """One person's connection, kept open as a browser keeps it. `cold` lets the server forget what it keeps at each
    request (its measuring settings understand that).
    """

    def __init__(self, port: int, session: str = "", *, cold: bool = False) -> None:
        self.cold = cold
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.sign_in(session)
        self.used = time.monotonic()

    def sign_in(self, session: str) -> None:
        """Be the person of this session from now on, on the same connection; nobody for an empty one."""
        self.cookies: dict[str, str] = {}
        if session:
            self.cookies = {settings.CSRF_COOKIE_NAME: SECRET, settings.SESSION_COOKIE_NAME: session}

    def send(self, path: str, post: dict[str, str] | None = None) -> Answer:
        """Ask for a page, or post a form with its token; whatever the status is."""
        headers, body = self._headers(), None
        if post is not None:
            body = urlencode({"csrfmiddlewaretoken": SECRET, **post})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.used > KEPT_OPEN:
            self.line.close()  # the server has let it go: the request opens another
            self.line.connect()
        began = time.perf_counter()
        self.line.request("POST" if post is not None else "GET", path, body, headers)
        answer = self.line.getresponse()
        read = answer.read()
        took, self.used = time.perf_counter() - began, time.monotonic()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        sql = int(answer.headers.get("X-Sql", 0))
        return Answer(took, sql, answer.status, read, answer.headers.get("Location", ""))

    def ask(self, path: str, post: dict[str, str] | None = None) -> Answer:
        """Ask, and stop the measurement at anything but an answer."""
        answer = self.send(path, post)
        if answer.status >= 400 or (post is None and answer.status != 200):
            sys.exit(f"{path} answered {answer.status} {answer.location}: {answer.body[:400]!r}")
        return answer

    def _headers(self) -> dict[str, str]:
        return {
            "Host": "127.0.0.1",
            "X-Forwarded-Proto": "https",
            "Accept": "text/html",
            "Referer": "https://127.0.0.1/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **({"X-Cold": "1"} if self.cold else {}),
        }


def version_of(page: bytes, key: str) -> str:
    """Return the version of an answer that a step's page carries."""
    found = re.search(rf'name="v-{re.escape(key)}" value="([^"]*)"'.encode(), page)
    if not found:
        raise ValueError(f"The step shows no version of {key}.")
    return found[1].decode()


def form_values(page: bytes) -> dict[str, str]:
    """Return the hidden fields of a page by name (versions, the instant it was opened)."""
    return {
        found[1].decode(): found[2].decode()
        for found in re.finditer(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        if found[1] != b"csrfmiddlewaretoken"
    }
