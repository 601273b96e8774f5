"""A refusal names the state in the reader's language."""

import pytest

from barter.kernel.errors import WrongState
from barter.kernel.languages import spoken
from barter.kernel.timeline import stateful_models

pytestmark = pytest.mark.usefixtures("pseudo")


def test_every_state_has_a_word_inside_a_sentence() -> None:
    states = sorted({str(state) for model in stateful_models() for state in model.machine.states})

    assert len(states) > 50
    with spoken("de"):
        for state in states:
            words = state.replace("_", " ")
            assert f"“⟦{words}⟧”" in WrongState(state=state).detail


def test_in_english_it_is_the_plain_word() -> None:
    assert "it is now “to ship”," in WrongState(state="to_ship").detail
    assert "it is now “Never heard”," in WrongState(state="Never heard").detail
