"""The samples of charts and of the map in the style guide: each without data, with one value, met, missed, with many."""

from typing import Any

from incubator.core.bilingual import pick
from incubator.ui import maps


def t(fr: str, en: str) -> str:
    """Return a sample text in the language of the page."""
    return str(pick(fr, en))


def samples() -> dict[str, Any]:
    """Return what the part of the style guide on charts draws."""
    return {
        "regions": [("Maritime", 61), ("Plateaux", 38), ("Centrale", 29), ("Kara", 41), ("Savanes", 28)],
        "empty_rows": [], **_stacks(), **_lines(), **_small(), **_maps(),
    }  # fmt: skip


def _stacks() -> dict[str, Any]:
    return {
        "split_rows": [("2025", [12, 9]), ("2026", [31, 24]), ("2027", [58, 61])],
        "split_series": [t("hommes", "men"), t("femmes", "women")],
        "money_rows": [
            (t("Amorçage", "Seed"), [12_400_000, 3_100_000, 44_500_000]),
            (t("Équipement", "Equipment"), [800_000, 0, 9_200_000]),
        ],
        "money_series": [t("versé", "paid"), t("engagé", "committed"), t("libre", "free")],
        "six_rows": [(t("Candidatures", "Applications"), [40, 36, 31, 24, 18, 9])],
        "six_series": ["Grand Lomé", "Maritime", "Plateaux", "Centrale", "Kara", "Savanes"],
    }


def _lines() -> dict[str, Any]:
    quarters = ["T1", "T2", "T3", "T4"] if pick("fr", "en") == "fr" else ["Q1", "Q2", "Q3", "Q4"]
    months = [f"{month:02d}/{year}" for year in (2026, 2027) for month in range(1, 13)]
    return {
        "quarters_met": list(zip(quarters, (12, 31, 58, 96), strict=True)),
        "quarters_missed": list(zip(quarters, (12, 31, 70, 64), strict=True)),
        "quarters_gap": list(zip(quarters, (12, None, 58, 61), strict=True)),
        "quarters_none": [(quarter, None) for quarter in quarters],
        "one_quarter": [(quarters[0], 12)],
        "many_months": [(month, (index * 7) % 23 + index * 4) for index, month in enumerate(months)],
        "two_lines": [(quarters[0], [12, 9]), (quarters[1], [31, 24]), (quarters[2], [58, 61]), (quarters[3], [96, 92])],
        "two_names": [t("emplois d’hommes", "jobs of men"), t("emplois de femmes", "jobs of women")],
        "turnover": list(zip(quarters, (2_400_000, 3_150_000, 2_900_000, 4_725_000), strict=True)),
    }  # fmt: skip


def _small() -> dict[str, Any]:
    def years(*values: int | None) -> list[tuple[str, int | None]]:
        return list(zip(("2024", "2025", "2026", "2027"), values, strict=True))

    return {
        "panels": [
            (t("Incubées", "Incubated"), years(9, 14, 22, 25), 25),
            (t("Diplômées", "Graduated"), years(None, 8, 12, 19), 20),
            (t("Portées par une femme", "Led by a woman"), years(3, 5, 9, 12), None),
            (t("À l’export", "Exporting"), years(None, None, None, None), 4),
            (t("Soutenues par une mairie", "Helped by a town hall"), years(None, None, None, 6), None),
        ],
        "sparks": [
            ("Tikpa Hors-Ligne", [2, 3, 3, 5, 9]),
            ("Agbélouvé Registres", [7, None, 6, 4]),
            ("Savane Cadastre", [3]),
            ("Kozah Eau", []),
        ],
    }  # fmt: skip


def _maps() -> dict[str, Any]:
    values = (61, 24, 38, 29, 41, 0)
    zones = [
        maps.Area(slug, name, value, url="#" if value else "")
        for (slug, name), value in zip(maps.zone_names().items(), values, strict=True)
    ]
    tiles = [maps.Area(tile.slug, tile.name, (index * 5) % 13) for index, tile in enumerate(maps.layout()[1])]
    return {
        "zone_areas": [*zones, maps.Area("", t("Non enregistré", "Not recorded"), 3)],
        "one_zone": [maps.Area("kara", "Kara", 1)],
        "prefecture_areas": tiles,
    }
