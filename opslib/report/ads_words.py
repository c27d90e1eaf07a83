"""What the page says of advertising by itself, in both languages."""

from __future__ import annotations

from ..labels import Label

L = Label
FILLING = L("还会补进", "still filling up")
FILLING_PLANS = L(
    "线索、线索成本和投产：点击后几天才成交的会补记到点击那天，最近 {n} 天还不完整，不与上期比。",
    "Leads, cost per lead and return: orders that come days after a click are added to the day of "
    "the click, so the last {n} days are not complete and are compared with nothing.",
)
