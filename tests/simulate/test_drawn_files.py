"""`opslib simulate` draws shops onto disk, with the truth beside them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import opslib.cli  # noqa: F401  (fills `app`)
from opslib.cli.app import app
from opslib.errors import ParameterError, UnknownName
from opslib.simulate.draws import KINDS

WORDS = ["simulate", "--seed", "4", "--days", "30", "--platform", "1688"]


def call(*words: str):
    return CliRunner().invoke(app, [*WORDS, *words])


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("drawn")
    planted = ("--with", "duplicated_days", "--with", "word_action", "--with", "price_move")
    told = call("--out", str(out), "--shops", "2", *planted)
    assert told.exit_code == 0, told.output
    return out


def test_each_shop_has_its_folder_and_its_truth(made):
    """A course or a scorecard needs exports and answers side by side, shop by shop."""
    assert sorted(p.name for p in made.iterdir()) == ["drawn4", "drawn5"]
    for folder in made.iterdir():
        truth = folder / "truth"
        assert pd.read_csv(truth / "causes.csv")["kind"].tolist() == [
            "duplicated_days",
            "word_action",
            "price_move",
        ]
        assert pd.read_csv(truth / "actions.csv")["true_effect"].between(0.7, 1.7).all()
        moves = pd.read_csv(truth / "rival_moves.csv", keep_default_na=False)
        assert (moves["before"] != moves["after"]).all()
        by_day = pd.read_csv(truth / "effect_by_day.csv")
        assert set(by_day["id"]) <= {"word_action", "price_move"}
        assert len(list((folder / "inbox").glob("核心看板_*~*.xlsx"))) == 1


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--out", "x", "--with", "stockout"), UnknownName),
        (("--out", "x", "--shops", "0"), ParameterError),
        (("--out", "x", "--days", "99999"), ParameterError),
        (("--out", "x", "--bad-files"), ParameterError),
        ((), ParameterError),
    ],
)
def test_what_cannot_be_drawn_is_told_before_anything_is_written(
    words, error, tmp_path, monkeypatch
):
    """A wrong word must not leave half a shop behind."""
    monkeypatch.chdir(tmp_path)
    told = call(*words)
    assert isinstance(told.exception, error)
    assert list(tmp_path.iterdir()) == []


def test_kinds_are_listed():
    """--with takes names that nobody can guess."""
    told = call("--kinds")
    assert [line.split()[0] for line in told.output.splitlines()] == list(KINDS)
