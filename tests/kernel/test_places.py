"""Countries as people say them."""

from barter.kernel.places import country_choices, country_name, is_country


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
