import pytest

from barter.kernel.text import plain_name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u202egnp.exe", "gnp.exe"),
        ("  Velda \u2066\n Skin\u2069 ", "Velda Skin"),
        ("\u200b\u2060\ufeff", ""),
        ("\u200d \u200c", ""),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("Zoë 👩\u200d🍳", "Zoë 👩\u200d🍳"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("=cmd|' /C'!A0", "=cmd|' /C'!A0"),
    ],
)
def test_a_name_shows_all_there_is_of_it(typed: str, shown: str) -> None:
    assert plain_name(typed) == shown
