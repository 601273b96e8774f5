"""The key of a new deal's form: the id that its draft will have. However often the form is sent, there is one draft."""

from django.core import signing

from barter.kernel.ids import encode, uuid7
from brands.access import BrandRequest
from deals.models import Deal
from deals.web.brand.fetch import own_deal


def new_key(request: BrandRequest) -> str:
    """For the hidden field of a form that was just drawn."""
    return _signer(request).sign(encode("deal", uuid7()))


def id_of(request: BrandRequest) -> str | None:
    """The id in the form that was sent; None when it carries no key of ours."""
    try:
        return _signer(request).unsign(request.POST.get("key", ""))
    except signing.BadSignature:
        return None


def made_before(request: BrandRequest, public_id: str | None) -> Deal | None:
    """The draft that this form made when it was sent the first time."""
    is_there = public_id is not None and Deal.objects.filter(brand=request.brand, public_id=public_id).exists()
    return own_deal(request, str(public_id)) if is_there else None


def _signer(request: BrandRequest) -> signing.Signer:
    """A key is good for one person and one brand."""
    return signing.Signer(salt=f"deals.draft.{request.brand.pk}.{request.user.pk}")
