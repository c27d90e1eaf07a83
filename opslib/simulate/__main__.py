"""`python -m opslib.simulate --out data_samples --seed 2026` writes both sample shops again."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import samples


def main(argv: list[str] | None = None) -> int:
    """Write the sample shops; print their folders and sizes."""
    parser = argparse.ArgumentParser(prog="python -m opslib.simulate", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data_samples"))
    parser.add_argument("--seed", type=int, default=samples.SEED)
    parser.add_argument("--days", type=int, default=None, help="exported days (default: 15 months)")
    args = parser.parse_args(argv)
    for folder in samples.write_samples(args.out, args.seed, days=args.days):
        files = [f for f in folder.rglob("*") if f.is_file()]
        size = sum(f.stat().st_size for f in files)
        print(f"{folder}: {len(files)} files, {size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
