"""The key of a form that makes a draft: the id that the draft will have. However often the form is sent, there is one."""

from uuid import uuid5

from django.core import signing

from barter.kernel.ids import decode, encode, uuid7
from brands.access import BrandRequest
from deals.models import Deal
from deals.web.brand.fetch import own_deal


def new_key(request: BrandRequest, copied: Deal | None = None) -> str:
    """For the hidden field of a form that was just drawn: of a new deal, or of a copy of that deal."""
    return _signer(request, copied).sign(encode("deal", uuid7()))


def key_in(request: BrandRequest) -> str:
    """What came as a key: with the form, or in the address of its page."""
    return str(request.POST.get("key") or request.GET.get("key", ""))


def id_of(request: BrandRequest, copied: Deal | None = None) -> str | None:
    """The id in the form that was sent, or in its page's address; None when it carries no key of ours."""
    try:
        return _signer(request, copied).unsign(key_in(request))
    except signing.BadSignature:
        return None


def next_after(public_id: str) -> str:
    """The id of the copy after that one, when the same form is sent again on purpose."""
    return encode("deal", uuid5(decode("deal", public_id), "next"))


def made_before(request: BrandRequest, public_id: str | None) -> Deal | None:
    """The draft that this form made when it was sent the first time."""
    is_there = public_id is not None and Deal.objects.filter(brand=request.brand, public_id=public_id).exists()
    return own_deal(request, str(public_id)) if is_there else None


def _signer(request: BrandRequest, copied: Deal | None) -> signing.Signer:
    """A key is good for one person, one brand, and the deal that is copied."""
    copies = f".copy.{copied.pk}" if copied else ""
    return signing.Signer(salt=f"deals.draft.{request.brand.pk}.{request.user.pk}{copies}")
