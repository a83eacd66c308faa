"""Texts that people, phones and attackers type, each with its verdict: what is kept, and what is said about it."""

from dataclasses import dataclass
from typing import Any

AGAIN = "Relisez cette réponse, puis enregistrez-la."
LONG = (
    "Ce texte est trop long pour être gardé\u00a0: 20\u202f000 caractères au plus."
    " Raccourcissez-le, puis enregistrez-le de nouveau."
)
A_MEGABYTE = "a" * 1_000_000
SAME = object()


@dataclass(frozen=True)
class Text:
    """One text as typed, what is stored of it (SAME: as it was), and the sentence beside the field, if any."""

    typed: str
    kept: Any = SAME
    said: str = ""

    @property
    def stored(self) -> Any:
        return self.typed if self.kept is SAME else self.kept


# A text of one line (`pitch`) and one of several (`problem`) keep the same, but for the line breaks.
TEXTS: dict[str, Text] = {
    "emoji": Text("Irrigation 🌱 par 👩🏾\u200d🌾"),
    "right to left": Text("سقي الحقول"),
    "a turn of direction": Text("\u202eabc سقي\u202c"),
    "NUL": Text("Deux\x00mots", "Deuxmots"),
    "control characters": Text("a\x07b\x1bc", {"raw": "abc"}, AGAIN),
    "combining marks": Text("Kpe\u0301me", "Kp\u00e9me"),
    "fifty combining marks": Text("e" + "\u0301" * 50, "\u00e9" + "\u0301" * 49),
    "zero width": Text("co\u200bop\u200dérative"),
    "zero width alone": Text("\u200b", None),
    "a byte order mark": Text("\ufeffdébut"),
    "spaces": Text("   ", None),
    "no-break space": Text("\u00a0", None),
    "around it": Text("  un pitch \n", "un pitch"),
    "markup": Text("<script>alert(1)</script>&amp;"),
    "a formula": Text("=cmd|'/c calc'!A1"),
    "SQL": Text("'; DROP TABLE answers; --"),
    "a template": Text("{{ 7*7 }}{% debug %}"),
    "an escaped surrogate": Text("\\ud83d"),
    "a tab": Text("a\tb"),
    "1 MB": Text(A_MEGABYTE, {"raw": A_MEGABYTE}, LONG),
}
# Several lines: (typed, one line keeps, several lines keep).
LINES = {
    "line breaks": ("un\r\ndeux\rtrois", "un deux trois", "un\ndeux\ntrois"),
    "a line separator": ("un\u2028deux", "un deux", "un\u2028deux"),
}
