"""What a creator reads about an application or an invitation: its sentence, what follows, its pill."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.templatetags.barter import pill_html, status_pill
from deals.models import Application
from deals.web.creator.story import dated
from deals.workflow import ApplicationState
from deals.workflow import ApplicationState as A

_TITLES: Mapping[str, str] = {
    A.INVITED: gettext_noop("{brand} invites you. Answer {by}"),
    A.SUBMITTED: gettext_noop("{brand} answers {by}"),
    A.SHORTLISTED: gettext_noop("{brand} answers {by}"),
    A.OFFERED: gettext_noop("A place is yours. Take it {by}"),
    A.COUNTERED: gettext_noop("{brand} answers your terms {by}"),
    A.WAITLISTED: gettext_noop("You are on the list"),
    A.DECLINED: gettext_noop("{brand} chose others this time"),
    A.WITHDRAWN: gettext_noop("You withdrew this application"),
    A.EXPIRED: gettext_noop("This application ended by itself"),
    A.NOT_SELECTED: gettext_noop("{brand} chose others this time"),
    A.ACCEPTED: gettext_noop("{brand} said yes"),
}
_SUBS: Mapping[str, str] = {
    A.INVITED: gettext_noop("Nothing counts as an application until you say yes."),
    A.SUBMITTED: gettext_noop("No answer by then? The application ends by itself."),
    A.SHORTLISTED: gettext_noop("{brand} put you on its short list. No answer by then? It ends by itself."),
    A.OFFERED: gettext_noop("The place is kept for you until then."),
    A.COUNTERED: gettext_noop("No answer by then? It ends by itself."),
    A.WAITLISTED: gettext_noop("All places are taken. When one is free, the next on the list gets an offer."),
    A.DECLINED: gettext_noop("It is no judgement of your work. Other deals like it are open."),
    A.NOT_SELECTED: gettext_noop("All places were given, or the deal ended. Other deals like it are open."),
    A.EXPIRED: gettext_noop("Nobody answered in time. It counts in the brand’s reply figure, not in yours."),
    A.WITHDRAWN: gettext_noop("You can apply again while the deal is open."),
}


def was_invited(row: Application) -> bool:
    """Whether the brand asked first and the creator has not agreed to anything."""
    return row.state == A.INVITED or (not row.consented_hash and row.state in {A.DECLINED, A.EXPIRED})


def said_no(row: Application) -> bool:
    """Whether the creator declined: a brand that does gives one of the reasons."""
    return row.state == A.DECLINED and not row.decline_reason


def application_pill(row: Application) -> SafeString:
    return pill_html(_("You said no"), "close") if said_no(row) else status_pill(row, "creator", row.due_at)


def application_title(row: Application, at: datetime) -> str:
    """The page's sentence, with its date."""
    if said_no(row):
        return _("You said no")
    if row.state == A.EXPIRED and was_invited(row):
        return _("This invitation ended by itself")
    title = _TITLES[ApplicationState(row.state)]
    if row.state == A.OFFERED and row.proposal:
        title = gettext_noop("{brand} says yes, with changes. Answer {by}")
    return dated(_(title), row.due_at, at, brand=row.deal.brand.name)


def application_sub(row: Application) -> str:
    if said_no(row) or (row.state == A.EXPIRED and was_invited(row)):
        return _("You can apply while the deal is open. Nothing counts against you.")
    sub = _SUBS.get(row.state)
    return _(sub).format(brand=row.deal.brand.name) if sub else ""
