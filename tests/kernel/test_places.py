"""Countries as people say them."""

from barter.kernel.languages import spoken
from barter.kernel.places import country_choices, country_name, is_country, language_choices
from creators.forms import ChannelForm
from deals.web.brand.wizard_forms import WhoStep


def test_countries_have_their_everyday_names() -> None:
    assert [country_name(code) for code in ("NL", "GB", "CZ", "US")] == [
        "Netherlands",
        "United Kingdom",
        "Czechia",
        "United States",
    ]
    assert country_name("??") == "??"


def test_the_list_holds_each_country_once_in_the_order_people_look_for_it() -> None:
    codes = [code for code, _ in country_choices()]
    names = [name for _, name in country_choices()]
    assert len(codes) == len(set(codes)) > 200
    assert all(is_country(code) for code in codes)
    assert names.index("Åland Islands") + 1 == names.index("Albania")
    assert not [name for name in names if "Kingdom of the" in name or "Republic of)" in name]


def test_languages_stand_by_their_name_in_the_readers_language() -> None:
    assert language_choices(["de", "en", "cs"]) == [("cs", "Czech"), ("en", "English"), ("de", "German")]
    with spoken("fr"):
        assert language_choices(["en", "de", "es"]) == [("de", "Allemand"), ("en", "Anglais"), ("es", "Espagnol")]
        names = [name for code, name in ChannelForm().fields["language"].choices if code]  # type: ignore[attr-defined]
        assert names[:4] == ["Allemand", "Anglais", "Arabe", "Danois"]


def test_countries_near_by_stand_by_their_name_without_its_accents() -> None:
    with spoken("fr"):
        names = [name for _, name in WhoStep(None).fields["countries"].choices]  # type: ignore[attr-defined]
    assert names.index("États-Unis") == names.index("Estonie") + 1
