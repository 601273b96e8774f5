from django.template.loader import render_to_string


def test_a_question_without_a_field_says_nothing_else() -> None:
    words = {"id": "withdraw", "title": "Withdraw?", "words": "The brand is told.", "url": "/x/", "label": "Withdraw"}

    page = render_to_string("components/confirm.html", {**words, "field": None})

    assert "None" not in page
