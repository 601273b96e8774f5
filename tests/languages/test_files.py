"""Why a file can't be used is kept in English and told in the language of who reads it."""

import pytest

from barter.kernel.files.sniff import type_words
from barter.kernel.languages import spoken
from content.limits import limits_words
from content.processing import refusals

FACTS = {"type": "a PDF", "size_bytes": 10, "limit": 25_000_000, "width": 100, "height": 90, "duration_ms": 301_000}


@pytest.mark.parametrize("code", refusals.CODES)
def test_each_reason_is_told_in_the_readers_language(db: None, pseudo: str, code: str) -> None:
    kept = refusals.sentence(code, FACTS)

    assert refusals.told(kept) == kept
    with spoken(pseudo):
        assert refusals.sentence(code, FACTS) == kept
        assert refusals.told(kept).startswith("⟦")
        assert refusals.told_of_version(f"“a: b.mp4”: {kept}").startswith("“a: b.mp4”: ⟦")


def test_the_value_in_a_reason_is_told_too_and_other_words_stay(pseudo: str) -> None:
    with spoken(pseudo):
        told = refusals.told("This file is a PDF. We take JPEG.")
        assert (told, refusals.told("Seen by a person.")) == (
            "⟦This file is ⟦a PDF⟧. We take JPEG.⟧",
            "Seen by a person.",
        )
        assert refusals.told_of_version("Seen by a person.") == "Seen by a person."
        rare = refusals.told(refusals.sentence("wrong_type", {"type": type_words("image/bmp")}))
        assert rare.startswith("⟦This file is ⟦of type image/bmp⟧.")


def test_sizes_are_told_with_the_readers_units(db: None, pseudo: str) -> None:
    kept = refusals.sentence("too_large", {"size_bytes": 25_400_000, "limit": 25_000_000})

    assert kept == "This file has 25.4 MB, the most is 25 MB."
    with spoken(pseudo):
        assert refusals.told(kept).count("MB⟧") == 2
        assert "up to ⟦2 GB⟧" in limits_words()
