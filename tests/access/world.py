"""What the table asks about: people, their sessions, records by the name the table gives them, texts to look for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from incubator.people.models import User

NOW = datetime(2027, 10, 10, 9, 0, tzinfo=UTC)
# Texts that stand in one place each; `table.CANARIES` says who may read them.
CANARY = {
    "draft answer": "CANARI-BROUILLON-7f3a",
    "sensitive answer": "CANARI-SENSIBLE-91bc",
    "sent answer": "CANARI-REPONSE-c0de",
    "pending reasons": "CANARI-MOTIF-55aa",
    "juror's comment": "CANARI-JURE-0b0b",
    "session note": "CANARI-NOTE-d1ce",
    "session summary": "CANARI-RESUME-beef",
    "payee account": "TG53CANARI0000777",
    "report": "CANARI-RAPPORT-a11a",
    "spending note": "CANARI-DEPENSE-6e6e",
    "interest note": "CANARI-LIEN-4242",
    "expense label": "CANARI-ACHAT-3c3c",
}


@dataclass
class World:
    """The people by role, their sessions, and the arguments of the addresses by the name the table gives them."""

    people: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    args: dict[str, dict[str, Any]] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def browser(self, role: str) -> Client:
        """A browser of its own for each question, signed in as that role."""
        client = Client(raise_request_exception=False)
        if role in self.sessions:
            client.cookies["session"] = self.sessions[role]
        return client
