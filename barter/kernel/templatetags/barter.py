"""`{% load barter %}`: icons, status pills, form fields, navigation, and the product's words for money and time.

Filters that need the present read it here, at the door, and hand it to the pure functions in `words`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zlib import crc32

from django import template
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    HiddenInput,
    RadioSelect,
)
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token, token_kwargs
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel import storage
from barter.kernel.clock import now
from barter.kernel.complaints import lines_of
from barter.kernel.templatetags import navigation, words
from barter.kernel.templatetags.icons import art_svg, icon_svg
from barter.kernel.templatetags.piece import PieceNode
from barter.kernel.templatetags.status import (
    LATE_STATES,
    Perspective,
    find_status,
    state_shown,
    whole_days_late,
)
from barter.kernel.templatetags.ticket import ticket_html

register = template.Library()
TINTS = 12
_JSON_IN_HTML = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


# ---- icons ---------------------------------------------------------------------------------------------------------


class IconNode(Node):
    """An icon whose name is only known when the page is rendered."""

    def __init__(self, name: FilterExpression, options: Mapping[str, FilterExpression]) -> None:
        self.name, self.options = name, options

    def render(self, context: Context) -> SafeString:
        name = self.name.resolve(context)
        if not name:
            return SafeString("")
        values = {key: str(value.resolve(context) or "") for key, value in self.options.items()}
        return SafeString(icon_svg(str(name), css=values.get("css", ""), label=values.get("label", "")))


def _is_fixed(expression: FilterExpression) -> bool:
    """A text that is the same on every page: no variable, and not _("…"), which waits for the reader's language."""
    return not expression.filters and not hasattr(expression.var, "lookups") and not isinstance(expression.var, Promise)


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """`{% icon "shipped" css="i--s" label="…" %}`. Literal icons become plain text when the template is compiled: no cost a page."""
    bits = token.split_contents()[1:]
    if not bits:
        raise TemplateSyntaxError("icon needs a name")
    name = parser.compile_filter(bits.pop(0))
    options = token_kwargs(bits, parser)
    node = IconNode(name, options)
    if all(_is_fixed(expression) for expression in (name, *options.values())):
        return TextNode(node.render(Context()))
    return node


@register.simple_tag
def art(name: str, css: str = "") -> SafeString:
    """An inline drawing: first-trade, inbox-empty, nothing-to-review, nothing-found, rights-seal, trade, mark."""
    return SafeString(art_svg(name, css))


# ---- words ----------------------------------------------------------------------------------------------------------


@register.filter
def money(amount_minor: int | None, currency: str = "EUR") -> str:
    """`{{ deal.worth_minor|money:deal.currency }}` -> "€68"."""
    return "" if amount_minor is None else words.money_words(int(amount_minor), str(currency))


@register.filter
def day(moment: datetime | None) -> str:
    return words.day_words(moment, now()) if moment else ""


@register.filter
def short_date(moment: datetime | None) -> str:
    return words.date_words(moment, now()) if moment else ""


@register.filter
def calendar_day(moment: date | None) -> str:
    """ "Sat 22 Nov" of a date without an hour."""
    return words.calendar_words(moment) if moment else ""


@register.filter
def date_by(due_at: datetime | None) -> str:
    return words.by_words(due_at, now()) if due_at else ""


@register.filter
def waits(since: datetime | None) -> str:
    """How long somebody has waited: "waits 9 h"."""
    return _("waits {span}").format(span=words.span_words(now() - since)) if since else ""


@register.filter
def in_days(moment: datetime | None) -> str:
    return words.in_words(moment, now()) if moment else ""


@register.filter
def time_ago(moment: datetime | None) -> str:
    return words.ago_words(moment, now()) if moment else ""


register.filter("percent_words", words.percent_words)


@register.filter
def hours(count: int) -> str:
    """ "6 h", "a day", "3 days": `{{ figures.hours_to_answer|hours }}`."""
    return words.hours_words(count)


@register.filter
def duration(seconds: float | None) -> str:
    return "" if seconds is None else words.duration_words(float(seconds))


