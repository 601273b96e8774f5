"""How allauth behaves in this product: who somebody becomes, where they go next, how its mails look."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext, gettext_lazy

from accounts import unsent
from accounts.mail_limit import may_send
from accounts.mails import Mail, find_mail
from accounts.models import User
from barter.kernel.clock import now
from barter.kernel.languages import asked_language, spoken

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed. Write to us if that is a mistake."),
        "email_password_mismatch": gettext_lazy(
            "E-mail and password don't fit together. Check both, or set a new password."
        ),
        "email_taken": gettext_lazy("There is an account with this address already. Sign in instead."),
        "enter_current_password": gettext_lazy("Type your present password."),
        "incorrect_code": gettext_lazy("This code isn't right. Check the newest mail from us."),
        "incorrect_password": gettext_lazy("This password isn't right."),
        "invalid_login": gettext_lazy("E-mail and password don't fit together."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait five minutes, then try again."),
        "rate_limited": gettext_lazy("Too many tries. Wait a minute, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user.joined_at, user.language = now(), asked_language(request)
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address is theirs: now the creator's profile or the brand is made, in the same transaction."""
        with transaction.atomic():
            confirmed = bool(super().confirm_email(request, email_address))
            if confirmed:
                become(email_address.user)
        return confirmed

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """That a code was sent stands on the page for it; only who asks for a new one there is told again."""
        on_the_page = request.resolver_match and request.resolver_match.url_name == "account_email_verification_sent"
        if message_template == "account/messages/email_confirmation_sent.txt" and not on_the_page:
            return
        super().add_message(request, level, message_template, *args, **more)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where nothing else was asked for: what waits to be sent, else where they start the day."""
        waiting = unsent.newest(request)
        return reverse("unsent", args=[waiting]) if waiting else home_of(request.user)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        unsent.remember(request, response, user)
        return response

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The first page ever: three short steps for a creator, the desk for a brand."""
        if getattr(request.user, "started_as", "") == User.StartedAs.CREATOR:
            return reverse("creator_onboarding")
        return home_of(request.user)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        mail = find_mail(template_prefix)
        if mail is None:
            plain: EmailMessage = super().render_mail(template_prefix, email, context, headers)
            return plain
        with spoken(self._language_of(email if isinstance(email, str) else email[0], context)):
            return self._written(mail, email, context, headers)

    def _language_of(self, email: str, context: dict[str, Any]) -> str:
        """The receiver's; an address without an account is written to in the language of who typed it."""
        user = context.get("user") or User.objects.filter(email__iexact=email).only("language").first()
        if isinstance(user, User):
            return user.language
        return asked_language(self.request) if self.request is not None else settings.LANGUAGE_CODE

    def _written(
        self, mail: Mail, email: str | list[str], context: dict[str, Any], headers: dict[str, str] | None
    ) -> EmailMessage:
        pages = {"site_url": settings.SITE_URL, "sessions_url": f"{settings.SITE_URL}{reverse('usersessions_list')}"}
        values = {**context, **pages, "mail": mail.filled({**context, **pages})}
        message = EmailMultiAlternatives(
            values["mail"].subject,
            render_to_string("account/email/mail.txt", values).strip() + "\n",
            self.get_from_email(),
            [email] if isinstance(email, str) else email,
            headers=headers,
        )
        message.attach_alternative(render_to_string("account/email/mail.html", values), "text/html")
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not break sign-up: the page offers to send the code again.

        What a stranger can ask for in somebody's name, again and again, goes out a few times an hour. Notices of what
        happened to an account always do.
        """
        mail = find_mail(template_prefix)
        if mail is not None and not mail.is_notice and not may_send(template_prefix, email):
            self._refuse_another()
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.warning("sign-in mail not sent", extra={"error": type(error).__name__, "mail": template_prefix})
            request = getattr(self, "request", None)
            if request is not None and hasattr(request, "_messages"):
                messages.error(request, gettext("The mail could not be sent just now. Ask for it again in a minute."))

    def _refuse_another(self) -> None:
        """An app gets 429; a page says it where it would have said that a mail is on its way. Both say the same about
        addresses with and without an account."""
        request = getattr(self, "request", None)
        if request is None:
            return
        if hasattr(getattr(request, "allauth", None), "headless"):
            raise ImmediateHttpResponse(ratelimit.respond_429(request))
        if hasattr(request, "_messages"):
            told = gettext(
                "We have written to this address several times just now. Use the newest mail, or try again in an hour."
            )
            messages.error(request, told)


def become(user: User) -> None:
    """Make of a new person what they came to be. Repeating it changes nothing. Call it in a transaction."""
    on_join = import_string(settings.ON_JOIN)
    if user.started_as in on_join:
        on_join[user.started_as](user=user, at=now())
        User.objects.filter(pk=user.pk).update(wished_brand_name="")


def home_of(user: Any) -> str:
    """Where this person starts the day."""
    if user.is_staff:
        return reverse("admin:index")
    side = import_string(settings.SIDE_OF_HOME)(user)
    return reverse("brand_today" if side == User.StartedAs.BRAND else "feed")
