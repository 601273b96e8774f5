"""A brief may never require a positive opinion, and it says how advertising is marked."""

import pytest

from deals.brief import Line, problems_of

AD = Line("disclosure", "#ad in the first line")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("must_say", "I love this serum"),
        ("must_say", "My new favourite serum"),
        ("must_say", "The best serum I've ever used"),
        ("must_say", "We recommend it to everybody"),
        ("must_show", "Write a positive review"),
        ("must_show", "Leave a 5 star rating"),
        ("must_show", "A five-star review on our page"),
        ("must_show", "Only say nice things"),
        ("must_show", "Say how much you love it"),
        ("must_show", "Say that you love the taste"),
        ("must_show", "Your review should be positive"),
        ("must_show", "Never criticise the product"),
        ("must_show", "No negative words about us"),
        ("must_show", "Be positive about the brand"),
        ("must_show", "Recommend it to your followers"),
        ("must_say", "Please GIVE us FIVE STARS"),
        ("dont", "Negative opinions"),
        ("dont", "Criticism of the packaging"),
        ("dont", "Complain about the smell"),
    ],
)
def test_refuses_a_demand_for_praise(kind: str, text: str) -> None:
    problems = problems_of([Line(kind, text), AD])
    assert len(problems) == 1
    assert text in problems[0]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("must_say", "Your honest opinion after a week"),
        ("must_say", "The serum is vegan and made in Utrecht"),
        ("must_say", "What you like and what you don't"),
        ("must_say", "Best before date and batch number"),
        ("must_show", "Good light and a tidy table"),
        ("must_show", "Positive and negative sides alike"),
        ("must_show", "Show the product in a nice place"),
        ("dont", "Bad language"),
        ("dont", "Medical claims"),
        ("dont", "Promise perfect skin"),
        ("hashtag", "#lovethisserum"),
        ("link", "https://velda.example/best"),
    ],
)
def test_lets_honest_briefs_pass(kind: str, text: str) -> None:
    assert problems_of([Line(kind, text), AD]) == []


def test_wants_a_disclosure() -> None:
    assert len(problems_of([Line("must_show", "The bottle")])) == 1
    assert problems_of([AD]) == []


@pytest.mark.parametrize(
    "text", ["thanks", "Say thank you to us", "#veldalovers", "In the first line", "Read our blog"]
)
def test_refuses_a_mark_that_does_not_say_advertising(text: str) -> None:
    problems = problems_of([Line("disclosure", text)])
    assert len(problems) == 1
    assert text in problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "#ad", "Ad, in the first line", "#velda_ad", "Mark the post as advertising", "Paid partnership", "Sponsored by us",
        "Werbung", "#Anzeige", "bezahlte Partnerschaft", "Publicité", "Collaboration commerciale", "#pub", "#adv",
        "Pubblicità", "Publicidad", "Publicidade", "#publi", "patrocinado", "Reclame", "advertentie", "reklama", "Reklām",
        "reklaam", "annons", "Mainos", "hirdetés", "Реклама", "διαφήμιση", "広告", "#PR", "إعلان", "פרסומת",
    ],
)  # fmt: skip
def test_knows_advertising_in_the_languages_of_creators(text: str) -> None:
    assert problems_of([Line("disclosure", text)]) == []
