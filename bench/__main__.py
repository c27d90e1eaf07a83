"""`python -m bench [--rows 10M] [--rounds 5] [--only store,metrics,imports,report,words]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import data, queries, writing
from .timing import Row, show

PARTS = ("store", "metrics", "imports", "report", "words")


def _number(text: str) -> int:
    unit = {"k": 1_000, "m": 1_000_000}.get(text[-1].lower(), 1)
    return int(float(text.rstrip("kKmM")) * unit)


def _part(name: str, folder: Path, rows: int, rounds: int) -> list[Row]:
    if name == "store":
        return [*writing.reimport(rounds), *writing.safety()]
    if name == "metrics":
        store = data.build(folder, rows)
        return [*writing.opening(store, rounds), *queries.run(store, rounds)]
    if name == "imports":
        from . import imports

        return imports.run(rounds)
    if name == "words":
        from . import weekly

        return weekly.run(folder)
    from . import reports

    return reports.run(rounds)


def main() -> None:
    """Build what is needed, run the parts, print the table; no bar decides the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=_number, default=10_000_000, help="product rows, e.g. 100M")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs per line")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas")
    parser.add_argument("--folder", type=Path, default=Path("bench_data"), help="kept between runs")
    asked = parser.parse_args()
    found: list[Row] = []
    for name in asked.only.split(","):
        if name not in PARTS:
            parser.error(f"no part called {name}; there are {', '.join(PARTS)}")
        print(f"{name} ...", flush=True)
        found += _part(name, asked.folder, asked.rows, max(5, asked.rounds))
    print(show(found))


if __name__ == "__main__":
    main()
