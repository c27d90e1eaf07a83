"""One simulated shop lived through again: the real review of each morning, and what it said."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from ..shop import open_shop
from ..workspace import Workspace
from .alarm import Alarm, from_finding
from .knowledge import Feed

SHOP = "simulated"


def replay(
    platform: str, facts: dict[str, pa.Table], first: date, last: date
) -> dict[date, list[Alarm]]:
    """What does the daily review find on each day from `first` to `last`, most money first?

    facts: the whole shop's tables, as `simulate_facts` gives them. Each morning the store gets
    the rows of one more day; then the review is asked as the notebook asks it.
    """
    found: dict[date, list[Alarm]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workspace = Workspace.init(Path(folder) / "shop", platform=platform, shop=SHOP)
        feed = Feed(workspace.store, SHOP, platform, facts)
        for back in range((last - first).days, -1, -1):
            day = last - timedelta(days=back)
            feed.morning_after(day)
            shop = open_shop(workspace.root, as_of=day)
            found[day] = [from_finding(f) for f in shop.review.findings]
            shop.con.close()
    return found
