"""The action list: what reports asked to be done, what became of it, and whether it worked.

The truth is the store's table `action`; the Excel register is written from it and read back. A
report only proposes: the register is written by whoever started the run, after it ended well.
"""

from .action import STATES, Action, Proposal, from_findings, merged, this_week
from .after_run import accept_run
from .book import Actions
from .judged import panel, proposed, worked
from .record import track_record

__all__ = [
    "STATES",
    "Action",
    "Actions",
    "Proposal",
    "accept_run",
    "from_findings",
    "merged",
    "panel",
    "proposed",
    "this_week",
    "track_record",
    "worked",
]
