"""The weekly promotion review: one week's advertising of one shop, judged and shown.

`Weekly` gathers the facts and asks `opslib.promotion`, which knows no shop, for the judgements;
`show` lays them out for the notebook, `findings` turns them into what is to be done, `trace`
answers `opslib why`.
"""

from .trace import week_answer
from .week import Weekly

__all__ = ["Weekly", "week_answer"]