@register.filter
def tint(key: object) -> int:
    """A steady colour number 0-11 for a brand or person: `class="bc-{{ brand.public_id|tint }}"`."""
    return crc32(str(key).encode()) % TINTS


@register.filter
def initial(name: str) -> str:
    return next((letter for letter in str(name) if letter.isalnum()), "b").lower()


@register.filter
def position(part: float, whole: float) -> str:
    """`class="mark {{ seconds|position:duration }}"`: the classes that set `--at` to the share in per cent ("at t-3 u-8")."""
    share = 0 if not whole else max(0, min(100, round(100 * float(part) / float(whole))))
    return f"at t-{share // 10} u-{share % 10}"


@register.simple_tag
def store_is_away() -> bool:
    """Whether pages that show or take files have to say that they can't right now."""
    return storage.is_away()


@register.simple_tag
def plural(count: int, one: str, many: str) -> str:
    """`{% plural n "1 place" "# places" %}`: whole phrases, read out of the templates as one message with its plural."""
    return ngettext(one, many, count).replace("#", words.number_words(count))


# ---- status ---------------------------------------------------------------------------------------------------------


def _kind_and_state(subject: Any, kind: str) -> tuple[str, str]:
    if isinstance(subject, str):
        prefix, dot, state = subject.partition(".")
        return (prefix, state) if dot else (kind, subject)
    return kind or subject._meta.model_name, state_shown(subject)


def pill_html(words_shown: str, icon_name: str = "", css: str = "") -> SafeString:
    classes = f"pill pill--{css}" if css else "pill"
    drawing = SafeString(icon_svg(icon_name)) if icon_name else ""
    return format_html('<span class="{}">{}{}</span>', classes, drawing, words_shown)


@register.simple_tag
def status_pill(
    subject: Any,
    perspective: Perspective = "creator",
    due_at: datetime | None = None,
    kind: str = "collaboration",
) -> SafeString:
    """The pill of a state for one reader: `{% status_pill collaboration "brand" collaboration.due_at %}`.

    `subject` is a model object with `.state`, "deal.live", or a bare state together with `kind=`.
    A passed `due_at` in a state where somebody is late turns it into "1 day late".
    """
    model_kind = "" if not isinstance(subject, str) else kind
    found_kind, state = _kind_and_state(subject, model_kind)
    at = now()
    if due_at is not None and due_at < at and (found_kind, state) in LATE_STATES:
        days = whole_days_late(due_at, at)
        return pill_html(
            ngettext("1 day late", "{count} days late", days).format(count=words.number_words(days)), "late", "bad"
        )
    status = find_status(found_kind, state, perspective)
    shown = status.words
    if "{due}" in shown:
        shown = (
            shown.format(due=words.date_words(words.last_day(due_at, at), at)) if due_at else status.words_without_due
        )
    return pill_html(shown, status.icon, status.tint)


@register.simple_tag
def status_words(subject: Any, perspective: Perspective = "creator", kind: str = "collaboration") -> str:
    """Only the words of a status, for titles and mails."""
    found_kind, state = _kind_and_state(subject, kind if isinstance(subject, str) else "")
    status = find_status(found_kind, state, perspective)
    return status.words_without_due or status.words


@register.simple_tag
def pill(text: str, icon_name: str = "", css: str = "") -> SafeString:
    """A free pill: `{% pill "Ends in 2 days" "time" "you" %}`."""
    return pill_html(text, icon_name, css)


@register.simple_tag
def ticket(values: Mapping[str, Any]) -> SafeString:
    """One deal as a ticket; the keys are listed in components/ticket.html."""
    return SafeString(ticket_html(values))


