"""Lines of the pages."""

from collections.abc import Iterable

from deals.web.brand.answers import ANSWERS
from deals.web.brand.trade_verbs import VERBS as TRADE
from deals.web.brand.wizard_steps import STEPS
from deals.web.creator.room_verbs import VERBS as ROOM
from tests.permissions import policies as p
from tests.permissions.policies import Policy

# Answered from what the trade went through: they find something only in one that has a dispute and a fault.
AFTERMATH = "answer-dispute|appeal-dispute|appeal-fault"


def _others(verbs: Iterable[str]) -> str:
    return "|".join(verb for verb in verbs if verb not in AFTERMATH)


PAGES: list[tuple[Policy, str]] = [
    (
        p.policy("in ok 404 404 404 404 404 404 404"),
        """
        GET /settings/data/<export:export_id>/
        POST /settings/devices/<int:session_id>/end/
        """,
    ),
    (
        p.PUBLIC,
        """
        GET /
        GET /healthz
        GET /readyz
        GET /share.jpg
        GET /b/<slug:slug>/share.jpg
        GET /c/<slug:handle>/share.jpg
        GET /help/
        GET /licences/
        GET /pricing/
        GET /privacy/
        GET /terms/
        GET /robots.txt
        GET /manifest.webmanifest
        GET /sw.js
        GET /offline/
        GET /sitemap.xml
        GET,POST /design/
        GET /deals/
        GET /deals/<deal:deal_id>/
        GET /deals/<deal:deal_id>/share.jpg
        GET /deals/<deal:deal_id>/terms/
        GET,POST /deals/<deal:deal_id>/apply/
        GET /deals/searches/save/
        GET /b/<slug:slug>/
        GET /c/<slug:handle>/
        GET /c/<slug:handle>/clips/
        GET /assets/<asset:asset_id>/play/ :: asset_id=licensed_asset
        GET /shared/<str:share_token>/
        GET /shared/<str:share_token>/<asset:asset_id>/play/ :: asset_id=licensed_asset
        GET /shared/<str:share_token>/<asset:asset_id>/captions.vtt :: asset_id=licensed_asset
        POST /shared/<str:share_token>/<asset:asset_id>/download/ :: asset_id=licensed_asset
        GET /assets/<asset:asset_id>/captions.vtt :: asset_id=licensed_asset
        POST /look/theme/
        POST /look/language/
        GET /join/
        GET,POST,PUT /join/brand/
        GET,POST,PUT /join/creator/
        GET /invitation/<str:token>/
        GET /calendar/<str:calendar_token>.ics
        GET /licences/<slug:code>.json
        GET /licences/<slug:code>.pdf
        GET /licences/<slug:code>/
        """,
    ),
    (
        p.MEMBERS,
        """
        GET /home/
        GET,POST /unsent/<str:token>/ :: token=none
        GET,POST /brand/new/
        GET,POST /inbox/
        GET,POST /inbox/notifications/
        GET,POST /inbox/settings/
        POST /inbox/devices/
        GET,POST /settings/
        GET,POST /settings/data/
        GET,POST /settings/delete/
        POST /settings/keep/
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
        GET /me/clips/
        GET /me/licensed/
        GET /me/clips/shown/
        GET,POST /me/clips/add/
        GET /me/start/
        GET,POST /me/start/<slug:step>/ :: step=address|channel|niches
        GET /deals/saved/
        GET /deals/searches/
        GET /my-deals/
        GET /my-deals/calendar/
        POST /my-deals/calendar/renew/
        """,
    ),
    (
        p.KEPT,
        """
        GET,POST /deals/<deal:deal_id>/save/
        POST /deals/searches/save/
        """,
    ),
    (
        p.CREATOR_OWN,
        f"""
        GET /deals/searches/<search:search_id>/
        GET,POST /deals/searches/<search:search_id>/rename/
        POST /deals/searches/<search:search_id>/alerts/
        POST /deals/searches/<search:search_id>/delete/
        GET,POST /me/addresses/<address:address_id>/
        POST /me/addresses/<address:address_id>/default/
        POST /me/addresses/<address:address_id>/remove/
        GET,POST /me/channels/<channel:channel_id>/
        POST /me/channels/<channel:channel_id>/main/
        POST /me/channels/<channel:channel_id>/remove/
        GET,POST /me/clips/<clip:clip_id>/
        POST /me/clips/<clip:clip_id>/move/
        POST /me/clips/<clip:clip_id>/remove/
        POST /me/clips/<clip:clip_id>/put-back/
        GET /inbox/notifications/<notification:notification_id>/
        POST /inbox/devices/<device:device_id>/remove/
        POST /inbox/files/<attachment:attachment_id>/finish/
        POST /inbox/files/<attachment:attachment_id>/remove/
        GET /inbox/files/<attachment:attachment_id>/plain/
        GET /inbox/files/<attachment:attachment_id>/arrived/
        GET /my-deals/<collaboration:collaboration_id>/
        GET /my-deals/<collaboration:collaboration_id>/terms/
        GET,POST /my-deals/<collaboration:collaboration_id>/<slug:verb>/ :: verb={_others(ROOM)}
        GET,POST /my-deals/<collaboration:collaboration_id>/<slug:verb>/ :: verb={AFTERMATH},collaboration_id=disputed
        GET /my-deals/applications/<application:application_id>/
        GET /my-deals/applications/<application:application_id>/sent/
        GET,POST /my-deals/applications/<application:application_id>/<slug:verb>/ :: verb=withdraw|accept|decline|counter
        GET,POST /shipments/<shipment:shipment_id>/send-to/
        GET /submissions/<submission:submission_id>/
        POST /licences/<licence:licence_id>/answer-renewal/
        GET,POST /licences/<licence:licence_id>/take-down/
        GET,POST /collaborations/<collaboration:collaboration_id>/upload/
        POST /collaborations/<collaboration:collaboration_id>/upload/plain/
        POST /collaborations/<collaboration:collaboration_id>/upload/start/
        GET,POST /assets/<asset:asset_id>/captions/ :: asset_id=licensed_asset
        GET /uploads/<asset:asset_id>/
        GET /uploads/<asset:asset_id>/arrived/
        POST /uploads/<asset:asset_id>/finish/
        GET /uploads/<asset:asset_id>/plain/
        POST /uploads/<asset:asset_id>/again/
        POST /uploads/<asset:asset_id>/parts/ :: asset_id=waiting_asset
        POST /uploads/<asset:asset_id>/remove/ :: asset_id=waiting_asset
        """,
    ),
    (
        p.BRANDS,
        """
        GET /brand/
        GET /brand/applicants/
        GET /brand/creators/
        GET /brand/creators/lists/
        GET /brand/deals/
        GET /brand/problems/
        GET /brand/insights/
        GET /brand/insights/<slug:table>.csv :: table=funnel|days|on-time|files|cost
        GET /brand/products/
        GET /brand/profile/
        GET /brand/shipments/
        GET /brand/shipments/guess/
        GET /brand/team/
        GET,POST /brand/team/leave/
        GET /library/
        GET /library/shares/
        GET /library/take-downs/
        GET /library/today/
        GET /review/
        """,
    ),
    (
        p.BRANDS_MANAGE,
        """
        GET,POST /brand/deals/new/
        POST /brand/creators/add/
        GET /brand/creators/export.csv
        POST /brand/creators/invite/
        POST /brand/creators/lists/
        POST /brand/creators/remove/
        GET,POST /brand/products/import/
        GET,POST /brand/products/new/
        GET,POST /brand/shipments/paste/
        GET /brand/shipments/to-ship.csv
        POST /library/archive/
        POST /library/shares/
        POST /library/shares/new/
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
        f"""
        GET /brand/applications/<application:application_id>/
        GET /brand/applications/<application:application_id>/<slug:verb>/ :: verb=decline
        GET /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb={_others(TRADE)}
        GET /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb={AFTERMATH},collaboration_id=disputed
        GET /brand/deals/<deal:deal_id>/<slug:verb>/ :: verb=close
        GET /brand/deals/<deal:deal_id>/edit/<slug:step>/ :: step={"|".join(dict(STEPS))},deal_id=draft
        GET /brand/creators/<creator:creator_id>/
        GET /brand/creators/<creator:creator_id>/invite/
        GET /brand/collaborations/<collaboration:collaboration_id>/
        GET /brand/deals/<deal:deal_id>/
        GET /brand/deals/<deal:deal_id>/decisions/
        GET /brand/deals/<deal:deal_id>/applicants/accept/
        GET /brand/deals/<deal:deal_id>/applicants/decline/
        GET /brand/deals/<deal:deal_id>/applicants/message/
        GET /brand/products/<product:product_id>/
        GET /library/owned/<product:product_id>/
        GET /brand/switch/<brand:brand_id>/
        GET /submissions/<submission:submission_id>/review/
        """,
    ),
    (
        p.BRAND_MANAGES,
        f"""
        POST /brand/applications/<application:application_id>/<slug:verb>/ :: verb={"|".join(ANSWERS)}
        POST /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb={_others(TRADE)}
        POST /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb={AFTERMATH},collaboration_id=disputed
        POST /brand/deals/<deal:deal_id>/<slug:verb>/ :: verb=pause|resume|close|discard|take-back|duplicate
        POST /brand/deals/<deal:deal_id>/edit/<slug:step>/ :: step={"|".join(dict(STEPS))},deal_id=draft
        POST /brand/products/<product:product_id>/pictures/change/
        POST /brand/creators/<creator:creator_id>/invite/
        POST /brand/creators/<creator:creator_id>/notes/
        GET,POST /brand/creators/lists/<creator_list:creator_list_id>/
        GET,POST /brand/creators/lists/<creator_list:creator_list_id>/delete/
        POST /brand/deals/<deal:deal_id>/applicants/accept/
        POST /brand/deals/<deal:deal_id>/applicants/decline/
        POST /brand/deals/<deal:deal_id>/applicants/shortlist/
        POST /brand/deals/<deal:deal_id>/applicants/unshortlist/
        POST /brand/deals/<deal:deal_id>/applicants/undo/
        POST /brand/deals/<deal:deal_id>/applicants/offer-next/
        POST /brand/deals/<deal:deal_id>/applicants/message/
        POST /brand/deals/<deal:deal_id>/decisions/release/
        POST /brand/deals/<deal:deal_id>/decisions/forget/
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
        GET,POST /library/shares/<share:share_id>/end/
        POST /licences/<licence:licence_id>/offer-renewal/
        POST /submissions/<submission:submission_id>/approve/
        POST /submissions/<submission:submission_id>/brief/
        POST /submissions/<submission:submission_id>/notes/
        POST /submissions/<submission:submission_id>/notes/<note:note_id>/
        """,
    ),
    (
        p.BRAND_OWNS,
        """
        GET,POST /brand/creators/notes/<creator_note:creator_note_id>/
        GET,POST /brand/creators/notes/<creator_note:creator_note_id>/delete/
        GET,POST /brand/team/<member:member_id>/remove/
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
        GET /inbox/files/<attachment:attachment_id>/
        GET /inbox/files/<attachment:attachment_id>/row/
        GET /collaborations/<collaboration:collaboration_id>/parcel/
        GET /renewals/<renewal:renewal_id>/parcel/
        GET /assets/<asset:asset_id>/download/
        GET /take-downs/<take_down:take_down_id>/
        """,
    ),
    (
        p.SIDES_WRITE,
        """
        POST /applications/<application:application_id>/thread/
        POST /take-downs/<take_down:take_down_id>/<slug:verb>/ :: verb=agree|refuse|report-down|withdraw|confirm-gone|say-still-up
        POST /inbox/<thread:thread_id>/
        GET /applications/<application:application_id>/files/
        POST /applications/<application:application_id>/files/start/
        POST /applications/<application:application_id>/files/plain/
        """,
    ),
    (p.policy("ok 403 403 403 403 403 403 403 403"), "POST /invitation/<str:token>/"),  # for the invited address alone
    (p.SIGNED, "POST /hooks/carriers/<slug:carrier>/ :: carrier=simulated"),
    # What isn't there in this world is a 404 for everybody; the door itself is tried in the application's own tests.
    (
        p.CLOSED,
        """
        GET /pictures/<path:name> :: name=pictures/none.webp
        GET /assets/<asset:asset_id>/play/
        GET /assets/<asset:asset_id>/captions.vtt
        GET,POST /inbox/unsubscribe/<str:token>/ :: token=forged
        GET,POST /api/
        """,
    ),
    # A step or a verb that is none
    (
        p.policy("in 404 404 404 404 404 404 404 404"),
        """
        GET,POST /me/start/<slug:step>/ :: step=no-such-step
        GET /brand/applications/<application:application_id>/<slug:verb>/ :: verb=no-such-verb
        GET /brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/ :: verb=no-such-verb
        GET /brand/deals/<deal:deal_id>/<slug:verb>/ :: verb=no-such-verb
        GET /brand/deals/<deal:deal_id>/edit/<slug:step>/ :: step=no-such-step
        """,
    ),
]
