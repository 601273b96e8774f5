"""What the OpenAPI document says of take-down requests."""

from barter.kernel.api.docs import BRAND, Section, body, list_of, ok, query
from content.api import schemas, serializers
from content.api.examples import TAKE_DOWN, TAKE_DOWN_INPUT
from content.workflow import TakeDownState

_CONTENT = Section("content")
_AGREED = {
    **TAKE_DOWN,
    "state": "agreed",
    "due_at": "2026-11-27T14:02:00Z",
    "available_actions": ["report_down"],
    "down_by": "2026-11-27T14:02:00Z",
}
_CHECKING = {
    **_AGREED,
    "state": "checking",
    "ball": "creator",
    "due_at": "2026-12-04T14:02:00Z",
    "available_actions": [],
}
_STAFF = {**TAKE_DOWN, "state": "staff", "ball": "staff", "due_at": "2026-11-26T14:02:00Z", "available_actions": []}

LICENCES_TAKE_DOWN = _CONTENT.create(
    "licences_take_down",
    "Ask that a file comes down",
    "Its creator asks, under a licence that runs or has ended (`term`: it is still used after the end). The brand has 3 days to "
    "answer; after a no, or no answer, our team decides. One open request a licence (`take_down_running`), three in 30 days "
    "(`asked_often_enough`). `seen_url` is shown, never opened by us.",
    ok(schemas.TakeDownSchema, {**TAKE_DOWN, "available_actions": ["withdraw"]}),
    (401, 403, 404, 409, 422, 429),
    takes=body(serializers.TakeDownInput, TAKE_DOWN_INPUT),
)
TAKE_DOWNS_LIST = _CONTENT.page(
    "take_downs_list",
    "Take-down requests",
    "What the creator asked, or the brand was asked; newest first.",
    list_of(schemas.TakeDownSchema, "TakeDownPage", TAKE_DOWN),
    (400, 401, 404),
    also=[query("state", "only this state", enum=TakeDownState.values), BRAND],
)
TAKE_DOWNS_READ = _CONTENT.read(
    "take_downs_read",
    "Read a take-down request",
    "What was said, who is next, and by when.",
    ok(schemas.TakeDownSchema, TAKE_DOWN),
    (401, 404),
)
TAKE_DOWNS_AGREE = _CONTENT.act(
    "take_downs_agree",
    "Agree to take a file down",
    "A licence that runs ends now (`revoked`), and the file is to be gone everywhere by `down_by`, in 5 days. Then the creator "
    "says whether it is.",
    ok(schemas.TakeDownSchema, _AGREED),
    (401, 403, 404, 409),
)
TAKE_DOWNS_REFUSE = _CONTENT.act(
    "take_downs_refuse",
    "Refuse to take a file down",
    "With the reason, which the creator and our team read. Our team decides.",
    ok(schemas.TakeDownSchema, {**_STAFF, "answer": "That is our own page, as agreed."}),
    (401, 403, 404, 409, 422),
    takes=body(serializers.TakeDownAnswerInput, {"answer": "That is our own page, as agreed."}),
)
TAKE_DOWNS_REPORT_DOWN = _CONTENT.act(
    "take_downs_report_down",
    "Say that it is down",
    "Before its day: the creator is asked now whether it is gone.",
    ok(schemas.TakeDownSchema, _CHECKING),
    (401, 403, 404, 409),
)
TAKE_DOWNS_WITHDRAW = _CONTENT.act(
    "take_downs_withdraw",
    "Take a take-down request back",
    "As long as nobody has decided.",
    ok(
        schemas.TakeDownSchema,
        {**TAKE_DOWN, "state": "withdrawn", "ball": None, "due_at": None, "available_actions": []},
    ),
    (401, 403, 404, 409),
)
TAKE_DOWNS_CONFIRM_GONE = _CONTENT.act(
    "take_downs_confirm_gone",
    "Say that it is gone",
    "That ends the request. Without an answer within 7 days it counts as gone.",
    ok(schemas.TakeDownSchema, {**_CHECKING, "state": "gone", "ball": None, "due_at": None}),
    (401, 403, 404, 409),
)
TAKE_DOWNS_SAY_STILL_UP = _CONTENT.act(
    "take_downs_say_still_up",
    "Say that it is still up",
    "After the day it was to be gone, with where it is still seen. Our team decides.",
    ok(schemas.TakeDownSchema, {**_STAFF, "still_up": "On the first page of their shop."}),
    (401, 403, 404, 409, 422),
    takes=body(serializers.TakeDownStillUpInput, {"words": "On the first page of their shop."}),
)
