"""How well the effects of actions are told: `python -m tests.promotion.measure actions`.

400 actions on the worst words of the week, half without effect, in several kinds of shops; then
the actions of the truth shop (`opslib.simulate`), picked at random, a third without effect.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from opslib.promotion.effects import did_it_work
from tests.promotion.action_worlds import drawn

KINDS: dict[str, dict[str, Any]] = {
    "value, words of 2 to 300 orders a week": {},
    "orders, words of 1 to 8 a week": {"size": (1, 8), "measure": "conv"},
    "orders, 30 words, much wander": {
        "words": 30, "picked": 4, "size": (3, 100), "wander": 0.2, "measure": "conv",
    },
    "orders, large and steady words": {"size": (50, 5000), "noise": 0.1, "measure": "conv"},
}  # fmt: skip
HEAD = "kind n cover cover_null cover_real null_worked null_harmed real_worked plain_null".split()


def judged(seeds: range, **kind: Any) -> pd.DataFrame:
    """All actions of these shops with verdict and truth."""
    parts = []
    for seed in seeds:
        world = drawn(seed, **kind)
        found = did_it_work(world.actions, world.panel, world.terms)
        parts.append(found.assign(**world.actions[["true", "plain_up"]]))
    return pd.concat(parts, ignore_index=True)


def score(found: pd.DataFrame) -> dict[str, float]:
    """Shares: inside the 80 % range, called worked or harmed, and by plain before/after."""
    inside = (found["lo"] <= found["true"]) & (found["true"] <= found["hi"])
    null, real = found["true"].eq(0), found["true"].gt(0.1)
    return {
        "n": len(found),
        "cover": inside.mean(),
        "cover_null": inside[null].mean(),
        "cover_real": inside[~null].mean(),
        "null_worked": found["verdict"].eq("worked")[null].mean(),
        "null_harmed": found["verdict"].eq("harmed")[null].mean(),
        "real_worked": found["verdict"].eq("worked")[real].mean(),
        "plain_null": found["plain_up"][null].mean(),
    }


def truth_shop(seed: int, kind: str) -> pd.DataFrame:
    """The planted action of one simulated shop, judged by the rate that it moves."""
    from opslib.simulate import draws, effects
    from opslib.simulate import history as past
    from opslib.simulate.shop import frames

    spec = draws.draw_spec(seed, kinds=(kind,), days=200)
    history = past.live(spec, seed)
    told = effects.actions(spec, seed, history)
    told = told[told["date"] < spec.end - pd.Timedelta(days=14)]
    if not len(told):
        return pd.DataFrame()
    facts = frames(history)
    action = told.iloc[0]
    panel = _panel(facts, str(action["dimension"]))
    whole = {"shown": "impressions", "ctr": "clicks", "cvr": "conv"}[str(action["rate"])]
    asked = pd.DataFrame(
        {"id": [action["id"]], "subject": [str(action["member"])], "done_on": [action["date"]],
         "measure": [whole]}
    )  # fmt: skip
    terms = SimpleNamespace(as_of=spec.end, evidence=0.8)
    found = did_it_work(asked, panel, terms)
    return found.assign(true=np.log(action["true_effect"]), plain_up=False, dimension=kind)


def _panel(facts: dict[str, pd.DataFrame], dimension: str) -> pd.DataFrame:
    names = {"product": ("product_day", "item_id"), "keyword": ("keyword_day", "keyword")}
    table, key = names.get(dimension, ("ad_day", "plan"))
    rows = facts[table]
    rows = rows[rows["level"].eq("plan")] if table == "ad_day" else rows
    seen = {"impressions": "impressions", "clicks": "clicks", "conv": "pay_orders"}
    if table != "ad_day" and "clicks" not in rows:
        seen["clicks"] = "visitors"
    kept = {n: rows[c].fillna(0).astype(float) for n, c in seen.items() if c in rows}
    frame = pd.DataFrame({"date": rows["date"], "subject": rows[key].astype(str), **kept})
    return frame.groupby(["date", "subject"], as_index=False).sum()


def main() -> None:
    """Print one line a kind of shop."""
    print("\t".join(HEAD))
    for name, kind in KINDS.items():
        found = judged(range(700_000, 700_000 + 400 // kind.get("picked", 5)), **kind)
        _line(name, score(found))
    for kind in ("product_action", "word_action", "plan_action"):
        parts = [truth_shop(seed, kind) for seed in range(810_000, 810_030)]
        found = pd.concat([p for p in parts if len(p)], ignore_index=True)
        found = found[found["effect"].notna()]
        _line(f"truth shop, {kind}", score(found))


def _line(name: str, told: dict[str, float]) -> None:
    cells = [f"{told[h]:.0f}" if h == "n" else f"{told[h]:.3f}" for h in HEAD[1:]]
    print("\t".join([name, *cells]), flush=True)


if __name__ == "__main__":
    main()
