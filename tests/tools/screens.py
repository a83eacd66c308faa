"""Forty screens of the demonstration, as each of its people sees them: telephone, desk, dark, paper.

    python -m tests.tools.screens http://localhost:8000 [folder]

Serve it first (`make demo`). The pictures go to `var/artefacts/screens/` unless a folder is named.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from incubator.demo.cast import DOMAIN, PASSWORD
from tests.tools.weight import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parents[2]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# account ("" for a visitor) → its pages
SCREENS = {
    "": ("/", "/appels/", "/startups/", "/resultats/", "/login/", "/en/", "/styleguide/"),
    "founder1": ("/portal/", "/portal/applications/", "/account/", "/account/data/", "/account/data/readings/"),
    "mentor1": ("/portal/", "/portal/mentor/startups/", "/portal/mentor/sessions/"),
    "juror1": ("/portal/",),
    "agent": ("/portal/",),
    "staff": (
        "/desk/", "/desk/applications/?view=all", "/desk/startups/", "/desk/calls/", "/desk/follow-up/milestones/",
        "/desk/follow-up/reports/", "/desk/mentoring/matches/", "/desk/interests/",
    ),
    "finance": ("/desk/", "/desk/money/tranches/?view=all", "/desk/money/lines/", "/desk/money/ledger/"),
    "approver": ("/desk/", "/desk/money/to-sign/"),
    "director": ("/desk/", "/desk/decide/", "/desk/results/"),
    "donor": ("/desk/", "/desk/startups/"),
    "admin": ("/desk/", "/desk/people/", "/desk/audit/"),
    "editor": ("/cms/",),
}  # fmt: skip
LOOKS = {
    "phone": {"viewport": PHONE},
    "desk": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
}


def session_of(browser: Browser, root: str, account: str) -> dict:
    """Sign an account of the demonstration in; return what its browser keeps."""
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{root}/login/")
    page.fill("[name=contact]", f"{account}@{DOMAIN}")
    page.locator("[name=device]").first.check()
    page.locator("main button:visible").last.click()
    page.locator("details:has([name=password]) summary").click()
    page.fill("[name=password]", PASSWORD)
    page.locator("main button:visible").last.click()
    page.wait_for_load_state()
    return page.context.storage_state()


def take(browser: Browser, root: str, folder: Path, account: str) -> int:
    """Take the screens of one account in each look, and on paper; return how many."""
    state = session_of(browser, root, account) if account else None
    taken = 0
    for look, options in LOOKS.items():
        context = browser.new_context(locale="fr-FR", storage_state=state, **options)
        page = context.new_page()
        for address in SCREENS[account]:
            page.goto(root + address, wait_until="networkidle")
            name = f"{account or 'visitor'}-{address.split('?')[0].strip('/').replace('/', '-') or 'home'}"
            page.screenshot(path=folder / f"{name}-{look}.png")
            taken += 1
            if look == "desk":
                page.pdf(path=folder / f"{name}-print.pdf", prefer_css_page_size=True)
        context.close()
    return taken


def main(root: str, folder: str = "") -> None:
    """Take every screen, and say where they are."""
    to = Path(folder or ROOT / "var/artefacts/screens")
    to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        taken = sum(take(browser, root.rstrip("/"), to, account) for account in SCREENS)
        browser.close()
    pages = sum(map(len, SCREENS.values()))
    print(f"{taken} pictures of {pages} screens, and {pages} papers, in {to}")


if __name__ == "__main__":
    main(*sys.argv[1:])
