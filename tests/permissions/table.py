"""Role x URL x verb. A new URL is one line here, under the policy that says who gets in; without it the suite fails.

A line is `METHODS path`, as `manage.py routes` prints the path. ` :: name=value` fills a part of the path with something
else than the cast's thing of that name; ` :: name=one|other` makes a row of each. Bodies that a door wants before it looks at the role stand in BODIES.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.permissions import policies as p
from tests.permissions.api import API
from tests.permissions.pages import PAGES
from tests.permissions.policies import Policy
from tests.permissions.sign_in import SIGN_IN
from tests.permissions.staff import LOOKED_AT, STAFF


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    path: str
    policy: Policy
    parts: Mapping[str, str] = field(default_factory=dict)


PAGES: list[tuple[Policy, str]] = [
    (
        p.PUBLIC,
        """
        GET /
        GET /healthz
        GET /readyz
        GET,POST /design/
        GET /deals/
        GET /deals/<deal:deal_id>/
        GET /deals/<deal:deal_id>/terms/
        GET,POST /deals/<deal:deal_id>/apply/
        GET /b/<slug:slug>/
        GET /b/<slug:slug>/deals/
        GET /c/<slug:handle>/
        GET /join/
        GET,POST,PUT /join/brand/
        GET,POST,PUT /join/creator/
        GET /invitation/<str:token>/
        GET /licences/<slug:code>.json
        GET /licences/<slug:code>/
        """,
    ),
    (
        p.MEMBERS,
        """
        GET /home/
        GET,POST /brand/new/
        GET,POST /inbox/
        GET,POST /inbox/notifications/
        GET,POST /inbox/settings/
        """,
    ),
    (
        p.CREATORS,
        """
        GET /me/
        GET,POST /me/edit/
        GET /me/address-views/
        GET,POST /me/addresses/new/
        GET,POST /me/channels/new/
        GET /me/start/
        GET /deals/saved/
        POST /deals/<deal:deal_id>/save/
        GET /my-deals/
        """,
    ),
    (
        p.CREATOR_OWN,
        """
        GET,POST /me/addresses/<address:address_id>/
        POST /me/addresses/<address:address_id>/default/
        POST /me/addresses/<address:address_id>/remove/
        GET,POST /me/channels/<channel:channel_id>/
        POST /me/channels/<channel:channel_id>/main/
        POST /me/channels/<channel:channel_id>/remove/
        GET /my-deals/<collaboration:collaboration_id>/
        GET /my-deals/<collaboration:collaboration_id>/terms/
        GET,POST /my-deals/<collaboration:collaboration_id>/<slug:verb>/ :: verb=problem
        GET /my-deals/applications/<application:application_id>/
        GET /my-deals/applications/<application:application_id>/sent/
        GET,POST /my-deals/applications/<application:application_id>/<slug:verb>/ :: verb=withdraw
        GET,POST /shipments/<shipment:shipment_id>/send-to/
        GET /submissions/<submission:submission_id>/
        GET,POST /collaborations/<collaboration:collaboration_id>/upload/
        POST /collaborations/<collaboration:collaboration_id>/upload/plain/
        POST /collaborations/<collaboration:collaboration_id>/upload/start/
        GET /uploads/<asset:asset_id>/
        GET /uploads/<asset:asset_id>/arrived/
        POST /uploads/<asset:asset_id>/finish/
        GET /uploads/<asset:asset_id>/plain/
        POST /uploads/<asset:asset_id>/remove/ :: asset_id=waiting_asset
        """,
    ),
    (
        p.BRANDS,
        """
        GET /brand/
        GET /brand/applicants/
        GET /brand/creators/
        GET /brand/deals/
        GET /brand/products/
        GET /brand/profile/
        GET /brand/shipments/
        GET /brand/shipments/guess/
        GET /brand/shipments/paste/
        GET /brand/shipments/to-ship.csv
        GET /brand/team/
        POST /brand/team/leave/
        GET /library/
        GET /review/
        """,
    ),
    (
        p.BRANDS_MANAGE,
        """
        GET,POST /brand/deals/new/
        GET,POST /brand/products/import/
        GET,POST /brand/products/new/
        POST /brand/shipments/paste/
        """,
    ),
    (
        p.BRANDS_OWN,
        """
        POST /brand/profile/
        POST /brand/team/
        """,
    ),
    (
        p.BRAND_SEES,
        """
        GET /brand/applications/<application:application_id>/
        GET /brand/creators/<creator:creator_id>/invite/
        GET /brand/collaborations/<collaboration:collaboration_id>/
        GET /brand/deals/<deal:deal_id>/
        GET /brand/products/<product:product_id>/
        GET /brand/switch/<brand:brand_id>/
        GET /submissions/<submission:submission_id>/review/
        """,
    ),
    (
        p.BRAND_MANAGES,
        """
        POST /brand/creators/<creator:creator_id>/invite/
        POST /brand/deals/<deal:deal_id>/applicants/accept/
        POST /brand/deals/<deal:deal_id>/applicants/decline/
        POST /brand/deals/<deal:deal_id>/applicants/shortlist/
        POST /brand/products/<product:product_id>/
        POST /brand/products/<product:product_id>/archive/
        POST /brand/products/<product:product_id>/restore/
        POST /brand/products/<product:product_id>/pictures/
        GET /brand/products/import/<import:import_id>/
        POST /brand/products/import/<import:import_id>/confirm/
        POST /brand/products/import/<import:import_id>/discard/
        POST /brand/shipments/<shipment:shipment_id>/address/
        POST /brand/shipments/<shipment:shipment_id>/tracking/
        GET,POST /submissions/<submission:submission_id>/ask/
        POST /submissions/<submission:submission_id>/approve/
        POST /submissions/<submission:submission_id>/notes/
        POST /submissions/<submission:submission_id>/notes/<note:note_id>/
        """,
    ),
    (
        p.BRAND_OWNS,
        """
        POST /brand/team/<member:member_id>/remove/
        POST /brand/team/<member:member_id>/role/
        POST /brand/team/invitations/<invitation:invitation_id>/resend/
        POST /brand/team/invitations/<invitation:invitation_id>/revoke/
        """,
    ),
    (
        p.SIDES,
        """
        GET /applications/<application:application_id>/thread/
        GET /inbox/<thread:thread_id>/
        GET /collaborations/<collaboration:collaboration_id>/parcel/
        GET /assets/<asset:asset_id>/download/
        """,
    ),
    (
        p.SIDES_WRITE,
        """
        POST /applications/<application:application_id>/thread/
        POST /inbox/<thread:thread_id>/
        """,
    ),
    (p.policy("ok 403 403 403 403 403 403 403 403"), "POST /invitation/<str:token>/"),  # for the invited address alone
    (p.SIGNED, "POST /hooks/carriers/<slug:carrier>/ :: carrier=simulated"),
    # What isn't there in this world is a 404 for everybody; the door itself is tried in the application's own tests.
    (
        p.CLOSED,
        """
        GET /pictures/<path:name> :: name=pictures/none.webp
        GET,POST /inbox/unsubscribe/<str:token>/ :: token=forged
        GET,POST /api/
        """,
    ),
    (
        p.policy("in 404 404 404 404 404 404 404 404"),
        """
        GET /inbox/notifications/<notification:notification_id>/ :: notification_id=ntf_00000000000000000000000000
        GET,POST /me/start/<slug:step>/ :: step=no-such-step
        GET /brand/applications/<application:application_id>/<slug:verb>/ :: verb=no-such-verb
        GET /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb=no-such-verb
        GET /brand/deals/<deal:deal_id>/<slug:verb>/ :: verb=no-such-verb
        GET /brand/deals/<deal:deal_id>/edit/<slug:step>/ :: step=no-such-step
        """,
    ),
    (
        p.policy("in 404 404 403 404 404 404 404 404"),
        """
        POST /brand/applications/<application:application_id>/<slug:verb>/ :: verb=no-such-verb
        POST /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb=no-such-verb
        POST /brand/deals/<deal:deal_id>/<slug:verb>/ :: verb=no-such-verb
        POST /brand/deals/<deal:deal_id>/edit/<slug:step>/ :: step=no-such-step
        POST /brand/products/<product:product_id>/pictures/change/
        """,
    ),
]

API: list[tuple[Policy, str]] = [
    (
        p.PUBLIC,
        """
        GET /api/v1/schema/
        GET /api/v1/docs/
        GET /api/v1/deals/
        GET /api/v1/deals/<deal:deal_id>/
        GET /api/v1/brands/<brand:brand_id>/
        GET /api/v1/creators/<creator:creator_id>/
        """,
    ),
    (
        p.MEMBERS,
        """
        GET,PATCH /api/v1/me/
        GET /api/v1/applications/
        GET /api/v1/notifications/
        POST /api/v1/notifications/read/
        GET /api/v1/threads/
        GET /api/v1/collaborations/
        GET /api/v1/licences/
        GET /api/v1/shipments/
        GET,POST /api/v1/addresses/
        GET,POST /api/v1/channels/
        GET /api/v1/products/
        POST /api/v1/products/import/
        POST /api/v1/brands/
        POST /api/v1/creators/
        """,
    ),
    (
        p.CREATOR_OWN,
        """
        GET,PATCH,DELETE /api/v1/addresses/<address:address_id>/
        GET,PATCH,DELETE /api/v1/channels/<channel:channel_id>/
        GET /api/v1/uploads/<asset:asset_id>/
        POST /api/v1/uploads/<asset:asset_id>/complete/
        """,
    ),
    (
        p.SIDES,
        """
        GET /api/v1/applications/<application:application_id>/
        GET /api/v1/assets/<asset:asset_id>/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/reviews/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/submissions/
        GET /api/v1/disputes/<dispute:dispute_id>/
        GET /api/v1/licences/<licence:licence_id>/
        GET /api/v1/shipments/<shipment:shipment_id>/
        GET /api/v1/submissions/<submission:submission_id>/
        GET /api/v1/threads/<thread:thread_id>/
        GET /api/v1/threads/<thread:thread_id>/messages/
        POST /api/v1/threads/<thread:thread_id>/read/
        """,
    ),
    (
        p.SIDES_MANAGE,
        """
        POST /api/v1/applications/<application:application_id>/counter/
        POST /api/v1/applications/<application:application_id>/messages/
        POST /api/v1/threads/<thread:thread_id>/messages/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/agree-cancel/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/answer-terms/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/book/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/cancel/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/check-in/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/disputes/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/live-links/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/propose-cancel/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/propose-terms/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/report-problem/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/reviews/
        POST /api/v1/disputes/<dispute:dispute_id>/answer/
        POST /api/v1/disputes/<dispute:dispute_id>/appeal/
        """,
    ),
    (
        p.CREATOR_ACTS,
        """
        POST /api/v1/applications/<application:application_id>/withdraw/
        GET /api/v1/assets/<asset:asset_id>/download/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/confirm-delivery/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/exit/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/extend/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/leave/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/restore-live/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/solve-problem/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/submissions/
        POST /api/v1/shipments/<shipment:shipment_id>/set-address/
        POST /api/v1/uploads/
        """,
    ),
    (
        p.BRAND_ACTS,
        """
        POST /api/v1/applications/<application:application_id>/accept/
        POST /api/v1/applications/<application:application_id>/decline/
        POST /api/v1/applications/<application:application_id>/offer/
        POST /api/v1/applications/<application:application_id>/shortlist/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/send-again/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/shipments/
        POST /api/v1/shipments/<shipment:shipment_id>/correct-tracking/
        POST /api/v1/submissions/<submission:submission_id>/approve/
        POST /api/v1/submissions/<submission:submission_id>/request-changes/
        """,
    ),
    # Delivered long ago: the window of the address is closed, so even those who ship are refused
    (p.policy("in 403 404 403 403 403 404 404 404"), "POST /api/v1/shipments/<shipment:shipment_id>/read-address/"),
    (
        p.BRAND_SEES,
        """
        GET /api/v1/brands/<brand:brand_id>/invitations/
        GET /api/v1/brands/<brand:brand_id>/members/
        GET /api/v1/products/<product:product_id>/
        """,
    ),
    (
        p.BRAND_MANAGES,
        """
        GET /api/v1/imports/<import:import_id>/
        POST /api/v1/imports/<import:import_id>/confirm/
        POST /api/v1/imports/<import:import_id>/discard/
        PATCH,DELETE /api/v1/products/<product:product_id>/
        POST /api/v1/products/<product:product_id>/pictures/
        POST /api/v1/products/<product:product_id>/restore/
        POST /api/v1/variants/<variant:variant_id>/stock/
        """,
    ),
    (
        p.BRAND_OWNS,
        """
        POST /api/v1/brands/<brand:brand_id>/invitations/
        PATCH /api/v1/members/<member:member_id>/
        DELETE /api/v1/invitations/<invitation:invitation_id>/
        """,
    ),
    # the member named is the viewer, who may leave
    (p.policy("in 404 404 ok 403 ok 404 404 404"), "DELETE /api/v1/members/<member:member_id>/"),
    (
        p.DEAL_BRAND_ACTS,
        """
        PATCH /api/v1/deals/<deal:deal_id>/
        POST /api/v1/deals/<deal:deal_id>/close/
        POST /api/v1/deals/<deal:deal_id>/discard/
        POST /api/v1/deals/<deal:deal_id>/duplicate/
        POST /api/v1/deals/<deal:deal_id>/invitations/
        POST /api/v1/deals/<deal:deal_id>/pause/
        POST /api/v1/deals/<deal:deal_id>/resume/
        POST /api/v1/deals/<deal:deal_id>/submit/
        POST /api/v1/deals/<deal:deal_id>/take-back/
        """,
    ),
    (p.DEAL_BRAND_SEES, "GET /api/v1/deals/<deal:deal_id>/applications/"),
    (
        p.DEAL_CREATORS,
        """
        POST /api/v1/deals/<deal:deal_id>/applications/
        POST,DELETE /api/v1/deals/<deal:deal_id>/save/
        """,
    ),
    # A new thing of the own brand: who has none finds nothing
    (
        p.BRANDS_MANAGE,
        """
        POST /api/v1/deals/
        POST /api/v1/products/
        """,
    ),
    # Public figures, changed by their owner alone
    (p.policy("in 403 403 403 403 ok 403 403 403"), "PATCH /api/v1/brands/<brand:brand_id>/"),
    (
        p.policy("in ok 403 403 403 403 403 403 403"),
        """
        PATCH /api/v1/creators/<creator:creator_id>/
        POST /api/v1/creators/<creator:creator_id>/picture/
        """,
    ),
    (
        p.policy("in 404 404 404 404 404 404 404 404"),
        "DELETE /api/v1/pictures/<picture:picture_id>/ :: picture_id=pic_00000000000000000000000000",
    ),
]

STAFF: list[tuple[Policy, str]] = [
    (
        p.STAFF_PAGES,
        """
        GET,POST /admin/
        GET,POST /admin/search/
        GET,POST /admin/password_change/
        GET /admin/password_change/done/
        GET /admin/jsi18n/
        """,
    ),
    (
        p.NO_METHOD,
        """
        POST /admin/password_change/done/
        POST /admin/jsi18n/
        POST /admin/autocomplete/
        """,
    ),
    (p.NEVER, "GET /admin/autocomplete/"),
    (p.NOTHING_THERE, "GET,POST /admin/r/<path:content_type_id>/<path:object_id>/"),
]

# Kinds staff may look at, each with the decisions that can be made on one of them; nothing there is ever edited freely.
LOOKED_AT: dict[str, str] = {
    "account/emailaddress": "",
    "accounts/user": "change-role close-the-account reopen-the-account sign-out-everywhere",
    "admin/logentry": "",
    "brands/brand": "verify trust end-the-trust check-new-deals limit-slots suspend lift",
    "brands/catalogueimport": "",
    "brands/product": "",
    "content/asset": "",
    "content/licence": "take-the-licence-back take-back-licence revoke",
    "content/submission": "",
    "creators/channel": "verify",
    "creators/creator": "verify verify-phone pause-for-30-days close lift",
    "deals/application": "",
    "deals/collaboration": "cancel end:-cant-be-solved problem-solved",
    "deals/deal": "approve reject take-down pause resume close",
    "deals/dispute": "decide decide-the-appeal",
    "deals/fault": "settle",
    "deals/livelink": "",
    "deals/review": "",
    "deals/terms": "",
    "inbox/mail": "try-again send-again",
    "inbox/notification": "",
    "inbox/thread": "read_conversation",
    "kernel/handled": "",
    "kernel/idempotencyrecord": "",
    "kernel/message": "try-again",
    "kernel/policy": "back-to-the-default change-the-value",
    "kernel/productclock": "",
    "kernel/timelineentry": "",
    "shipping/shipment": "give-up-as-lost ask_carrier_now read_address",
    "usersessions/usersession": "",
}

# Doors of other libraries, with rules of their own: that they are known here is all; they must not break.
LIBRARIES = """
    GET,POST,PUT /account/login/
    GET,POST /account/logout/
    GET,POST,PUT /account/signup/
    GET,POST,PUT /account/login/code/confirm/
    GET,POST /account/confirm-email/
    GET,POST,PUT /account/email/
    GET /account/inactive/
    GET,POST,PUT /account/password/change/
    GET,POST,PUT /account/password/reset/
    GET /account/password/reset/done/
    GET,POST,PUT /account/password/reset/confirm/
    GET,POST,PUT /account/password/reset/complete/
    GET,POST,PUT /account/password/set/
    GET,POST,PUT /account/reauthenticate/
    GET,POST,PUT /account/sessions/
    GET,POST /admin/login/
    GET,POST /admin/logout/
