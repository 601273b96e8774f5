"""Lines of the API."""

from tests.permissions import policies as p
from tests.permissions.policies import Policy

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
        GET /api/v1/creators/<creator:creator_id>/clips/
        """,
    ),
    (
        p.MEMBERS,
        """
        GET,PATCH /api/v1/me/
        GET /api/v1/assets/<asset:asset_id>/captions/ :: asset_id=licensed_asset
        POST,DELETE /api/v1/me/deletion/
        GET,POST /api/v1/me/export/
        GET /api/v1/applications/
        GET /api/v1/notifications/
        POST /api/v1/notifications/read/
        GET /api/v1/notifications/unread/
        GET,PATCH /api/v1/notifications/settings/
        GET,POST /api/v1/push-devices/
        GET /api/v1/threads/
        GET /api/v1/collaborations/
        GET /api/v1/licences/
        GET /api/v1/take-downs/
        GET /api/v1/shipments/
        GET,POST /api/v1/addresses/
        GET,POST /api/v1/channels/
        GET,POST /api/v1/clips/
        GET /api/v1/clips/choices/
        GET /api/v1/products/
        POST /api/v1/products/import/
        POST /api/v1/brands/
        POST /api/v1/creators/
        """,
    ),
    (
        p.CREATOR_OWN,
        """
        GET /api/v1/me/export/download/
        GET,PATCH,DELETE /api/v1/addresses/<address:address_id>/
        GET,PATCH,DELETE /api/v1/channels/<channel:channel_id>/
        GET,PATCH,DELETE /api/v1/searches/<search:search_id>/
        POST /api/v1/searches/<search:search_id>/see/
        GET,DELETE /api/v1/uploads/<asset:asset_id>/
        DELETE /api/v1/attachments/<attachment:attachment_id>/
        DELETE /api/v1/push-devices/<device:device_id>/
        POST /api/v1/attachments/<attachment:attachment_id>/complete/
        GET,PATCH,DELETE /api/v1/clips/<clip:clip_id>/
        POST /api/v1/uploads/<asset:asset_id>/complete/
        POST /api/v1/uploads/<asset:asset_id>/use-again/
        POST /api/v1/uploads/<asset:asset_id>/parts/
        """,
    ),
    (
        p.SIDES,
        """
        GET /api/v1/applications/<application:application_id>/
        GET /api/v1/assets/<asset:asset_id>/
        GET /api/v1/attachments/<attachment:attachment_id>/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/faults/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/reviews/
        GET /api/v1/collaborations/<collaboration:collaboration_id>/submissions/
        GET /api/v1/disputes/<dispute:dispute_id>/
        GET /api/v1/licences/<licence:licence_id>/
        GET /api/v1/take-downs/<take_down:take_down_id>/
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
        GET,POST /api/v1/applications/<application:application_id>/attachments/
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
        POST /api/v1/faults/<fault:fault_id>/appeal/
        POST /api/v1/disputes/<dispute:dispute_id>/answer/
        POST /api/v1/disputes/<dispute:dispute_id>/appeal/
        """,
    ),
    (
        p.CREATOR_ACTS,
        """
        POST /api/v1/applications/<application:application_id>/withdraw/
        GET /api/v1/assets/<asset:asset_id>/download/
        PUT,DELETE /api/v1/assets/<asset:asset_id>/captions/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/confirm-delivery/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/exit/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/extend/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/leave/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/restore-live/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/solve-problem/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/submissions/
        POST /api/v1/licences/<licence:licence_id>/answer-renewal/
        POST /api/v1/licences/<licence:licence_id>/take-down/
        POST /api/v1/take-downs/<take_down:take_down_id>/withdraw/
        POST /api/v1/take-downs/<take_down:take_down_id>/confirm-gone/
        POST /api/v1/take-downs/<take_down:take_down_id>/say-still-up/
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
        POST /api/v1/applications/<application:application_id>/take-back/
        POST /api/v1/applications/<application:application_id>/unshortlist/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/send-again/
        POST /api/v1/collaborations/<collaboration:collaboration_id>/shipments/
        POST /api/v1/licences/<licence:licence_id>/offer-renewal/
        POST /api/v1/take-downs/<take_down:take_down_id>/agree/
        POST /api/v1/take-downs/<take_down:take_down_id>/refuse/
        POST /api/v1/take-downs/<take_down:take_down_id>/report-down/
        POST /api/v1/shipments/<shipment:shipment_id>/correct-tracking/
        POST /api/v1/shipments/<shipment:shipment_id>/enter-tracking/
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
        GET /api/v1/creators/<creator:creator_id>/notes/
        GET /api/v1/creator-lists/<creator_list:creator_list_id>/
        GET /api/v1/shares/<share:share_id>/
        GET /api/v1/creator-lists/<creator_list:creator_list_id>/creators/
        """,
    ),
    (
        p.BRAND_MANAGES,
        """
        GET /api/v1/imports/<import:import_id>/
        POST /api/v1/imports/<import:import_id>/confirm/
        POST /api/v1/imports/<import:import_id>/discard/
        PATCH,DELETE /api/v1/products/<product:product_id>/
        POST /api/v1/creators/<creator:creator_id>/notes/
        PATCH,DELETE /api/v1/creator-lists/<creator_list:creator_list_id>/
        POST /api/v1/creator-lists/<creator_list:creator_list_id>/creators/
        POST /api/v1/creator-lists/<creator_list:creator_list_id>/remove/
        POST /api/v1/shares/<share:share_id>/end/
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
        PATCH,DELETE /api/v1/creator-notes/<creator_note:creator_note_id>/
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
        POST /api/v1/deals/<deal:deal_id>/decisions/
        POST /api/v1/deals/<deal:deal_id>/decisions/release/
        POST /api/v1/deals/<deal:deal_id>/decisions/take-back/
        POST /api/v1/deals/<deal:deal_id>/discard/
        POST /api/v1/deals/<deal:deal_id>/duplicate/
        POST /api/v1/deals/<deal:deal_id>/invitations/
        POST /api/v1/deals/<deal:deal_id>/pause/
        POST /api/v1/deals/<deal:deal_id>/resume/
        POST /api/v1/deals/<deal:deal_id>/submit/
        POST /api/v1/deals/<deal:deal_id>/take-back/
        """,
    ),
    (
        p.DEAL_BRAND_SEES,
        """
        GET /api/v1/deals/<deal:deal_id>/applications/
        GET /api/v1/deals/<deal:deal_id>/decisions/
        """,
    ),
    (
        p.BRANDS,
        """
        GET /api/v1/insights/
        GET /api/v1/creator-lists/
        GET /api/v1/shares/
        """,
    ),
    # What is one's own as a creator: who is none is told so
    (
        p.DEAL_CREATORS,
        """
        GET /api/v1/deals/picks/
        GET /api/v1/me/calendar/
        POST /api/v1/me/calendar/renew/
        GET,POST /api/v1/searches/
        """,
    ),
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
        POST /api/v1/creator-lists/
        POST /api/v1/shares/
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
    (p.BRAND_MANAGES, "DELETE /api/v1/pictures/<picture:picture_id>/"),
]
