import time

import pytest

from barter.kernel.text import as_html, given_name, plain_name, plain_paragraphs, whole_number


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


@pytest.mark.parametrize("typed", [None, "", "²", "٣", "-1", "1e3", " 1", "9" * 19, "9" * 5_000])
def test_only_plain_digits_of_a_length_that_fits_are_a_number(typed: str | None) -> None:
    assert whole_number(typed) is None


def test_a_number_is_read_whole() -> None:
    assert (whole_number("0042"), whole_number("9" * 18), whole_number("7", most_digits=1)) == (42, 10**18 - 1, 7)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Elīna Kalniņa", "Elīna"),
        ("Anne-Marie van Dijk", "Anne-Marie"),
        ("D’Arcy O’Neil", "D’Arcy"),
        ("Łukasz", "Łukasz"),
        ("The Very Long Named Kitchen of Aunt Rosamunde", "The Very Long Named Kitchen of Aunt Rosamunde"),
        ("The Kitchen", "The Kitchen"),
        ("La Cocina", "La Cocina"),
        ("Dr. Mira Ozols", "Dr. Mira Ozols"),
        ("Dr Mira Ozols", "Dr Mira Ozols"),
        ("DJ Mira", "DJ Mira"),
        ("J. Berg", "J. Berg"),
        ("Glow & Grow", "Glow & Grow"),
        ("Glow with Anna", "Glow with Anna"),
        ("studio 54", "studio 54"),
        ("@elina.films", "@elina.films"),
        ("GlowUp Life", "GlowUp Life"),
        ("王 小明", "王 小明"),
        ("  Jonas   Berg ", "Jonas"),
        ("", ""),
    ],
)
def test_only_what_looks_like_a_given_name_is_said_alone(name: str, called: str) -> None:
    assert given_name(name) == called


def test_a_text_of_nothing_but_openings_of_tags_takes_no_seconds() -> None:
    """Seen to take eleven, for a description of the longest length that is allowed."""
    began, typed = time.process_time(), "<" * 50_000
    assert as_html(typed).startswith("<p>&lt;")
    assert plain_paragraphs(typed) == typed
    assert plain_paragraphs('<p>Soft <b>skin</b>, <a href="https://a.example/?b">more</a></p>') == "Soft skin, more"
    assert time.process_time() - began < 1
