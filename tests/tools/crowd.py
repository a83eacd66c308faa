"""Twenty people at once: how many requests, sendings and whole journeys the server answers in a second."""

import queue
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.tools.asking import Browser, form_values, version_of

CLIENTS = 20
FLOORS, PAGES, JOURNEY = 400, 200, 9
Act = Callable[[], None]


@dataclass(frozen=True)
class Rate:
    """A line of the table: acts in a second, and how many floors a second stand against one of them."""

    page: str
    a_second: float
    floor_a_second: float
    divisor: float

    @property
    def parts(self) -> float:
        """The floor's rate divided by ours: the smaller the better."""
        return self.floor_a_second / self.a_second

    @property
    def is_over(self) -> bool:
        return self.parts > self.divisor


def rate(acts: Iterable[Act], clients: int = CLIENTS) -> float:
    """Let so many clients work through the acts; return how many were done in a second."""
    waiting: queue.SimpleQueue[Act] = queue.SimpleQueue()
    for act in acts:
        waiting.put(act)
    wanted, faults = waiting.qsize(), []

    def work() -> None:
        try:
            while True:
                waiting.get_nowait()()
        except queue.Empty:
            return
        except BaseException as fault:  # the measurement stops at the first one
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return wanted / (time.perf_counter() - began)


class Crowd:
    """The three lines of the table; the floor is asked before and after each, for the machine's sake."""

    def __init__(self, port: int) -> None:
        self.port, self.own = port, threading.local()

    def floor(self) -> float:
        return rate([self._floor] * FLOORS)

    def _floor(self) -> None:
        self._client("").ask("/floor/")

    def _client(self, session: str) -> Browser:
        """Return the client's own connection, kept open from act to act, for the person of this session."""
        if not hasattr(self.own, "browser"):
            self.own.browser = Browser(self.port)
        browser: Browser = self.own.browser
        browser.sign_in(session)
        return browser

    def against_floor(self, page: str, divisor: float, acts: list[Act]) -> Rate:
        before = self.floor()
        found = rate(acts)
        return Rate(page, found, statistics.mean((before, self.floor())), divisor)

    def forms(self, session: str, path: str) -> Rate:
        """The same step of the form."""

        def act() -> None:
            self._client(session).ask(path)

        return self.against_floor(f"{CLIENTS} clients, form page", 4, [act] * PAGES)

    def sendings(self, drafts: list[tuple[str, str]]) -> Rate:
        """Complete drafts, each sent by its lead."""
        return self.against_floor(
            f"{CLIENTS} clients, submit POST", 7, [self._sending(ref, session) for ref, session in drafts]
        )

    def _sending(self, ref: str, session: str) -> Act:
        def act() -> None:
            path = f"/portal/applications/{ref}/"
            sent = self._client(session).ask(f"{path}submit/", {"confirm": "on"})
            if sent.status != 302:
                raise RuntimeError(f"A complete draft was not sent: {sent.status}.")

        return act

    def journeys(self, drafts: list[tuple[str, str]], call: str, steps: list[str], key: str) -> Rate:
        """From the call's page to the receipt, nine requests each."""
        acts = [self._journey(ref, session, call, steps, key) for ref, session in drafts]
        return self.against_floor(f"{CLIENTS} clients, journey of nine", 32, acts)

    def _journey(self, ref: str, session: str, call: str, steps: list[str], key: str) -> Act:
        def act() -> None:
            path = f"/portal/applications/{ref}/"
            self._client("").ask(call)
            person = self._client(session)
            person.ask("/portal/")
            person.ask(f"{path}form/{steps[0]}/")
            page = person.ask(f"{path}form/{steps[1]}/").body
            posted = {f"v-{key}": version_of(page, key), key: f"Mesure {ref}"}
            person.ask(f"{path}form/{steps[1]}/field/{key}/", posted)
            person.ask(f"{path}documents/")
            review = person.ask(f"{path}review/").body
            person.ask(f"{path}submit/", {**_begun(review), "confirm": "on"})
            person.ask(f"{path}receipt/")

        return act


def _begun(page: bytes) -> dict[str, Any]:
    return {name: value for name, value in form_values(page).items() if name == "begun"}
