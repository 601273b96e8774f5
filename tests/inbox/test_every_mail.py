"""Every mail the product sends, held against the design's section 12."""

import re
from datetime import UTC, datetime
from email.utils import getaddresses
from html import unescape

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import User
from inbox import samples
from inbox.kinds import KINDS, TOPICS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
READER = User(pk=0, email="reader@example.com", language="en", time_zone="Europe/Riga")
LARGEST_BYTES = 100_000
WIDEST_PX = 560
# What has a colour of its own in the light must have one in the dark; these have the same in both.
_SAME_IN_BOTH = ("#FFB81C", "#C43086")


def _html(letter: EmailMultiAlternatives) -> str:
    ((content, kind),) = [(part[0], part[1]) for part in letter.alternatives]
    assert kind == "text/html"
    return str(content)


def _problems(name: str, letter: EmailMultiAlternatives) -> list[str]:
    html, text = _html(letter), str(letter.body)
    is_code = "m-sunken m-text" in html
    found = [*_of_the_head(name, letter), *_of_the_action(letter, html, text), *_of_the_look(html)]
    if not is_code and letter.subject not in text:
        found.append("the plain text lacks the status sentence")
    shown = html.split("</h1>")[1].split('<a class="m-btn"')[0].split('<td class="m-muted"')[0]
    for word in dict.fromkeys(re.findall(r"[^\W\d_]{4,}", unescape(re.sub(r"<[^>]+>", " ", shown)))):
        if word not in text:
            found.append(f"the plain text lacks {word!r}")
    if re.search(r"</?\w+>|&\w+;|\n{4,}|\{\w+\}", text):
        found.append("tags, entities, holes or gaps in the plain text")
    return found


def _of_the_head(name: str, letter: EmailMultiAlternatives) -> list[str]:
    found = []
    news = name.removesuffix(".many") in KINDS or name == samples.DIGEST
    has_way_off = letter.extra_headers.get("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    if has_way_off != news or ("List-Unsubscribe" in letter.extra_headers) != news:
        found.append("a way to turn it off is missing, or stands where there is none")
    if news and not letter.extra_headers["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/"):
        found.append("the way off leads elsewhere")
    if letter.attachments or len(letter.alternatives) != 1:
        found.append("an attachment, or no HTML")
    if (
        not letter.subject
        or "\n" in letter.subject
        or "!" in letter.subject
        or "{" in letter.subject
        or "  " in letter.subject
    ):
        found.append(f"subject: {letter.subject!r}")
    if letter.to != [READER.email]:
        found.append("the wrong receiver")
    others = [address for _, address in getaddresses(re.findall(r"[\w.]+@[\w.]+", _html(letter))) if address]
    if others and news:
        found.append(f"an address in it: {others}")
    return found


def _of_the_action(letter: EmailMultiAlternatives, html: str, text: str) -> list[str]:
    buttons = re.findall(r'<a class="m-btn" href="([^"]+)"[^>]*>([^<]+)</a>', html)
    has_code = "m-sunken m-text" in html
    if len(buttons) + has_code != 1 and "account is deleted" not in letter.subject:
        return [f"{len(buttons)} actions"]
    found = []
    for url, label in buttons:
        plain = unescape(url)
        if html.count(f'href="{url}"') != 2 or f">{url}</a>" not in html:
            found.append("no plain link below the button")
        if text.count(plain) != 1 or f"{unescape(label)}:\n{plain}\n" not in text:
            found.append("the action stands differently in the plain text")
        if not plain.startswith(settings.SITE_URL):
            found.append("the action leads elsewhere")
    return found


def _of_the_look(html: str) -> list[str]:
    found = []
    if len(html.encode()) > LARGEST_BYTES:
        found.append("too large")
    if f"max-width:{WIDEST_PX}px" not in html or '<meta name="color-scheme" content="light dark">' not in html:
        found.append("no width or no dark colours")
    if any(int(width) > WIDEST_PX for width in re.findall(r'width[=:]"?(\d+)(?!%|\d)', html)):
        found.append("wider than the column")
    if (
        any("alt=" not in image for image in re.findall(r"<img[^>]*>", html))
        or "<script" in html
        or "http-equiv" in html
    ):
        found.append("a picture without words, or a script")
    dark = html.split("prefers-color-scheme: dark")[1]
    for tag in re.findall(r"<\w+[^>]*style=\"[^\"]*(?:background|color):#[^>]*>", html):
        classes = re.findall(r"m-[\w-]+", (re.search(r'class="([^"]*)"', tag) or ["", ""])[1])
        if not any(f".{one} {{" in dark for one in classes) and not any(same in tag for same in _SAME_IN_BOTH):
            found.append(f"no colour in the dark: {tag[:80]}")
    for font in re.findall(r"font:[^;\"]*", html):
        if "Arial" not in font and "monospace" not in font:
            found.append(f"a font without a fallback: {font}")
    return found


def test_every_mail_keeps_the_rules_of_the_design() -> None:
    wrong = []
    for name in samples.names():
        letter = samples.letter(name, READER, AT)
        wrong += [f"{name}: {problem}" for problem in dict.fromkeys(_problems(name, letter))]
    assert not wrong, "\n".join(wrong)


def test_every_kind_that_goes_out_as_a_mail_is_among_them() -> None:
    names = set(samples.names())
    assert {name for name, kind in KINDS.items() if kind.mail} <= names
    assert {sample.about for sample in samples.samples(AT)} <= {*map(str, TOPICS), "digest", "invitation", "signing in"}


def test_a_mail_about_a_deal_has_both_halves_in_both_parts() -> None:
    for name, label in (("accepted", "You get"), ("application_received", "They get")):
        letter = samples.letter(name, READER, AT)
        for part in (_html(letter), str(letter.body)):
            assert label in part
            assert "worth €68" in part
            assert "1 Instagram video, 3 photos" in part


def test_every_mail_speaks_the_language_of_its_reader(pseudo: str) -> None:
    reader = User(pk=0, email="reader@example.com", language=pseudo, time_zone="UTC")
    for name in samples.names():
        letter = samples.letter(name, reader, AT)
        assert "⟦" in letter.subject, name
        assert f'lang="{pseudo}"' in _html(letter), name
