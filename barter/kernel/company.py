"""Who runs this site: named on the pages of terms, privacy and help, set by the host (docs/runbook.md)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from barter.kernel.places import country_name


@dataclass(frozen=True, slots=True)
class Company:
    """`country` is the one whose law holds, in the reader's language. All but the name and the e-mail may be empty."""

    name: str
    address: str
    email: str
    country: str


def company() -> Company:
    code = settings.COMPANY_COUNTRY
    return Company(
        name=settings.COMPANY_NAME or "Barter",
        address=settings.COMPANY_ADDRESS,
        email=settings.COMPANY_EMAIL,
        country=country_name(code) if code else "",
    )


@register(Tags.security, deploy=True)
def named(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Terms and privacy that name nobody bind nobody."""
    wanted = ("COMPANY_NAME", "COMPANY_ADDRESS", "COMPANY_COUNTRY")
    missing = [name for name in wanted if not getattr(settings, name)]
    if not missing:
        return []
    hint = "The pages of terms and privacy are templates: check them, and say whose they are (docs/runbook.md)."
    return [
        Warning(
            f"{', '.join(missing)} not set: terms and privacy do not say who runs this site.",
            hint=hint,
            id="kernel.W001",
        )
    ]
