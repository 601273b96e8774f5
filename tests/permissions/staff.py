"""Lines of the admin."""

from tests.permissions import policies as p
from tests.permissions.policies import Policy

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
    (p.policy("in in in in in in in 404 ok"), "GET,POST /admin/<app_label>/ :: app_label=deals|inbox"),
    (
        p.LOOK,
        """
        GET /admin/inbox/mail/samples/
        GET /admin/inbox/mail/samples/<str:name>/ :: name=accepted
        GET /admin/inbox/mail/samples/<str:name>/raw/ :: name=accepted
        POST /admin/inbox/mail/samples/<str:name>/send/ :: name=accepted
        """,
    ),
    (p.NOTHING_THERE, "GET,POST /admin/<url> :: url=no-such-page"),
    (p.policy("in 403 403 403 403 403 403 ok ok"), "GET,POST /admin/login/"),
    (p.policy("ok ok ok ok ok ok ok 405 405"), "GET /admin/logout/"),
    (p.PUBLIC, "POST /admin/logout/"),
    (p.NOTHING_THERE, "GET,POST /admin/r/<path:content_type_id>/<path:object_id>/"),
]

# Kinds staff may look at, each with the decisions that can be made on one of them; nothing there is ever edited freely.
LOOKED_AT: dict[str, str] = {
    "account/emailaddress": "",
    "accounts/dataexport": "build-again give-up delete-the-file",
    "accounts/user": "change-role close-the-account reopen-the-account sign-out-everywhere keep-the-account",
    "admin/logentry": "",
    "brands/brand": "verify take-back-verification trust end-the-trust check-new-deals limit-slots suspend lift change-the-plan",
    "brands/catalogueimport": "",
    "brands/product": "",
    "content/asset": "",
    "content/licence": "take-back-licence",
    "content/sharelink": "end-link",
    "content/submission": "",
    "content/takedown": "take-it-down nothing-to-take-down",
    "creators/channel": "verify take-back-verification",
    "creators/creator": "verify verify-phone take-back-verification take-back-phone-verification pause-for-30-days close lift",
    "deals/application": "",
    "deals/collaboration": "cancel end-cant-be-solved problem-solved",
    "deals/deal": "approve reject take-down pause resume close",
    "deals/dispute": "decide decide-the-appeal",
    "deals/fault": "settle",
    "deals/livelink": "say-what-you-see check-now",
    "deals/review": "",
    "deals/terms": "",
    "deals/savedsearch": "",
    "inbox/mail": "send-again",
    "inbox/notification": "",
    "inbox/pushdevice": "take-off",
    "inbox/rhythm": "",
    "inbox/silence": "",
    "inbox/thread": "read_conversation",
    "kernel/handled": "",
    "kernel/idempotencyrecord": "",
    "kernel/message": "try-again",
    "kernel/policy": "back-to-the-default change-the-value",
    "kernel/productclock": "",
    "kernel/timelineentry": "",
    "shipping/shipment": "give-up-as-lost ask-the-carrier-now read_address",
    "usersessions/usersession": "sign-out-here",
}
