# ruff: noqa: E501 - sample texts, one line each
"""The samples the style guide shows: one form and one set of rows per component, in the language of the page."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from incubator.core.bilingual import pick
from incubator.ui import badges, contrast, inputs, styleguide_charts, styleguide_forms, typography
from incubator.ui.icons import ICONS
from incubator.ui.rows import Growing
from incubator.ui.tables import Column

AT = datetime(2027, 3, 2, 14, 2, 9, tzinfo=UTC)
CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)


def t(fr: str, en: str) -> str:
    """Return a sample text in the language of the page."""
    return str(pick(fr, en))


class SampleForm(forms.Form):
    """Every kind of field, with its words set when the page is drawn."""

    title = inputs.LineField(max_length=80)
    email = inputs.EmailField(required=False)
    example = forms.CharField(widget=forms.Textarea(attrs={"data-words": "200", "rows": 4}))
    commune = forms.ChoiceField(choices=[("", "–"), ("t1", "Tône 1 – Dapaong"), ("g1", "Golfe 1 – Bè")])
    born_on = inputs.DateField(required=False)
    amount = inputs.MoneyField()
    mode = forms.ChoiceField(widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    score = forms.ChoiceField(widget=forms.RadioSelect(attrs={"data-rating": "1"}), required=False)
    deck = forms.FileField(required=False, widget=forms.FileInput(attrs={"data-max-size": "2000000"}))
    consent = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in words().items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        self.fields["mode"].choices = [
            ("person", t("En personne", "In person")), ("phone", t("Téléphone", "Telephone")), ("whatsapp", "WhatsApp")
        ]  # fmt: skip
        self.fields["topics"].choices = [
            ("sales", t("Ventes", "Sales")),
            ("product", t("Produit", "Product")),
        ]
        self.fields["score"].choices = [(str(n), f"{n} {word}") for n, word in enumerate(score_words())]


class RowForm(forms.Form):
    """One row of the sample formset."""

    name = inputs.LineField()
    role = inputs.LineField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["role"].label = t("Nom", "Name"), t("Rôle", "Role")


class SampleRows(Growing, forms.BaseFormSet):
    """Rows that are added on the page."""


RowFormSet = forms.formset_factory(RowForm, formset=SampleRows, extra=0, max_num=4, can_delete=True)


def words() -> dict[str, tuple[str, str]]:
    """Return the label and the help of each field of the sample form."""
    return {
        "title": (t("Nom du projet", "Name of the project"), t("Celui que vos clients connaissent.", "The one your customers know.")),
        "email": (t("Adresse électronique", "E-mail address"), ""),
        "example": (t("Quel problème résolvez-vous ?", "Which problem do you solve?"), t("Exemple : les mairies ressaisissent chaque acte à la main.", "Example: town halls type every record again by hand.")),
        "commune": (t("Commune", "Commune"), t("Cherchez par commune, chef-lieu ou préfecture.", "Search by commune, chief town or prefecture.")),
        "born_on": (t("Date de naissance", "Date of birth"), ""),
        "amount": (t("Montant demandé", "Amount asked"), ""),
        "mode": (t("Comment la séance s’est-elle tenue ?", "How was the session held?"), ""),
        "topics": (t("Sujets abordés", "Topics"), t("Plusieurs réponses possibles.", "Several answers are possible.")),
        "score": (t("Clarté du problème", "Clarity of the problem"), t("Le besoin est-il décrit et chiffré ?", "Is the need described, with figures?")),
        "deck": (t("Présentation", "Presentation"), t("PDF ou photo.", "PDF or photo.")),
        "consent": (t("J’accepte que le centre lise mon dossier.", "I agree that the centre reads my file."), ""),
    }  # fmt: skip


def score_words() -> list[str]:
    """Return the word of each score from 0 to 5."""
    if typography.language() == "en":
        return ["absent", "very weak", "weak", "fair", "good", "excellent"]
    return ["absent", "très faible", "faible", "correct", "bon", "excellent"]


def filled_form() -> SampleForm:
    """Return a form sent with mistakes, as a person meets it."""
    given = {
        "title": "",
        "email": "afi@",
        "example": "mot " * 212,
        "mode": "",
        "born_on": "2001-02-30",
        "amount": "-",
    }
    return SampleForm(given, auto_id="bad_%s")


def rowset() -> forms.BaseFormSet:
    """Return a formset of two people."""
    rows = [{"name": "Afi Mensah", "role": t("Porteuse du projet", "Project lead")}, {"name": "Kossi Agbéko"}]
    return RowFormSet(initial=rows, prefix="team")


def lists() -> dict[str, Any]:
    """Return the rows of list, filters and pages."""
    money = typography.money
    columns = [
        Column(t("Référence", "Reference"), sort="reference"),
        Column("Start-up", sort="name"),
        Column(t("État", "State")),
        Column(t("Montant", "Amount"), sort="amount", numeric=True),
    ]
    rows = [
        ("AC-2027-01-0042", "Tikpa Hors-Ligne", t("Reçue", "Received"), money(1_500_000)),
        ("AC-2027-01-0043", "Agbélouvé Registres", t("À compléter", "To complete"), money(900_000)),
        ("AC-2027-01-0057", "Savane Cadastre", t("Retenue", "Selected"), money(2_250_000)),
    ]
    active = [
        ("region", "savanes", t("Région : Savanes", "Region: Savanes")),
        ("state", "returned", t("État : à compléter", "State: to complete")),
    ]
    labelled = [list(zip(columns, row, strict=True)) for row in rows]
    return {
        "columns": columns,
        "rows": labelled,
        "active": active,
        "page": Paginator(range(1000), 50).page(6),
    }


def records() -> dict[str, Any]:
    """Return the samples of stepper, timeline, facts, tiles, checklist and tabs."""
    return {
        "steps": [
            {"label": t("Le projet", "The project"), "url": "#", "state": "done"},
            {"label": t("L’équipe", "The team"), "url": "#", "state": "missing", "missing": t("2 réponses à compléter", "2 answers to complete")},
            {"label": t("Problème et solution", "Problem and solution"), "url": "#", "state": "todo"},
            {"label": t("Relire et envoyer", "Check and send"), "url": "", "state": "todo"},
        ],
        "history": [
            {"at": AT, "what": t("Dossier envoyé", "File sent"), "who": "Afi Mensah", "note": ""},
            {"at": AT - timedelta(days=9), "what": t("Brouillon commencé", "Draft started"), "who": "Afi Mensah", "note": t("Depuis le lieu relais de Dapaong.", "From the relay site of Dapaong.")},
        ],
        "fact_rows": [
            (t("Places", "Places"), "25"),
            (t("Subvention", "Grant"), t("jusqu’à ", "up to ") + typography.money(3_000_000)),
            (t("Durée", "Duration"), t("12 mois", "12 months")),
            (t("Frais", "Fees"), t("gratuit", "free of charge")),
        ],
        "figures": [
            {"value": typography.money(3_000_000), "label": t("accordé", "granted"), "url": "#", "note": t("convention du 2 juin", "agreement of 2 June")},
            {"value": typography.money(1_200_000), "label": t("versé", "paid"), "url": "#"},
            {"value": "42", "label": t("dossiers à lire", "files to read"), "url": "#", "note": t("le plus ancien : 6 jours", "oldest: 6 days")},
            {"value": "3", "label": t("rapports en retard", "late reports"), "tone": "danger"},
        ],
        "conditions": [
            {"label": t("Jalon 2 validé", "Milestone 2 approved"), "state": "done", "word": t("fait le 3 septembre", "done on 3 September")},
            {"label": t("Rapport du deuxième trimestre", "Second-quarter report"), "state": "waiting", "word": t("lecture par le centre", "being read by the centre"), "url": "#"},
            {"label": t("80 % des dépenses justifiées", "80% of spending justified"), "state": "missing", "word": t("à compléter", "to complete"), "url": "#", "note": t("Il manque 145 000 F CFA de reçus.", "Receipts for XOF 145,000 are missing.")},
            {"label": t("Compte vérifié", "Account checked"), "state": "blocked", "word": t("suspendu", "blocked")},
            {"label": t("Déclaration", "Declaration"), "state": "todo"},
        ],
        "tab_items": [
            {"label": t("À traiter", "To do"), "url": "#", "current": True, "count": 42},
            {"label": t("Candidatures", "Applications"), "url": "#", "count": 197},
            {"label": t("Décisions", "Decisions"), "url": "#"},
        ],
    }  # fmt: skip


def samples() -> dict[str, Any]:
    """Return everything the style guide's template needs."""
    return {
        "t": {"at": AT, "closes_at": CLOSES},
        "icons": list(ICONS), "tones": badges.TONES, "contrasts": contrast.figures(), "score_words": score_words(),
        "form": SampleForm(initial={"title": "Tikpa Hors-Ligne", "amount": 1_500_000, "mode": "person"}),
        "bad_form": filled_form(), "team": rowset(), **styleguide_forms.samples(), **lists(), **records(),
        "chart_samples": styleguide_charts.samples(),
    }  # fmt: skip
