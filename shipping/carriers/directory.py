"""Every carrier a brand can name, its public tracking page, and the adapter we ask, where there is one."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from shipping.carriers.port import Carrier


@dataclass(frozen=True, slots=True)
class CarrierEntry:
    """`page` is where a person follows the parcel; `{}` stands for the number."""

    code: str
    name: str
    page: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language: some are words."""
        return gettext(self.name)


SIMULATED = "simulated"
OTHER = "other"
DIRECTORY: dict[str, CarrierEntry] = {
    entry.code: entry
    for entry in (
        CarrierEntry("dhl", "DHL", "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}"),
        CarrierEntry("dpd", "DPD", "https://tracking.dpd.de/parcelstatus?query={}"),
        CarrierEntry("fedex", "FedEx", "https://www.fedex.com/fedextrack/?trknbr={}"),
        CarrierEntry("gls", "GLS", "https://gls-group.eu/EU/en/parcel-tracking?match={}"),
        CarrierEntry("omniva", "Omniva", "https://www.omniva.ee/track?barcode={}"),
        CarrierEntry("postnl", "PostNL", "https://jouw.postnl.nl/track-and-trace/{}"),
        CarrierEntry("royal_mail", "Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/{}"),
        CarrierEntry("ups", "UPS", "https://www.ups.com/track?tracknum={}"),
        CarrierEntry("usps", "USPS", "https://tools.usps.com/go/TrackConfirmAction?tLabels={}"),
        CarrierEntry(SIMULATED, gettext_noop("Simulated carrier")),
        CarrierEntry(OTHER, gettext_noop("Another carrier")),
    )
}


def simulated_is_offered() -> bool:
    """The simulated carrier exists where the product's clock can be moved, or where its address is given."""
    return settings.CLOCK_MOVABLE or bool(simulated_url())


def simulated_url() -> str:
    """Where a simulated carrier with a server of its own listens; empty: it runs inside this process."""
    return str(settings.CARRIER_SIMULATED_URL)


def offered() -> list[CarrierEntry]:
    """The carriers a brand can choose from."""
    return [entry for entry in DIRECTORY.values() if entry.code != SIMULATED or simulated_is_offered()]


def is_offered(code: str) -> bool:
    return code in {entry.code for entry in offered()}


def carrier_name(code: str) -> str:
    return DIRECTORY[code].label if code in DIRECTORY else code


def tracking_page(code: str, number: str) -> str:
    """The carrier's own page of this parcel; empty where there is none."""
    entry = DIRECTORY.get(code)
    return entry.page.replace("{}", quote(number)) if entry and number else ""


def adapter_of(code: str) -> Carrier | None:
    """Who answers questions about this carrier's parcels. None: people follow it on the carrier's page."""
    if code != SIMULATED or not simulated_is_offered():
        return None
    return _simulated(simulated_url(), tuple(settings.CARRIER_WEBHOOK_SECRETS.get(SIMULATED, ())))


@lru_cache(maxsize=8)
def _simulated(url: str, secrets: tuple[str, ...]) -> Carrier:
    from shipping.carriers.simulated import InProcessCarrier, RemoteCarrier

    return RemoteCarrier(url, secrets) if url else InProcessCarrier(secrets)
