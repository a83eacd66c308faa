"""Reads of the audit."""

from django.db import models

# A record that left in a table or an archive (`audit.record_export`).
EXPORTED = "row.export"
# What is written down of readings; the middleware writes the others (`accounts/middleware.py`).
READINGS = ("file.read", "page.read", EXPORTED)
# The records whose people may read who read them (`portal/personal/readings.py`).
OF_PEOPLE = frozenset({"application", "startup", "session", "user"})


class EventQuerySet(models.QuerySet):
    """Audit rows."""

    gate = "Read with the record; the whole log by administrators alone."

    def of(self, thing: models.Model) -> "EventQuerySet":
        """Keep what was done to one record, oldest first, with its actors: who read it is no part of its history."""
        found = self.filter(subject_type=subject_type(thing), subject_id=thing.pk)
        return found.exclude(verb__in=READINGS).select_related("actor")

    def visible_to(self, user: object) -> "EventQuerySet":
        """Whoever may see a record may see its history; the whole log is for administrators (asked by the page)."""
        return self


def subject_type(thing: models.Model) -> str:
    """Return the word the audit uses for a record: its lower-case model name."""
    return thing._meta.model_name or ""
