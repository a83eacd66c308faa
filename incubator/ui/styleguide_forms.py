"""The samples of what helps somebody fill in a form, for the style guide."""

from typing import Any

from django import forms

from incubator.core.bilingual import pick
from incubator.ui import ceilings, inputs, uploads


def t(fr: str, en: str) -> str:
    """Return a sample text in the language of the page."""
    return str(pick(fr, en))


TOWNS = {
    "Tône (Savanes)": ("Tône 1 – Dapaong", "Tône 2", "Tône 3", "Tône 4"),
    "Cinkassé (Savanes)": ("Cinkassé 1 – Cinkassé", "Cinkassé 2"),
    "Kozah (Kara)": ("Kozah 1 – Kara", "Kozah 2", "Kozah 3", "Kozah 4"),
    "Golfe (Maritime)": ("Golfe 1 – Bè", "Golfe 2", "Golfe 3", "Golfe 4", "Golfe 5"),
}


class HelpedForm(forms.Form):
    """One field for each help."""

    words = forms.CharField(widget=forms.Textarea(attrs={"data-words": "200", "rows": 3}))
    signs = forms.CharField(max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    long = forms.CharField(max_length=20, widget=forms.Textarea(attrs={"rows": 3}))
    name = inputs.LineField(max_length=20)
    papers = uploads.files_field(("pdf", "jpg", "png"), 2_000_000)
    day = inputs.DateField()
    month = inputs.MonthField()
    instant = inputs.DateTimeField()
    commune = forms.ChoiceField(
        choices=[("", ""), *[(group, [(one, one) for one in towns]) for group, towns in TOWNS.items()]]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in labels().items():
            self.fields[name].label = label


class ExpenseForm(forms.Form):
    """One line of a budget."""

    label = inputs.LineField()
    amount = inputs.MoneyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].label, self.fields["amount"].label = (
            t("Dépense", "Expense"),
            t("Montant", "Amount"),
        )


class MostlyOptional(forms.Form):
    """A form whose required question is the exception."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (t("Nom", "Name"), t("Site", "Site"), t("Slogan", "Slogan"), t("Couleur", "Colour"))
        for place, label in enumerate(labels):
            self.fields[f"line_{place}"] = inputs.LineField(label=label, required=not place)


def budget() -> dict[str, Any]:
    """Return a small budget under its ceiling."""
    held = [(t("Ordinateurs", "Computers"), 900_000), (t("Formation", "Training"), 350_000)]
    rows = [
        ExpenseForm(initial={"label": label, "amount": amount}, prefix=f"budget-{n}", auto_id="sum_%s")
        for n, (label, amount) in enumerate(held)
    ]
    total = ceilings.draw(sum(amount for _label, amount in held), 1_500_000, ["amount"])
    return {"budget_rows": rows, "budget_total": total, "budget_words": t("Budget", "Budget")}


def labels() -> dict[str, str]:
    """Return the label of each field."""
    return {
        "words": t("Un texte compté en mots", "A text counted in words"),
        "signs": t("Un texte compté en caractères", "A text counted in characters"),
        "long": t("Un texte trop long", "A text too long"),
        "name": t("Un nom, dont la limite se dit quand elle approche", "A name, whose limit is said when it comes near"),
        "papers": t("Plusieurs fichiers, montrés avant de partir", "Several files, shown before they leave"),
        "day": t("Un jour", "A day"),
        "month": t("Un mois", "A month"),
        "instant": t("Un jour et une heure", "A day and an hour"),
        "commune": t("Une liste que l’on cherche en tapant", "A list searched by typing"),
    }  # fmt: skip


def samples() -> dict[str, Any]:
    """Return what the part of the style guide about forms shows."""
    initial = {
        "long": t("Trois mots de plus, sans rien couper", "Three more words, nothing is cut"),
        "name": "Tikpa Hors-Ligne SARL",
    }
    unread = HelpedForm({"day": "hier", "month": "demain"}, auto_id="unread_%s")
    return {
        "helped": HelpedForm(initial=initial, auto_id="help_%s"),
        "unread": unread,
        "few": MostlyOptional(auto_id="few_%s"),
        **budget(),
    }
