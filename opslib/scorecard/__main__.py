"""`python -m opslib.scorecard`: measure the review on simulated shops and write the scorecard."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .measure import measure
from .page import PAGES, make_pages
from .readme import write_readmes
from .result import load, save, shipped

SHOPS, DAYS, SEED = 8, 10, 2026


def main(arguments: list[str]) -> int:
    """Measure with these options, one line a shop to stderr; then the pages and the READMEs."""
    parser = argparse.ArgumentParser(prog="python -m opslib.scorecard", description=__doc__)
    parser.add_argument("--shops", type=int, default=SHOPS, help="shops without a cause")
    parser.add_argument("--days", type=int, default=DAYS, help="days replayed in each shop")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=shipped(), help="the scorecard's file")
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder of the pages")
    parser.add_argument("--keep", action="store_true", help="measure nothing, only show")
    chosen = parser.parse_args(arguments)
    began = time.perf_counter()
    if not chosen.keep:
        asked = (chosen.shops, chosen.days, chosen.seed)
        save(measure(*asked, _told, chosen.workers), chosen.out)
    for page in make_pages(chosen.out, chosen.pages):
        print(page)
    if chosen.out.resolve() == shipped().resolve():
        write_readmes(load())
    print(f"{time.perf_counter() - began:.0f} s")
    return 0


def _told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
