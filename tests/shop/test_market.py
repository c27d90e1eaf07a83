"""Money, clock and holidays of a shop that is not where its platform thinks it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from opslib.errors import DeclarationError
from opslib.market import on_platform, region, shop_profile
from opslib.workspace import Workspace


def made(root: Path, own: str = "", currencies: tuple[str, ...] = ("GBP",)) -> Workspace:
    workspace = Workspace.init(root, platform="1688", shop="s")
    with (root / "shop.toml").open("a", encoding="utf-8") as file:
        file.write(own)
    rows = pa.table(
        {
            "order_id": [str(i) for i in range(len(currencies))],
            "date": [date(2026, 5, 1)] * len(currencies),
            "currency": list(currencies),
        }
    )
    workspace.store.write("order", "s", rows, columns=rows.column_names, source_file="a" * 16)
    return Workspace.open(root)


def profile_of(workspace: Workspace):
    return shop_profile(workspace, "s", workspace.store.snapshot())


def test_orders_alone_are_counted_in_their_own_currency(tmp_path: Path) -> None:
    """Money of another currency is never added: in yuan the page would show zeros."""
    workspace = made(tmp_path)
    profile = profile_of(workspace)
    assert profile.currency == "GBP"
    assert not on_platform(profile)  # and no 1688 promotion explains its peaks
    assert region(workspace, profile, "s") == ""  # nobody in Leeds works on a make-up Saturday


def test_two_currencies_leave_the_platforms_own(tmp_path: Path) -> None:
    """Which of them the shop counts in, only its owner knows."""
    profile = profile_of(made(tmp_path, currencies=("GBP", "EUR")))
    assert profile.currency == "CNY"


def test_shop_toml_has_the_last_word(tmp_path: Path) -> None:
    """Two lines without any Python."""
    own = 'currency = "EUR"\ntimezone = "Europe/London"\ncountry = "GB"\n'
    workspace = made(tmp_path, own)
    profile = profile_of(workspace)
    assert (profile.currency, profile.timezone) == ("EUR", "Europe/London")
    assert region(workspace, profile, "s") == "GB"


@pytest.mark.parametrize("line", ['currency = "pound"', 'timezone = "London"', 'country = "Leeds"'])
def test_a_word_that_means_nothing_is_refused(tmp_path: Path, line: str) -> None:
    """A typing error must not quietly become yuan, Shanghai or China."""
    with pytest.raises(DeclarationError, match=r"shop\.toml"):
        made(tmp_path, line + "\n")
