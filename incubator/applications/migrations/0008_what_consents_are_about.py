"""Consents of before find their record by its key, who entered them, and the words that forms and pages showed."""

import hashlib
import json

from django.db import migrations

# What was shown where no form says it; by the fingerprint that was kept.
DIRECTORY = (
    "Nous acceptons que le centre montre ce profil dans son annuaire public : nom, phrase, secteur, commune, stade et"
    " site. Nous pouvons reprendre cet accord à tout moment, sur cette page.",
    "We agree that the centre shows this profile in its public directory: name, sentence, sector, commune, stage and"
    " website. We can take it back at any time, on this page.",
)
ASSISTED = (
    "La personne à mes côtés me demande de saisir sa candidature, sait à quoi elle sert, et sait que rien ne part avant"
    " sa confirmation.",
    "The person beside me asks me to enter their application, has heard what it is used for, and knows that nothing is"
    " sent before they have confirmed it.",
)


def find_records(apps, editor):
    """Find the file by its reference or its identity, the start-up by its slug."""
    consents = apps.get_model("accounts", "Consent").objects.filter(about_id=None)
    files = apps.get_model("applications", "Application").objects
    startups = apps.get_model("startups", "Startup").objects
    looks = (
        ("application", files, "reference"),
        ("application", files, "public_id"),
        ("startup", startups, "slug"),
    )
    for about, records, name in looks:
        refs = list(consents.filter(about=about).exclude(about_ref="").values_list("about_ref", flat=True).distinct())
        for start in range(0, len(refs), 500):
            wanted = {f"{name}__in": refs[start : start + 500]}
            for pk, ref in records.filter(**wanted).values_list("pk", name):
                consents.filter(about=about, about_ref=ref).update(about_id=pk)


def find_who_entered(apps, editor):
    """The audit of a consent tells who entered it."""
    consents = apps.get_model("accounts", "Consent").objects
    events = apps.get_model("workflow", "Event").objects.filter(verb="consent.give", subject_type="consent")
    for subject, actor in events.exclude(actor=None).values_list("subject_id", "actor_id").iterator(500):
        consents.filter(pk=subject).exclude(person=actor).update(entered_by=actor)


def keep_words(apps, editor):
    """Keep the words of the consents of every form, and those of the two pages that ask for one."""
    wordings = apps.get_model("accounts", "Wording")
    found = {}
    for fr, en in (DIRECTORY, ASSISTED):
        found[hashlib.sha256(fr.encode()).hexdigest()] = (fr, "")
        found[hashlib.sha256(en.encode()).hexdigest()] = ("", en)
    versions = apps.get_model("programmes", "FormVersion").objects.values_list("definition", flat=True)
    for definition in versions.iterator(20):
        for field in _consents(definition):
            pair = [field.get("label"), field.get("help")]
            told = json.dumps(pair, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            fr, en = ("\n\n".join(one[lang] for one in pair if one and one.get(lang)) for lang in ("fr", "en"))
            found[hashlib.sha256(told.encode()).hexdigest()] = (fr, en)
    wordings.objects.bulk_create(
        [wordings(fingerprint=key, text_fr=fr, text_en=en) for key, (fr, en) in found.items()],
        ignore_conflicts=True,
    )


def _consents(part):
    """Yield the consents anywhere in the definition of a form."""
    if isinstance(part, dict):
        if part.get("type") == "consent":
            yield part
        for inner in part.values():
            yield from _consents(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _consents(inner)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_consents_read_and_withdrawn"),
        ("applications", "0007_views_move_to_lists"),
        ("programmes", "0003_dropped_windows_and_kinds_of_dates"),
        ("startups", "0002_registrations_verified_by_two"),
        ("workflow", "0003_audit_read_by_time"),
    ]
    operations = [
        migrations.RunPython(find_records, migrations.RunPython.noop),
        migrations.RunPython(find_who_entered, migrations.RunPython.noop),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
    ]
