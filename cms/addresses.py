"""How addresses and the tree of pages answer to each other: French at the root, English under /en/."""

HOMES = {"fr": "fr", "en": "en"}
SLUGS = {
    "calls": {"fr": "appels", "en": "calls"},
    "news": {"fr": "actualites", "en": "news"},
    "centre": {"fr": "centre", "en": "centre"},
    "help": {"fr": "aide", "en": "help"},
    "contact": {"fr": "contact", "en": "contact"},
    "complaint": {"fr": "reclamation", "en": "complaint"},
    "privacy": {"fr": "vos-donnees", "en": "your-data"},
}


def public_path(url_path: str) -> str:
    """Return the address of a page from its place in the tree: "/fr/appels/x/" is read at "/appels/x/"."""
    return url_path.removeprefix("/fr") if url_path.startswith("/fr/") else url_path


def tree_path(path: str) -> str:
    """Return the place in the tree of an address (without its first slash)."""
    path = path.strip("/")
    path = f"/{path}/" if path else "/"
    return path if path.startswith("/en/") else f"/fr{path}"


def language_of(url_path: str) -> str:
    """Return the language of a place in the tree."""
    return "en" if url_path.startswith("/en/") else "fr"


def call_path(slug: str, language: str) -> str:
    """Return the address of a call's page."""
    return f"/en/calls/{slug}/" if language == "en" else f"/appels/{slug}/"
