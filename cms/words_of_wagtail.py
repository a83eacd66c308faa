"""Words of Wagtail's own pages that our French catalogue says otherwise.

A catalogue of the project is asked before those of its libraries: a word named here is translated by ours. Wagtail's French
calls a language "région", which in this country is where a commune lies.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

WORDS = (
    # A language of the site.
    gettext_noop("Locale"),
    gettext_noop("Locale: "),
    gettext_noop("Locales"),
    gettext_noop("locale"),
    gettext_noop("Switch locales"),
    gettext_noop("Available in %(translations_total)s locales"),
    gettext_noop("%(locales_count)s locales"),
    gettext_noop("Successfully created %(locales)s for %(model_name)s '%(object)s'"),
    # The address of a page.
    gettext_noop("slug"),
    gettext_noop("The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/"),
    # What stands in Wagtail's French with a fault, or in English.
    gettext_noop("Status: "),
    gettext_noop("Current page status:"),
    gettext_noop("Text editing"),
    gettext_noop("Any"),
    # The house's own name for its pages.
    gettext_noop("Go to Wagtail admin"),
    gettext_noop("Wagtail %(current_version)s editor guide"),
)
DISABLED = ngettext_lazy(
    "A locale is disabled because a parent page is not translated.",
    "Some locales are disabled because some parent pages are not translated.",
)
