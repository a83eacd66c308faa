"""Invented names: no real person or company. Everything is drawn by a seeded generator."""

from random import Random

WOMEN = ["Afi", "Akossiwa", "Délali", "Essénam", "Mawunyo", "Yawa", "Ablavi", "Sénamé", "Pyalo", "Tchilalo", "Adjovi",
         "Dédé", "Kafui", "Lamboni", "Naka", "Rachidatou", "Fati", "Mazalo", "Akpéné", "Enyonam"]  # fmt: skip
MEN = ["Kodjo", "Komi", "Mensah", "Edem", "Koffi", "Yawo", "Essoham", "Gnon", "Tchaa", "Kokou", "Sélom", "Kwami",
       "Bawa", "Lardja", "Moussa", "Issifou", "Amévi", "Dodji", "Folly", "Sena"]  # fmt: skip
FAMILIES = ["Zokléssi", "Kodjinévi", "Tchamdjavi", "Agbélénou", "Batchassiva", "Nadjombati", "Atikpléma", "Gnassimbo",
            "Wolédzi", "Kpatchalou", "Douténa", "Sambiéna", "Adzomavi", "Ekouévina", "Bilantéma"]  # fmt: skip
STEMS = ["Agro", "Zém", "Séva", "Gnon", "Nova", "Kpal", "Tika", "Wézo", "Lagu", "Fonio", "Baob", "Sodji", "Miwo", "Kéta",
         "Adjo", "Yéko", "Tséfé", "Ékoa", "Dzidu", "Mana", "Souma", "Téko", "Wari", "Ziwa", "Pala"]  # fmt: skip
ENDS = ["lien", "trace", "nova", "kit", "sol", "voix", "carte", "pont", "champ", "relais", "grain", "onde", "clé", "nid",
        "flux", "cour"]  # fmt: skip
PITCHES = {
    "services-municipaux": ("Les démarches de la mairie suivies depuis un téléphone à touches.",
                            "Town-hall procedures followed from a basic phone."),
    "education": ("Des exercices du collège qui fonctionnent sans réseau.",
                  "Lower-secondary exercises that work without a network."),
    "sante": ("Le rappel des vaccins et des visites par message vocal.", "Vaccination and visit reminders by voice."),
    "agri": ("Le bon moment pour semer et vendre, dit dans la langue de chacun.",
             "The right time to sow and sell, told in each one’s language."),
    "fintech": ("Le carnet d’épargne du groupement, tenu par téléphone.", "The group’s savings book, kept by phone."),
    "commerce-logistique": ("La livraison partagée entre boutiques d’un même marché.",
                            "Delivery shared between shops of one market."),
    "energie-environnement": ("La location d’énergie solaire à la journée.", "Solar power rented by the day."),
    "cybersecurite": ("Les bons réflexes numériques des petites équipes.", "Safe digital habits for small teams."),
    "culture-creation": ("Les contes et musiques du pays, écoutés hors ligne.", "Local tales and music, offline."),
}  # fmt: skip


class Names:
    """Names of start-ups that never repeat – the same seed gives the same ones – and of people."""

    def __init__(self, seed: int) -> None:
        self._startups = [f"{stem}{end}" for stem in STEMS for end in ENDS]
        Random(seed).shuffle(self._startups)  # noqa: S311 – believable data, no secret

    def startup(self, number: int) -> str:
        """Return the name of the start-up of that number, which no other has."""
        return self._startups[number - 1]

    def person(self, gender: str, random: Random) -> tuple[str, str]:
        """Draw (first names, last name)."""
        return random.choice(WOMEN if gender == "F" else MEN), random.choice(FAMILIES)
