"""What a file still needs before it can be sent."""

from incubator.applications.contents import Contents
from incubator.applications.models import Application
from incubator.programmes.form.completeness import Missing


def missing(application: Application) -> list[Missing]:
    """Return what keeps the file from being sent, in form order, then its documents; [] when it is
    complete.
    """
    return Contents.read(application).missing()
