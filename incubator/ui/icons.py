"""The icons: a stroke drawing per name on a 24 × 24 grid, written into the page: no request."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "home": '<path d="M3 11.5 12 4l9 7.5"/><path d="M5.5 10v10h13V10"/><path d="M10 20v-6h4v6"/>',
    "calls": '<path d="M4 10v4l11 5V5L4 10Z"/><path d="M15 9.5a3 3 0 0 1 0 5"/><path d="M7 15.5V20h3v-3"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/><path d="M9 12h6M9 16h6"/>',
    "team": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0"/>'
    '<path d="M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "alert": '<path d="M12 4 2.5 20h19L12 4Z"/><path d="M12 10v4.5"/><path d="M12 17.4v.1"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5"/><path d="M12 7.6v.1"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "phone": '<path d="M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2'
    'A17 17 0 0 1 4 5.7 2 2 0 0 1 6 3.5Z"/>',
    "whatsapp": '<path d="M12 3.5a8.5 8.5 0 0 0-7.3 12.8L3.5 20.5l4.3-1.1A8.5 8.5 0 1 0 12 3.5Z"/>'
    '<path d="M8.5 10.5h7M8.5 13.5h4.5"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10.5h16M8.5 3v4M15.5 3v4"/>',
    "money": '<rect x="2.5" y="6" width="19" height="12" rx="2"/><circle cx="12" cy="12" r="2.8"/>'
    '<path d="M6 9.5v5M18 9.5v5"/>',
    "milestone": '<path d="M6 21V4"/><path d="M6 4.5h11.5L15 8.5l2.5 4H6"/>',
    "report": '<path d="M4 20h16"/><path d="M6.5 20v-6M12 20V5M17.5 20v-9"/>',
    "mentor": '<path d="M3.5 5h12v8.5H9L5.5 17v-3.5h-2z"/><path d="M18.5 9.5h2V18h-2v3L15 18h-4.5v-1.5"/>',
    "download": '<path d="M12 4v11"/><path d="m7.5 11 4.5 4.5 4.5-4.5"/><path d="M4.5 20h15"/>',
    "upload": '<path d="M12 16V5"/><path d="M7.5 9 12 4.5 16.5 9"/><path d="M4.5 20h15"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "filter": '<path d="M4 6.5h16M7 12h10M10 17.5h4"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "user": '<circle cx="12" cy="8.5" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>',
    "arrow-right": '<path d="M4.5 12h15"/><path d="m13.5 6 6 6-6 6"/>',
    "arrow-left": '<path d="M19.5 12h-15"/><path d="m10.5 6-6 6 6 6"/>',
    "external": '<path d="M13.5 4.5h6v6"/><path d="m19.5 4.5-9 9"/><path d="M18 14v5.5H4.5V6H10"/>',
    "trash": '<path d="M4.5 6.5h15M9 6.5v-3h6v3"/><path d="m6 6.5 1 14h10l1-14M10 11v5.5M14 11v5.5"/>',
    "edit": '<path d="m4.5 19.5 1-4.5L16 4.5l3.5 3.5L9 18.5l-4.5 1Z"/><path d="m13.5 7 3.5 3.5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/>'
    '<circle cx="12" cy="12" r="3"/>',
    "print": '<path d="M7 9V3.5h10V9"/><path d="M7 17H3.5V9h17v8H17"/><path d="M7 14h10v6.5H7z"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.3 9.3A2.8 2.8 0 1 1 12 13v1M12 17.2v.1"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 6 5 12 0 18M12 3c-5 6-5 12 0 18"/>',
    "leaf": '<path d="M5 19C4 10 9 4.5 20 4c.5 11-5 16-13 14"/><path d="M4 21c2-5 5-8.5 10-11"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10 21h4"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="17" r="2"/>',
    "logout": '<path d="M10 4H5v16h5"/><path d="M10 12h10.5"/><path d="m16.5 8 4 4-4 4"/>',
}


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon: hidden from screen readers unless it has a label of its own."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - the table above, nothing typed by anyone
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing
        )
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)