"""
LIBRARY_PREFIXES = ("/_allauth/app/v1/", "/account/2fa/")

BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "POST /brand/team/<member:member_id>/role/": lambda _: {"role": "manager"},
    "POST /brand/products/<product:product_id>/pictures/change/": lambda things: {
        "picture": things["picture"],
        "do": "first",
    },
    "POST /api/v1/uploads/": lambda things: {
        "collaboration": things["collaboration"],
        "file_name": "clip.mp4",
        "content_type": "video/mp4",
        "size_bytes": 5_000,
    },
    "POST /api/v1/collaborations/<collaboration:collaboration_id>/submissions/": lambda things: {
        "assets": [things["waiting_asset"]],
        "caption": "#ad",
    },
}


def rows() -> Iterator[Row]:
    for policy, lines in (*PAGES, *API, *SIGN_IN, *STAFF):
        for line in filter(None, map(str.strip, lines.splitlines())):
            yield from _parsed(line, policy)
    for kind, decisions in LOOKED_AT.items():
        yield from _admin_rows(kind, decisions.split())


def _parsed(line: str, policy: Policy) -> Iterator[Row]:
    known, _, overrides = line.partition(" :: ")
    methods, path = known.split(" ", 1)
    pairs = dict(pair.split("=", 1) for pair in overrides.split(",")) if overrides else {}
    for values in product(*(value.split("|") for value in pairs.values())):
        parts = dict(zip(pairs, values, strict=True))
        yield from (Row(method, path.strip(), policy, parts) for method in methods.split(","))


def _admin_rows(kind: str, decisions: list[str]) -> Iterator[Row]:
    base, one = f"/admin/{kind}/", f"/admin/{kind}/<path:object_id>"
    yield from _parsed(f"GET,POST {base}", p.LOOK)
    yield from _parsed(f"GET,POST,PUT,PATCH,DELETE {one}/", p.STAFF_PAGES)  # only leads to the page of changes
    yield from _parsed(f"GET {one}/change/", p.LOOK)
    yield from _parsed(f"GET,POST {one}/history/", p.LOOK)
    yield from _parsed(f"POST {one}/change/", p.NEVER)
    yield from _parsed(f"GET,POST {one}/delete/", p.NEVER)
    yield from _parsed(f"GET,POST {base}add/", p.NEVER)
    for decision in decisions:
        yield from _parsed(f"GET,POST {one}/{decision}/", p.LOOK)
