"""The scan that decides whether a page stands alone."""

from __future__ import annotations

import pytest

from opslib.run.scan import loading_urls

X = "https://example.com/x"


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{X}'>",
        f"<img srcset='data:image/png;base64,AA 1x, {X} 2x'>",
        "<img src='../x.png'>",
        "<script src=''></script>",
        f"<script>fetch('{X}')</script>",
        "<script type=module>import('./x.js')</script>",
        f"<link rel=stylesheet href='{X}'>",
        f"<style>@import '{X}';</style>",
        f"<style>p{{background:url({X})}}</style>",
        f"<p style='background:url({X})'>",
        f"<svg><image href='{X}'/></svg>",
        f"<svg><use xlink:href='{X}#a'/></svg>",
        f"<svg><rect fill='url({X}#a)'/></svg>",
        f"<iframe src='{X}'></iframe>",
        f"<iframe srcdoc='<img src={X}>'></iframe>",
        f"<object data='{X}'></object>",
        f"<video poster='{X}'></video>",
        f"<base href='{X}'>",
        f"<meta http-equiv=refresh content='0;url={X}'>",
        f"<form action='{X}'>",
        "<img src='//example.com/x'>",
    ],
)
def test_everything_that_loads_is_found(html: str) -> None:
    """The page would call home, or show a hole offline."""
    assert loading_urls(html) != []


@pytest.mark.parametrize(
    "html",
    [
        f"<a href='{X}'>read more</a>",
        "<img src='data:image/png;base64,AAAA' alt=''>",
        "<svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/><rect fill='url(#g)'/></svg>",
        f"<p>see {X} or url({X})</p>",
        "<style>p{background:url(data:image/png;base64,AA==)}</style>",
        "<script>document.title = 'x'</script>",
    ],
)
def test_what_only_a_click_follows_is_fine(html: str) -> None:
    """A harmless link or picture would stop the morning's report."""
    assert loading_urls(html) == []
