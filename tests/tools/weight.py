"""What a first visit downloads: cold Chromium, compressed bytes, requests, foreign hosts, console errors.

`make weight` serves the product as deployed, prints the table beside the budgets, and exits non-zero when one is passed.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.tools.serving import prepare, room, served

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
KB = 1000


@dataclass(frozen=True)
class Budget:
    """The most a visit may cost; 0 means no limit of that kind."""

    kilobytes: int
    requests: int = 0
    script: int = 0


PUBLIC = Budget(100, 15, 30)
CALL = Budget(60, 10, 30)
STEP, NEXT_STEP = Budget(80), Budget(25)
DESK_LIST = Budget(120)


@dataclass
class Visit:
    """One page as the browser's network log told it."""

    name: str
    budget: Budget
    sizes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    status: int = 0

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def of(self, kind: str) -> int:
        return sum(size for key, size in self.sizes.items() if self.kinds.get(key) == kind)

    def foreign(self, host: str) -> list[str]:
        return sorted({urlsplit(a).netloc for a in self.addresses.values()} - {host})

    def faults(self, host: str) -> list[str]:
        """Say what is over, foreign or broken."""
        most, found = self.budget, []
        if self.status != 200:
            found.append(f"answered {self.status}")
        if self.total > most.kilobytes * KB:
            found.append(f"{self.total / KB:.1f} KB is over {most.kilobytes}")
        if most.requests and len(self.sizes) > most.requests:
            found.append(f"{len(self.sizes)} requests are over {most.requests}")
        if most.script and self.of("Script") > most.script * KB:
            found.append(f"{self.of('Script') / KB:.1f} KB of JavaScript is over {most.script}")
        return found + [f"contacts {name}" for name in self.foreign(host)] + self.errors


def watch(page: Page, visit: Visit) -> None:
    """Note every byte that comes over the wire, and everything the console complains of."""
    log = page.context.new_cdp_session(page)
    log.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            visit.addresses[event["requestId"]] = event["request"]["url"]
            visit.kinds[event["requestId"]] = event.get("type", "")

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in visit.addresses and event["encodedDataLength"]:  # nothing: from the cache
            visit.sizes[event["requestId"]] = int(event["encodedDataLength"])

    log.on("Network.requestWillBeSent", asked)
    log.on("Network.loadingFinished", came)
    page.on(
        "console", lambda said: visit.errors.append(f"console: {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: visit.errors.append(f"script: {error}"))


def look(page: Page, base: str, path: str, name: str, budget: Budget) -> Visit:
    visit = Visit(name, budget)
    watch(page, visit)
    answer = page.goto(base + path, wait_until="networkidle")
    visit.status = answer.status if answer else 0
    return visit


def visits(open_context: Callable[..., BrowserContext], base: str, places: list[tuple]) -> list[Visit]:
    """Each place from an empty cache; a place with a second address is visited on, warm."""
    found = []
    for name, path, budget, session, *then in places:
        context = open_context()
        if session:
            context.add_cookies([{"name": "session", "value": session, "url": base}])
        found.append(look(context.new_page(), base, path, name, budget))
        for warm_name, warm_path, warm_budget in then:
            found.append(look(context.new_page(), base, warm_path, warm_name, warm_budget))
        context.close()
    return found


def report(found: list[Visit], host: str) -> int:
    """Print the table; return how many faults there are."""
    print(f"{'page':<28}{'KB':>8}{'budget':>8}{'requests':>10}{'JS KB':>8}{'CSS KB':>8}{'HTML KB':>9}")
    faults = 0
    for visit in found:
        figures = [
            visit.total / KB,
            visit.of("Script") / KB,
            visit.of("Stylesheet") / KB,
            visit.of("Document") / KB,
        ]
        total, script, style, html = (f"{figure:.1f}" for figure in figures)
        print(
            f"{visit.name:<28}{total:>8}{visit.budget.kilobytes:>8}{len(visit.sizes):>10}{script:>8}{style:>8}{html:>9}"
        )
        for fault in visit.faults(host):
            faults += 1
            print(f"  OVER: {fault}")
    print(f"{len(found)} visits, {faults} faults.")
    return faults


def places_of(world: Any) -> list[tuple]:
    from tests.tools.world import session_of

    founder, officer = session_of(world.people["founder2"]), session_of(world.people["staff"])
    call, form = f"/appels/{world.call.slug}/", f"/portal/applications/{world.draft.ref}/form/"
    first, second, *_rest = world.steps
    next_step = ("form step, next (warm)", f"{form}{second}/", NEXT_STEP)
    return [
        ("home", "/", PUBLIC, ""),
        ("home, English", "/en/", PUBLIC, ""),
        ("call page", call, CALL, ""),
        ("eligibility check", f"/portal/check/{world.call.slug}/", PUBLIC, ""),
        ("directory", "/startups/", PUBLIC, ""),
        ("sign-in", "/login/", PUBLIC, ""),
        ("form step, first", f"{form}{first}/", STEP, founder, next_step),
        ("applicant's home", "/portal/", PUBLIC, founder),
        ("desk list", "/desk/applications/?view=all", DESK_LIST, officer),
    ]


def main() -> int:
    with room(PEPINIERE_MODE="demo", PEPINIERE_DATABASE_URL="sqlite:///{room}/measure.sqlite3") as here:
        prepare()
        from tests.tools import world

        places = places_of(world.build())
        with served(here, workers=1) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            base = f"http://localhost:{port}"
            found = visits(browser.new_context, base, places)
            browser.close()
    return 1 if report(found, f"localhost:{port}") else 0


if __name__ == "__main__":
    sys.exit(main())
