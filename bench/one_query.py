"""A child whose memory is watched: every metric query once, over the store given."""

from __future__ import annotations

import sys
from pathlib import Path

from opslib.store import Store

from . import queries


def main(root: str) -> None:
    """Run each of opslib's sides once."""
    store = Store(Path(root))
    for by in (None, "product"):
        queries.shop_kpis(store, by, check=False)[0]()
    for pair in (queries.movers(store, check=False), queries.sold(store)):
        pair[0]()


if __name__ == "__main__":
    main(sys.argv[1])
