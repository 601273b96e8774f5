"""What we ask of a carrier, in our own words. Adapters translate; nothing else knows a carrier's formats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from shipping.carriers.guess import is_well_formed, normalise
from shipping.workflow import SHIPMENT_MOVING, ShipmentState

SCANNABLE = frozenset({*SHIPMENT_MOVING, ShipmentState.DELIVERED, ShipmentState.RETURNED, ShipmentState.LOST})
_LONGEST = {"event_id": 100, "code": 60, "description": 200, "place": 100}


class CarrierTrouble(Exception):
    """The carrier did not answer, or not with something we can use. Ask again later. The text names no person."""


class BadSignature(Exception):
    """A pushed message that the carrier did not sign, or too long ago."""


class BadMessage(Exception):
    """A signed message we cannot read. The text says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One scan of a parcel. `at` is the carrier's time, aware; `place` a town, never a street."""

    event_id: str
    tracking_number: str
    state: str
    at: datetime
    code: str = ""
    description: str = ""
    place: str = ""
    eta_date: date | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.event_id,
            "tracking_number": self.tracking_number,
            "state": self.state,
            "at": self.at.isoformat(),
            "code": self.code,
            "description": self.description,
            "place": self.place,
            "eta_date": self.eta_date and self.eta_date.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What a carrier is asked about. Some carriers want to know when it was handed over; `now` is the product's time."""

    tracking_number: str
    shipped_at: datetime
    now: datetime


class Carrier(Protocol):
    """An adapter of one carrier."""

    def track(self, parcel: Parcel) -> Sequence[Scan]:
        """All scans known so far, in any order. Raises CarrierTrouble. Never called inside a transaction."""

    def parse_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Sequence[Scan]:
        """The scans of a pushed message. Raises BadSignature before reading it, and BadMessage."""


def read_scan(raw: object) -> Scan:
    """A scan from JSON in our own shape (`Scan.as_json`). Raises BadMessage naming the first field that is wrong."""
    if not isinstance(raw, dict):
        raise BadMessage("a scan must be an object")
    state = _text(raw, "state", 30)
    if state not in SCANNABLE:
        raise BadMessage("state is not one of " + ", ".join(sorted(SCANNABLE)))
    return Scan(
        event_id=_text(raw, "id", _LONGEST["event_id"]),
        tracking_number=_number(raw),
        state=state,
        at=_moment(raw),
        code=_text(raw, "code", _LONGEST["code"], optional=True),
        description=_text(raw, "description", _LONGEST["description"], optional=True),
        place=_text(raw, "place", _LONGEST["place"], optional=True),
        eta_date=_day(raw),
    )


def _text(raw: Mapping[str, Any], name: str, longest: int, *, optional: bool = False) -> str:
    value = raw.get(name)
    if value is None and optional:
        return ""
    if not isinstance(value, str) or (not value and not optional):
        raise BadMessage(f"{name} must be a text")
    if len(value) > longest or not value.isprintable():
        raise BadMessage(f"{name} is longer than {longest} characters or has signs that cannot be printed")
    return value


def _number(raw: Mapping[str, Any]) -> str:
    number = normalise(_text(raw, "tracking_number", 60))
    if not is_well_formed(number):
        raise BadMessage("tracking_number must have 4 to 40 letters and digits")
    return number


def _moment(raw: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(raw, "at", 40))
        return moment.astimezone(UTC) if moment.tzinfo else _refuse_naive()
    except (ValueError, OverflowError):
        raise BadMessage("at must be a time with its zone, like 2026-11-20T21:40:00Z") from None


def _refuse_naive() -> datetime:
    raise ValueError("no time zone")


def _day(raw: Mapping[str, Any]) -> date | None:
    value = raw.get("eta_date")
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadMessage("eta_date must be a date, like 2026-11-22") from None
