"""The files of translations follow the code, and what is wrong in them is named."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from barter import catalogs


@pytest.fixture(scope="module")
def said() -> list[Message]:
    """Every sentence of the product; reading them takes seconds."""
    return list(catalogs.sentences(settings.BASE_DIR))


def german(*messages: tuple[object, object]) -> Catalog:
    catalog = Catalog(locale="de")
    for said, translated in messages:
        catalog.add(said, translated)
    return catalog


def project(root: Path) -> Path:
    (root / "app").mkdir()
    (root / "app" / "words.py").write_text('title = _("{brand} ships")\nnot_this = shout("Loud")\n')
    (root / "app" / "admin.py").write_text('label = _("For staff")\n')
    (root / "templates" / "deals").mkdir(parents=True)
    (root / "templates" / "deals" / "page.html").write_text(
        '{% load i18n %}{% translate "Open" context "verb" %}\n{% include "x" with lead=_("Your turn") %}\n'
        '{% plural count "1 place" "# places" %}{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}'
    )
    return root


def test_sentences_are_read_out_of_code_and_templates(tmp_path: Path) -> None:
    found = {(message.id, message.context) for message in catalogs.sentences(project(tmp_path))}

    assert found == {
        ("{brand} ships", None),
        ("Open", "verb"),
        ("Your turn", None),
        (("1 place", "# places"), None),
        ("Hello %(name)s", None),
    }


def test_a_file_keeps_what_still_holds_and_can_be_read_again(tmp_path: Path) -> None:
    known = german(("Your turn", "Du bist dran"), ("Gone", "Weg"), (("1 place", "# places"), ("# Platz", "# Plätze")))
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"

    catalogs.write(po, catalogs.brought_up_to_date(known, catalogs.sentences(project(tmp_path))))
    again = catalogs.read(po)

    assert again.get("Your turn").string == "Du bist dran"
    assert again.get(("1 place", "# places")).string == ("# Platz", "# Plätze")
    assert again.get("Gone") is None
    assert again.get("{brand} ships").string == ""
    assert "Date" not in po.read_text()
    catalogs.write(po, catalogs.brought_up_to_date(again, catalogs.sentences(tmp_path)))
    assert {line.partition(": ")[2] for line in catalogs.problems(catalogs.read(po))} == {
        "{brand} ships",
        "Hello %(name)s",
        "Open",
    }


def test_a_translation_has_the_places_of_its_sentence() -> None:
    def said(sentence: object, translated: object) -> list[str]:
        return list(catalogs.problems(german((sentence, translated))))

    assert said("{brand} ships", "{brand} verschickt") == []
    assert said("{brand} ships", "{marke} verschickt") == ["marks that are not in the sentence: {brand} ships"]
    assert said("{brand} ships", "Es geht los") == ["marks are missing: {brand} ships"]
    assert said("Read <b>it</b>", "Lies <i>es</i>") == ["marks that are not in the sentence: Read <b>it</b>"]
    assert said(("1 place", "# places"), ("ein Platz", "# Plätze")) == []
    assert said(("1 place", "# places"), ("ein Platz", "Plätze")) == ["marks are missing: 1 place"]


def test_compiling_follows_the_source(tmp_path: Path) -> None:
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    catalogs.write(po, german(("Your turn", "Du bist dran")))

    catalogs.compile_all(tmp_path)

    assert b"Du bist dran" in po.with_suffix(".mo").read_bytes()


def test_what_is_offered_is_whole(said: list[Message]) -> None:
    """Every language of the settings has every sentence of today."""
    for language in {code for code, _ in settings.LANGUAGES} & set(catalogs.LANGUAGES):
        known = catalogs.read(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po")
        assert not list(catalogs.problems(catalogs.brought_up_to_date(known, said)))


def test_no_sentence_has_two_plurals_or_one_only_sometimes(said: list[Message]) -> None:
    """A catalogue knows a sentence by its singular: one would be shown in the place of the other."""
    forms: dict[tuple[str, str | None], set[str]] = {}
    for message in said:
        one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
        forms.setdefault((one, message.context), set()).add(many)

    assert {one: found for one, found in forms.items() if len(found) > 1} == {}
