"""Is an answering rival found, an independent one let be?

python -m tests.competition.measure_firsts
"""

from __future__ import annotations

import pandas as pd

from opslib.competition import who_moved_first

from .move_worlds import draw


def measure(seeds: range, reply: float, **world: float) -> pd.DataFrame:
    """Rows of `who_moved_first` over drawn years."""
    return pd.concat(
        [who_moved_first(*draw(seed, reply, **world)) for seed in seeds],  # type: ignore[arg-type]
        ignore_index=True,
    )


if __name__ == "__main__":
    for moves in (12, 20):
        for reply in (0.0, 0.7):
            rows = measure(range(2600, 2630), reply, moves=moves)
            told = rows[rows["reply"].notna()]
            lag = rows[rows["lag"].notna()]
            print(
                moves, reply,
                "they follow", rows["verdict"].isin(["they_follow", "both"]).mean(),
                "we follow", rows["verdict"].isin(["we_follow", "both"]).mean(),
                "neither", rows["verdict"].eq("neither").mean(),
                "share held", (told["reply_lo"].le(reply) & told["reply_hi"].ge(reply)).mean(),
                f"reply {told['reply'].median():.2f} answer {rows['answer'].median():.2f}",
                f"lag {lag['lag'].median():.1f}",
                f"held {(lag['lag_lo'].le(9) & lag['lag_hi'].ge(9)).mean():.2f}",
            )  # fmt: skip
