"""The annual marketing calendar: one shop's year planned, checked, judged and shown.

`Year` gathers the shop's activities, events and facts; `opslib.events` plans and
`opslib.campaigns` judges, and know no shop. `show` lays it out for the notebook, `findings` turns
it into what is to be done, `trace` answers `opslib why`.
"""

from .trace import year_answer
from .year import Year

__all__ = ["Year", "year_answer"]
