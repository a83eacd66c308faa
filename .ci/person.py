"""A person in front of the demonstration, as simply as can be: signs in with the known password and acts."""

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request


class Person:
    """One browser: its cookies, the last page, and how long the longest act took."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser, self.page, self.longest, self.acts = urllib.request.build_opener(jar), "", 0.0, 0

    def open(self, path: str, fields: dict[str, str] | None = None) -> None:
        """Open a page, or send fields to it with the token of the page in front."""
        if fields is not None:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page).group(1)
            fields = {**fields, "csrfmiddlewaretoken": token}
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        began = time.monotonic()
        with self.browser.open(
            self.address + path, data, timeout=60
        ) as answer:  # an error of the server is raised
            self.page = answer.read().decode()
        self.longest, self.acts = max(self.longest, time.monotonic() - began), self.acts + (data is not None)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/login/")
        self.open("/login/", {"contact": email, "device": "mine", "next": ""})
        self.open("/login/code/", {"username": email, "password": password})

    def act(self) -> None:
        """Change something of one's own: the language of letters."""
        self.open("/account/")
        self.open("/account/language/", {"language": ("fr", "en")[self.acts % 2], "next": "/account/"})
