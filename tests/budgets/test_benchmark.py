"""The benchmark keeps up with the product: its world can be seeded, and what it asks for is answered."""

import pytest
from pytest_django import Settings

from benchmarks.bare import statements_of
from benchmarks.scenarios import scenarios, staff_session
from benchmarks.seed import seed_deals
from deals.models import Deal
from deals.workflow import DealState


@pytest.mark.django_db
def test_every_scenario_runs_on_the_seeded_world(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = False  # as in the benchmark's own environment
    seed_deals(200)
    assert Deal.objects.filter(state=DealState.LIVE).count() == 200

    measured = scenarios(f"{settings.SESSION_COOKIE_NAME}={staff_session()}")

    assert [scenario.name for scenario in measured if not statements_of(scenario.make(8)[0])] == []
