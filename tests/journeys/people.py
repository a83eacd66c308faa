"""A person of the journey: a browser of their own, what they do in it, and what they see."""

import base64
import hmac
import re
import time
import unicodedata

from playwright.sync_api import Browser, Locator, Response

from tests.journeys.stack import ROOT, Stack, wait_until

ARTEFACTS = ROOT / "var" / "artefacts" / "journeys"
PATIENCE = 12_000


class Person:
    """One person with an e-mail address, in a browser context of their own."""

    def __init__(
        self, browser: Browser, stack: Stack, name: str, *, width: int, scripts: bool, series: str
    ) -> None:
        self.stack, self.name, self.width, self.series = stack, name, width, series
        self.address = f"{name}@journey.test"
        self.secret = ""
        self.troubles: list[str] = []
        self.expected: set[int] = set()
        self.context = browser.new_context(
            viewport={"width": width, "height": 780 if width < 700 else 900},
            locale="fr-FR",
            timezone_id="Africa/Lome",
            java_script_enabled=scripts,
            base_url=stack.url,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        self.context.on("response", self._answered)
        self.page = self.context.new_page()

    def _said(self, message) -> None:
        # A refused page is counted by its answer, below.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console on {self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status} {response.request.method} {response.url}")

    # Acting ----------------------------------------------------------------------------------------------------

    def open(self, path: str) -> "Person":
        self.page.goto(path)
        return self._confirmed()

    def fresh(self, path: str) -> "Person":
        """Open a public page as it is now, past the minute a browser keeps it."""
        self.page.goto(path)
        self.page.reload()
        return self

    def press(self, words: str, *, within: Locator | None = None) -> "Person":
        """Press the button of this name, and read the page it leads to."""
        return self._click("button", words, within)

    def decide(self, words: str, within: str = "main") -> "Person":
        """Press a button of a part of the page."""
        return self.press(words, within=self.page.locator(within))

    def _confirmed(self) -> "Person":
        """Give the second factor where it is asked again, then go on with what was typed."""
        if "/account/confirm/" not in self.page.url:
            return self
        self.fill("code", self.factor())
        for words in ("Confirmer et continuer", "Continuer avec ce texte"):
            button = self.page.locator("main").get_by_role("button", name=spaced(words))
            if not button.count():
                break
            with self.page.expect_navigation(wait_until="load"):
                button.click()
        return self

    def unfold(self, words: str) -> "Person":
        """Open the closed block of this name."""
        block = self.page.locator(
            "main details", has=self.page.locator("summary", has_text=spaced(words))
        ).last
        if block.count() and not block.evaluate("node => node.open"):
            block.locator("summary").first.click()
        return self

    def follow(self, words: str, *, within: Locator | None = None) -> "Person":
        """Follow the link of this name."""
        return self._click("link", words, within)

    def _click(self, role: str, words: str, within: Locator | None) -> "Person":
        place = within or self.page.locator("main")
        whole = place.get_by_role(role, name=re.compile(rf"^\s*{spaced(words).pattern}\s*$"))
        found = whole if whole.count() else place.get_by_role(role, name=spaced(words))
        names = self.page.locator(f"main {'button' if role == 'button' else 'a'}")
        wait_until(
            found.count,
            lambda: (
                f"{self.name} finds no {role} “{words}” on {self.page.url}: {names.all_inner_texts()}\n{self.text()[:1500]}"
            ),
            seconds=3,
        )
        with self.page.expect_navigation(wait_until="load"):
            found.first.click()
        return self._confirmed()

    def write(self, label: str, text: str) -> "Person":
        """Fill in the field of this label."""
        self.page.get_by_label(spaced(label)).first.fill(text)
        return self

    def fill(self, name: str, text: object) -> "Person":
        """Fill in the field posted under this name."""
        self.page.locator(f'[name="{name}"]:not([type=hidden])').first.fill(str(text))
        return self

    def tick(self, name: str, value: str = "") -> "Person":
        """Tick the box, or choose the button, posted under this name."""
        chosen = f'[value="{value}"]' if value else ":not([type=hidden])"
        self.page.locator(f'main input[name="{name}"]{chosen}').first.check()
        return self

    def attach(self, name: str, file: dict) -> "Person":
        """Choose a file for the field posted under this name."""
        self.page.locator(f'main input[type=file][name="{name}"]').first.set_input_files(file)
        return self

    def choose(self, name: str, value: str) -> "Person":
        """Choose in the list, or among the buttons, posted under this name."""
        place = self.page.locator(f'select[name="{name}"]')
        if place.count():
            place.first.select_option(value)
        else:
            self.page.locator(f'input[name="{name}"][value="{value}"]').check()
        return self

    def sees(self, *sentences: str) -> "Person":
        """Fail unless each sentence is on the page, whatever its spaces and line breaks."""
        for sentence in sentences:
            pattern = spaced(sentence)
            wait_until(
                lambda words=pattern: words.search(self.text()),
                lambda words=sentence: (
                    f"{self.name} does not read “{words}” on {self.page.url}:\n{self.text()[:3000]}"
                ),
                seconds=4,
            )
        return self

    def sees_not(self, *sentences: str) -> "Person":
        for sentence in sentences:
            assert not spaced(sentence).search(self.text()), (
                f"{self.name} reads “{sentence}” on {self.page.url}"
            )
        return self

    def text(self) -> str:
        """What the page says, closed blocks included."""
        return self.page.locator("main").first.text_content() or ""

    def reloads_until(self, sentence: str, seconds: float = 20) -> "Person":
        """Ask for the page again until the background work shows."""
        deadline = time.monotonic() + seconds
        while not spaced(sentence).search(self.text()) and time.monotonic() < deadline:
            self.page.wait_for_timeout(400)
            self.page.reload()
        return self.sees(sentence)

    def shoot(self, step: str) -> "Person":
        """Keep a picture of the page, the first time somebody comes to this step."""
        folder = ARTEFACTS / self.series
        folder.mkdir(parents=True, exist_ok=True)
        picture = folder / f"{plain(step)}-{self.width}.png"
        if not picture.exists():
            self.page.screenshot(path=picture, full_page=True)
        return self

    def may_meet(self, *statuses: int) -> "Person":
        """From now on these answers are expected."""
        self.expected = set(statuses)
        return self

    # The door --------------------------------------------------------------------------------------------------

    def sign_in(self, target: str = "") -> "Person":
        """Come in by a code read in the mail; with the application's code where a second factor is on."""
        self.open(f"/login/?next={target}" if target else "/login/")
        return self.come_in()

    def come_in(self) -> "Person":
        """Go through the door that is open on the page."""
        self.write("Adresse électronique ou numéro de téléphone", self.address)
        self.page.get_by_label("est à moi").check()
        self.press("Recevoir un code")
        self.fill("code", self.stack.mail.code(self.address)).press("Se connecter")
        if "/login/second-factor/" in self.page.url:
            self.fill("code", self.factor()).press("Se connecter")
        return self

    def set_up_factor(self) -> "Person":
        """Turn the second factor on, as the first page of a staff member asks."""
        self.sees("Mettez en place votre second facteur")
        self.secret = (self.page.locator(".big-code").text_content() or "").replace(" ", "")
        return self.fill("code", self.factor()).press("Activer")

    def factor(self) -> str:
        """The code of the application; each counts once, so the clock is moved to the next one."""
        self.stack.pass_time(seconds=31)
        return time_code(self.secret, int(self.stack.now().timestamp()) // 30)

    def close(self) -> None:
        self.context.close()


def time_code(secret: str, counter: int) -> str:
    """The six digits an application shows (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def spaced(words: str) -> re.Pattern[str]:
    """A pattern that takes any space for a space and either apostrophe."""
    parts = (re.sub("['’]", "['’]", re.escape(part)) for part in words.split())
    return re.compile(r"\s*".join(parts))


def plain(words: str) -> str:
    """A file name of a title."""
    text = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")