@register.simple_tag
def tickets(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """All tickets of a list, for the inside of `<div class="feed">`. A row that was drawn before carries its `html`."""
    return SafeString("\n".join(row.get("html") or ticket_html(row) for row in rows))


@register.simple_tag
def structured_data(data: Mapping[str, Any]) -> SafeString:
    """What search engines read of a page (JSON-LD); a data block, which no content policy runs."""
    text = json.dumps(data, ensure_ascii=False).translate(_JSON_IN_HTML)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


@register.tag
def piece(parser: Parser, token: Token) -> Node:
    """`{% piece parcel_url %}<a href="{{ parcel_url }}">Follow the parcel</a>{% endpiece %}`: another app's part of the page.

    Between the two stands what the reader gets when that address has no piece for them, and while there is no address.
    """
    bits = token.split_contents()[1:]
    if len(bits) != 1:
        raise TemplateSyntaxError("piece needs an address")
    inside = parser.parse(("endpiece",))
    parser.delete_first_token()
    return PieceNode(parser.compile_filter(bits[0]), inside)


# ---- people ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def avatar(name: str, url: str = "", size: int = 36, key: object = "", *, brand: bool = False) -> SafeString:
    """A round face or a brand's square letter: `{% avatar creator.name photo_url 36 creator.public_id %}`. Sizes of `.sz-N`.

    The key gives a steady colour; for a brand it is the colour itself: `{% avatar brand.name "" 30 brand.colour brand=True %}`.
    """
    if url:
        shape = "av av--brand" if brand else "av"
        return format_html(
            '<img class="{} sz-{}" src="{}" alt="" width="{}" height="{}">',
            shape,
            size,
            url,
            size,
            size,
        )
    shape = "av av--brand" if brand else "av av--me"
    colour = key % TINTS if brand and isinstance(key, int) else tint(key or name)
    return format_html(
        '<span class="{} sz-{} bc-{}" aria-hidden="true">{}</span>',
        shape,
        size,
        colour,
        initial(name),
    )


# ---- navigation -------------------------------------------------------------------------------------------------------

register.simple_tag(navigation.nav_url)
register.simple_tag(navigation.nav_link, takes_context=True)
register.simple_tag(navigation.query, takes_context=True)


# ---- forms --------------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, label: str = "", hint: str = "", css: str = "", **attrs: str) -> SafeString:
    """A form field with label, hint, control and error, joined by aria-describedby: `{% field form.city autocomplete="address-level2" %}`.

    Underscores in attribute names become dashes (`data_x` -> `data-x`). Radio and checkbox lists become `.pick` rows.
    """
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return SafeString(bound)
    extra: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attrs.items()}
    choices = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    single = isinstance(widget, CheckboxInput)
    base = "check" if single or choices else "input"
    if isinstance(widget, RadioSelect):
        base = "check check--radio"
    extra["class"] = " ".join(filter(None, (base, css, widget.attrs.get("class", ""))))
    if hint and not bound.help_text:
        extra.setdefault(
            "aria-describedby",
            f"{bound.auto_id}_helptext" + (f" {bound.auto_id}_error" if bound.errors else ""),
        )
    options = list(bound.subwidgets) if choices else []
    for option in options:
        option.data["attrs"] |= {name: value for name, value in extra.items() if name != "aria-describedby"}
    context = {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "control": None if choices else bound.as_widget(attrs=extra),
        "options": options,
        "is_check": single,
        "is_optional": not bound.field.required and not single and not choices,
    }
    return SafeString(get_template("components/field.html").render(context))


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of a form in order, hidden ones first."""
    return SafeString(
        "".join(
            [
                *(str(hidden) for hidden in form.hidden_fields()),
                *(field(b) for b in form.visible_fields()),
            ]
        )
    )


@register.inclusion_tag("components/errs.html")
def form_errors(form: BaseForm | None) -> dict[str, Any]:
    """The summary above a form that came back: links to the fields, in the same words (and with the label where they
    say little without it); takes focus."""
    lines = [] if form is None or not form.is_bound else [
        {"id": bound.id_for_label or bound.auto_id, "words": line} for bound in form for line in lines_of(bound)
    ]  # fmt: skip
    general = [] if form is None or not form.is_bound else list(form.non_field_errors())
    return {"lines": lines, "general": general, "count": len(lines) + len(general)}


@register.filter
def option_html(option: Any) -> SafeString:
    """One radio or checkbox of a list, without Django's label around it."""
    return SafeString(option.tag(wrap_label=False))
