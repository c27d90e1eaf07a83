"""Who does what: names from shop.toml stand on the page, and the register's own names stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opslib.actions import Proposal, merged
from opslib.actions.owners import owners
from opslib.errors import DeclarationError
from opslib.labels import speaking
from opslib.workspace import Workspace

WEEK = (date(2026, 11, 9), date(2026, 11, 15))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Workspace.init(tmp_path / "w", platform="1688", shop="my_shop")
    return tmp_path / "w"


def named(root: Path, text: str) -> None:
    file = root / "shop.toml"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def raised(**given: str) -> Proposal:
    return Proposal("weekly", "word_raise.0a", "keyword", "vest", "raise the bid", **given)


def test_a_rule_goes_before_what_it_is_about_and_that_before_all(root: Path) -> None:
    """Bids are the advertiser's work, whoever else looks after the shop."""
    named(root, '\n[owners]\nall = "Wang"\nkeyword = "Li"\nword_lower = "Zhao"\n')
    found = owners(root, "my_shop")
    assert found.of("word_lower", "keyword") == "Zhao"
    assert found.of("word_raise", "keyword") == "Li"
    assert found.of("budget_move", "plan") == "Wang"


def test_a_shops_own_names_go_before_those_of_all_shops(root: Path) -> None:
    """An agency's shops have one owner each."""
    named(root, '[shop.owners]\nall = "Chen"\n\n[owners]\nall = "Wang"\nplan = "Sun"\n')
    found = owners(root, "my_shop")
    assert found.of("word_raise", "keyword") == "Chen" and found.of("budget_move", "plan") == "Sun"
    assert owners(root, "other").of("word_raise", "keyword") == "Wang"


def test_the_rules_file_may_name_an_owner(root: Path) -> None:
    """Whoever sets a rule's threshold may say in the same block whose work it is."""
    file = root / "rules" / "promotion.toml"
    file.write_text('[[kind]]\nid = "word_raise"\nowner = "Qian"\n', encoding="utf-8")
    named(root, '\n[owners]\nkeyword = "Li"\n')
    assert owners(root, "my_shop").of("word_raise", "keyword") == "Qian"


def test_without_names_nobody_is_named(root: Path) -> None:
    """A name out of the air would be worse than an empty cell."""
    assert owners(root, "my_shop").given([raised()]) == [raised()]


def test_a_misspelt_key_is_refused_with_the_nearest(root: Path) -> None:
    """An owner whom nobody ever sees named would not know."""
    named(root, '\n[owners]\nkeywrd = "Li"\n')
    with speaking("en"), pytest.raises(DeclarationError) as fault:
        owners(root, "my_shop")
    assert "keyword" in str(fault.value) and "shop.toml:" in str(fault.value)


def test_a_name_in_the_register_stays_when_the_week_asks_again() -> None:
    """The operator gave the work to somebody else; shop.toml must not take it back."""
    kept, asked = merged([], [raised(owner="Li")], WEEK)
    assert [a.owner for a in asked] == ["Li"]
    from dataclasses import replace

    by_hand = [replace(kept[0], owner="Zhou")]
    _, again = merged(by_hand, [raised(owner="Li")], WEEK)
    assert [a.owner for a in again] == ["Zhou"]
    _, filled = merged([replace(kept[0], owner="")], [raised(owner="Li")], WEEK)
    assert [a.owner for a in filled] == ["Li"]
