"""A mail server for tests: takes every letter on a free port and keeps it. Standard library only."""

import socketserver
import threading
import time
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Conversation(socketserver.StreamRequestHandler):
    """One client's visit, as far as Django's backend speaks."""

    server: "_Server"

    def handle(self) -> None:
        self.say("220 mailbox")
        try:
            while line := self.rfile.readline():
                if not self.answer(line.decode("utf-8", "replace").strip()):
                    return
        except (ConnectionError, BrokenPipeError):
            return  # the sender was killed

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, line: str) -> bool:
        verb = line.split(" ", 1)[0].upper()
        if verb == "DATA":
            self.take()
        elif verb == "QUIT":
            self.say("221 goodbye")
        elif verb in ("HELO", "EHLO", "MAIL", "RCPT", "RSET", "NOOP"):
            if verb == "RCPT":
                time.sleep(self.server.delay)
            self.say("250 ok")
        else:
            self.say("502 not known here")
        return verb != "QUIT"

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if line == b"":
            return  # cut in the middle: nothing was taken
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    delay = 0.0

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        super().__init__(("127.0.0.1", 0), _Conversation)


class Mailbox:
    """`with Mailbox() as box:` then `box.port`, `box.letters`, `box.to(address)`; `delay` slows each letter."""

    def __init__(self, *, delay: float = 0.0) -> None:
        self._server = _Server()
        self._server.delay = delay
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def letters(self) -> list[EmailMessage]:
        return list(self._server.taken)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters to one address, oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]

    def times(self) -> Counter[str]:
        """Return how many times each letter came, by the public id in its identity."""
        return Counter(str(letter["Message-ID"]).strip("<>").split("@")[0] for letter in self.letters)
