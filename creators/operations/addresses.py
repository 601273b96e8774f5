"""The address vault. What is typed here is sealed at once; it leaves only as the snapshot of a shipment."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.places import is_country, postcode_complaint, tidy_postcode
from creators.errors import InvalidCountry, InvalidPostcode, InvalidValue, TooMany
from creators.models import Address, Creator

_ADDRESSES_MAX = 8
_SEALED = ("name", "line1", "line2", "postcode", "region", "phone")
_LENGTHS = {
    "name": 80,
    "line1": 120,
    "line2": 120,
    "postcode": 12,
    "region": 80,
    "phone": 20,
    "city": 80,
    "label": 40,
}
_REQUIRED = {
    "name": gettext_noop("Add the name on the door."),
    "line1": gettext_noop("Add street and number."),
    "city": gettext_noop("Add the town or city."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressData:
    """One address as typed. `repr` shows no part of it, so that it can't slip into a log or an error page."""

    name: str
    line1: str
    city: str
    country: str
    postcode: str = ""
    line2: str = ""
    region: str = ""
    phone: str = ""
    label: str = ""

    def __repr__(self) -> str:
        return "AddressData(sealed)"


def add_address(*, creator: Creator, data: AddressData, at: datetime, is_default: bool = False) -> Address:
    """Put an address into the vault; the first becomes the default. Raises Invalid... with `field`, or TooMany.

    One that is kept already, alike to the last sign, is not kept twice.
    """
    checked = check_address(data)
    with transaction.atomic():
        _lock(creator)
        kept = list(_kept(creator))
        same = next((row for row in kept if open_address(row) == checked), None)
        if same is not None:
            if is_default and not same.is_default:
                set_default_address(address=same, at=at)
            return same
        if len(kept) >= _ADDRESSES_MAX:
            raise TooMany
        default = is_default or not _kept(creator).filter(is_default=True).exists()
        if default:
            _kept(creator).filter(is_default=True).update(is_default=False)
        return creator.addresses.create(
            label=checked.label,
            city=checked.city,
            country=checked.country,
            sealed=_seal(checked),
            is_default=default,
        )


def update_address(*, address: Address, data: AddressData, at: datetime) -> Address:
    """Replace what is kept. Parcels already on their way keep the snapshot they left with.

    Another phone number has to be verified again.
    """
    checked = check_address(data)
    kept_phone = address.sealed.get("phone", "") == checked.phone
    address.label, address.city, address.country = checked.label, checked.city, checked.country
    address.sealed = _seal(checked)
    changed = ["label", "city", "country", "sealed"]
    if not kept_phone:
        address.is_phone_verified = False
        changed.append("is_phone_verified")
    address.save(update_fields=changed)
    return address


def set_default_address(*, address: Address, at: datetime) -> None:
    """Where applications ship to unless they say otherwise."""
    with transaction.atomic():
        _lock(address.creator)
        _kept(address.creator).filter(is_default=True).update(is_default=False)
        _kept(address.creator).filter(pk=address.pk).update(is_default=True)
    address.is_default = True


def remove_address(*, address: Address, at: datetime) -> None:
    """Forget an address: its sealed part is emptied, the row stays for applications that name it.

    If it was the default, the newest of the others follows.
    """
    with transaction.atomic():
        _lock(address.creator)
        kept = _kept(address.creator)
        was_default = kept.filter(pk=address.pk, is_default=True).exists()
        kept.filter(pk=address.pk).update(removed_at=at, is_default=False, is_phone_verified=False, label="", sealed={})
        heir = _kept(address.creator).order_by("-id").first() if was_default else None
        if heir:
            _kept(address.creator).filter(pk=heir.pk).update(is_default=True)


def open_address(address: Address) -> AddressData:
    """What the vault holds, for the creator's own form and for a shipment's snapshot. Callers check who asks."""
    sealed = {name: address.sealed.get(name, "") for name in _SEALED}
    return AddressData(label=address.label, city=address.city, country=address.country, **sealed)


def check_address(data: AddressData) -> AddressData:
    """The address tidied. Raises InvalidCountry, InvalidPostcode or InvalidValue naming the field."""
    tidy = AddressData(**{name: " ".join(str(value).split()) for name, value in asdict(data).items()})
    tidy = replace(tidy, postcode=tidy_postcode(tidy.postcode), country=tidy.country.upper())
    if not is_country(tidy.country):
        raise InvalidCountry(field="country")
    for name, words in _REQUIRED.items():
        if not getattr(tidy, name):
            raise InvalidValue(_(words), field=name)
    for name, length in _LENGTHS.items():
        if len(getattr(tidy, name)) > length:
            raise InvalidValue(_("At most {length} characters.").format(length=length), field=name)
    complaint = postcode_complaint(tidy.country, tidy.postcode)
    if complaint:
        raise InvalidPostcode(complaint, field="postcode")
    if tidy.phone and not _looks_like_phone(tidy.phone):
        raise InvalidValue(_("A phone number has 6 to 15 digits, like +31 6 1234 5678."), field="phone")
    return tidy


def _seal(data: AddressData) -> dict[str, str]:
    return {name: getattr(data, name) for name in _SEALED}


def _kept(creator: Creator) -> "QuerySet[Address]":
    return Address.objects.filter(creator=creator, removed_at=None)


def _lock(creator: Creator) -> None:
    """One change of the vault at a time."""
    Creator.objects.select_for_update(no_key=True).get(pk=creator.pk)


def _looks_like_phone(phone: str) -> bool:
    digits = [letter for letter in phone if letter.isdigit()]
    return 6 <= len(digits) <= 15 and not set(phone) - set("+0123456789 ()-./")
