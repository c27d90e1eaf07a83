"""`python -m opslib.scorecard`: measure the review on simulated shops and write the scorecard."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .. import __version__
from ..simulate.causes import KINDS
from .measure import run
from .result import Settings, save, shipped
from .summary import summarise
from .worlds import trials

SHOPS, DAYS, SEED = 24, 10, 2026


def main(arguments: list[str]) -> int:
    """Measure with these options; prints a line a shop to stderr."""
    parser = argparse.ArgumentParser(prog="python -m opslib.scorecard", description=__doc__)
    parser.add_argument("--shops", type=int, default=SHOPS, help="shops without a cause")
    parser.add_argument("--days", type=int, default=DAYS, help="days replayed in each shop")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=shipped())
    chosen = parser.parse_args(arguments)
    began = time.perf_counter()
    settings = Settings(
        shops=chosen.shops,
        days=chosen.days,
        seed=chosen.seed,
        kinds=list(KINDS),
        version=__version__,
    )
    jobs = trials(settings.kinds, settings.shops, settings.days, settings.seed)
    done = run(jobs, lambda line: print(line, file=sys.stderr, flush=True), chosen.workers)
    save(summarise(done, settings), chosen.out)
    print(f"{len(done)} shops, {time.perf_counter() - began:.0f} s: {chosen.out.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
