"""Reading the letters that really left: the newest code of a person, a letter by the words of its subject."""

import re
import time
from collections.abc import Callable
from email.message import EmailMessage

from tests.tools.mailbox import Mailbox

CODE = re.compile(r"\b(\d{6})\b")
OF_A_CODE = ("Votre code ", "Your code ")
PATIENCE = 90.0  # three rounds of the sweeper, on a machine that has other work


class Post(Mailbox):
    """The mail server of a journey, and what its people read in their boxes."""

    def __init__(self) -> None:
        super().__init__()
        self._used: set[str] = set()

    def code(self, address: str) -> str:
        """The newest code sent to a person that was not used yet; waits for it."""
        letter = self._wait(address, lambda subject: subject.startswith(OF_A_CODE), "code")
        self._used.add(letter["Message-ID"])
        return CODE.search(letter.get_body(("plain",)).get_content())[1]

    def letter(self, address: str, words: str) -> str:
        """The text, on one line, of the letter whose subject holds these words; waits for it."""
        letter = self._wait(address, lambda subject: words.lower() in subject.lower(), words)
        return " ".join(letter.get_body(("plain",)).get_content().split())

    def subjects(self, address: str) -> list[str]:
        """What a person received, in its order, codes left out."""
        found = [" ".join(str(letter["Subject"]).split()) for letter in self.to(address)]
        return [subject for subject in found if not subject.startswith(OF_A_CODE)]

    def _wait(self, address: str, is_it: Callable[[str], object], words: str) -> EmailMessage:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for letter in reversed(self.to(address)):
                if letter["Message-ID"] not in self._used and is_it(" ".join(str(letter["Subject"]).split())):
                    return letter
            time.sleep(0.05)
        raise AssertionError(f"No letter “{words}” for {address}; received: {self.subjects(address)}")
