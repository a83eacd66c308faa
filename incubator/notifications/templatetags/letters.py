"""The text of a letter on a page: its links are those that left with it."""

from django import template

from incubator.notifications import links

register = template.Library()
register.filter("links_of_a_letter", links.linked)
