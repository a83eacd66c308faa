"""Jobs of the slice."""

from celery import shared_task

from incubator.applications.assistance import assisting
from incubator.applications.casework import reminding
from incubator.applications.duplicates import finding
from incubator.applications.filling import replaced
from incubator.applications.models import Application
from incubator.applications.submission import search_words
from incubator.core import clock
from incubator.notifications import dispatch


@shared_task
def look_for_duplicates() -> int:
    """Look at the files sent since the last time; return how many pairs were found."""
    at, files = clock.now(), Application.objects.filter(pk__in=finding.waiting()).select_related("startup")
    return sum(len(finding.look(file, at=at)) for file in files)


@shared_task
def remind_agents() -> int:
    """Remind agents of assisted files that wait for a confirmation; return how many letters that made."""
    return assisting.remind(at=clock.now())


@shared_task
def remind_of_corrections() -> int:
    """Remind the teams whose corrections are due soon, or were; return how many letters left."""
    return reminding.remind(at=clock.now())


@shared_task
def let_go_of_replaced() -> int:
    """Remove documents replaced before their file was sent; return how many."""
    return replaced.let_go()


@shared_task
def keep_words() -> int:
    """Keep the words of the files sent since the last time; return how many. What is left is asked for again."""
    kept = search_words.catch_up()
    if kept >= search_words.MOST:
        dispatch.send_soon(keep_words)
    return kept
