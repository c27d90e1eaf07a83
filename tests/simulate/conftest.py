"""One simulated history of each sample shop, shared by the tests of this room."""

from __future__ import annotations

import pandas as pd
import pytest

from opslib.simulate import history as past
from opslib.simulate import samples, shop
from opslib.simulate.history import History


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
