"""Does a page stand alone? Finds whatever a browser would load from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LOADING = {"src", "srcset", "poster", "background", "data", "xlink:href", "action", "formaction"}
_FETCHING_HREF = {"link", "image", "use", "feimage", "base", "script", "mpath"}
_CSS = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
# In a script: an address, a way to fetch, or a module from elsewhere.
_SCRIPT = re.compile(
    r"https?:|\bfetch\s*\(|\bimport\s*\(|\bfrom\s+['\"]|XMLHttpRequest|WebSocket|sendBeacon"
)


class _Scan(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("style", "script") else ""
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name in _LOADING or (name == "href" and tag in _FETCHING_HREF):
                self.note(*(value.split(",") if name == "srcset" else [value]))
            elif name == "style" or value.lstrip().lower().startswith("url("):
                self.css(value)
            elif name == "srcdoc":
                self.found += loading_urls(value)
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.note(*_REFRESH.findall(values.get("content", "")))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "style":
            self.css(data)
        elif self.inside == "script":
            self.found += _SCRIPT.findall(data)

    def note(self, *urls: str) -> None:
        """Keep the addresses that are neither inline data nor a place in this page."""
        self.found += [u.strip() for u in urls if not u.strip().lower().startswith(("data:", "#"))]

    def css(self, text: str) -> None:
        """Keep the addresses that a style would load."""
        self.note(*(a or b for a, b in _CSS.findall(text)))


def loading_urls(html: str) -> list[str]:
    """Which addresses would a browser load to show this page? Empty for a page that stands alone.

    Links that are only followed on a click do not count; inline `data:` and `#places` neither.
    An empty `src` counts: the browser then loads the page itself once more.
    """
    scan = _Scan()
    scan.feed(html)
    scan.close()
    return scan.found
