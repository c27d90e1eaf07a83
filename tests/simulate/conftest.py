"""One simulated history of each sample shop, shared by the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from opslib.simulate import __main__ as command
from opslib.simulate import history as past
from opslib.simulate import samples, shop
from opslib.simulate.history import History

# Short samples reach into the month before, so that there are two files of each monthly kind.
SHORT = 22


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sample shops with their last 22 days, as the command writes them."""
    out = tmp_path_factory.mktemp("samples")
    assert command.main(["--out", str(out), "--days", str(SHORT)]) == 0
    return out


@pytest.fixture(scope="session")
def cotton() -> History:
    return past.live(samples.cotton(), samples.SEED)


@pytest.fixture(scope="session")
def cotton_facts(cotton: History) -> dict[str, pd.DataFrame]:
    return shop.frames(cotton)


@pytest.fixture(scope="session")
def abroad() -> History:
    return past.live(samples.demo_alibaba(), samples.SEED)


@pytest.fixture(scope="session")
def abroad_facts(abroad: History) -> dict[str, pd.DataFrame]:
    return shop.frames(abroad)


@pytest.fixture(scope="session")
def cotton_ledger(cotton: History) -> pd.DataFrame:
    return shop.ledger(samples.cotton(), samples.SEED, cotton).set_index("id")
