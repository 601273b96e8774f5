"""Where the two sides and staff read about requests to take a file down: the brand's list, the request, what staff log."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from barter.kernel import clock
from barter.kernel.templatetags.words import by_words
from content import operations
from content.models import Licence, TakeDown
from content.views import take_downs as views
from content.workflow import LicenceState, TakeDownState
from tests.content.conftest import AT, Trade, make_trade
from tests.content.test_paid_renewal import agree, cream_of, granted, home_of, offer
from tests.content.test_take_downs import DAY, HOUR, ask, by_staff, client_of

pytestmark = pytest.mark.django_db


def still_up_after_a_verdict(trade: Trade, at: Any) -> TakeDown:
    """Staff decided, the brand says that it is down, and the creator still sees it."""
    request = ask(trade, granted(trade), at)
    operations.refuse_take_down(take_down=request, by=trade.by_brand, answer="It is ours", at=at)
    operations.grant_take_down(take_down=request, by=by_staff(trade), decision="First verdict", days=2, at=at + DAY)
    operations.report_taken_down(take_down=request, by=trade.by_brand, at=at + 2 * DAY)
    return operations.say_still_up(take_down=request, by=trade.by_creator, words="In the shop", at=at + 3 * DAY)


def test_a_second_round_tells_in_order_who_said_what_and_when(trade: Trade) -> None:
    request = still_up_after_a_verdict(trade, clock.now() - 9 * DAY)
    page = reverse("take_down", args=[request.public_id])

    def order() -> list[str]:
        text = client_of(trade.owner).get(page).content.decode()
        told = [words for words in ("It is ours", "First verdict", "In the shop", "Second verdict") if words in text]
        return sorted(told, key=text.index)

    assert order() == ["It is ours", "First verdict", "In the shop"]
    said = client_of(trade.owner).get(page).context["said"]
    assert [one.at - request.asked_at for one in said] == [timedelta(0), DAY, 3 * DAY]
    operations.grant_take_down(
        take_down=request, by=by_staff(trade), decision="Second verdict", days=2, at=clock.now() - DAY
    )
    assert order() == ["It is ours", "In the shop", "Second verdict"]


def test_what_was_taken_back_after_a_yes_says_what_stays(trade: Trade) -> None:
    request = still_up_after_a_verdict(trade, AT)
    operations.withdraw_take_down(take_down=request, by=trade.by_creator, at=AT + 4 * DAY)
    page = reverse("take_down", args=[request.public_id])
    told = client_of(trade.creator.user).get(page).content.decode()
    assert "Nothing changed" not in told
    assert "the licence stays over" in told
    assert "you may not use the file" in client_of(trade.owner).get(page).content.decode()
    early = ask(other := make_trade(), granted(other))
    operations.withdraw_take_down(take_down=early, by=other.by_creator, at=AT)
    page = reverse("take_down", args=[early.public_id])
    assert "Nothing changed" in client_of(other.creator.user).get(page).content.decode()


def test_each_side_reads_it_in_its_own_pages(trade: Trade) -> None:
    request = ask(trade, granted(trade))
    page = reverse("take_down", args=[request.public_id])
    brand, creator = (client_of(user).get(page).content.decode() for user in (trade.owner, trade.creator.user))
    assert 'class="side"' in brand
    assert reverse("brand_take_downs") in brand
    assert 'class="bnav"' in creator
    assert reverse("my_licences") in creator
    assert Client().get(page).status_code == 302


def test_all_requests_stand_on_one_page_open_ones_first(trade: Trade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_PAGE_ROWS", 2)
    brand, page = client_of(trade.owner), reverse("brand_take_downs")
    assert "Nobody asked for anything" in brand.get(page).content.decode()
    licence = granted(trade)
    rows = []
    for days in (0, 40, 80):
        rows.append(ask(trade, licence, AT + days * DAY))
        operations.withdraw_take_down(take_down=rows[-1], by=trade.by_creator, at=AT + days * DAY)
    open_one = rows[0]
    TakeDown.objects.filter(pk=open_one.pk).update(state=TakeDownState.ASKED, due_at=(due := clock.now() + 5 * DAY))
    ask(other := make_trade(), granted(other))

    first = brand.get(page)
    assert [one.pk for one in first.context["requests"]] == [open_one.pk, rows[2].pk]
    assert by_words(due, clock.now()) in first.content.decode(), "when it has to be answered, not when it was asked"
    second = brand.get(page + first.context["older_url"])
    assert [one.pk for one in second.context["requests"]] == [rows[1].pk]
    assert second.context["older_url"] == ""
    for broken in ("x", "7-", "0-99999999999999999999", "-1"):
        assert [one.pk for one in brand.get(page, {"after": broken}).context["requests"]] == [open_one.pk, rows[2].pk]
    today = brand.get(reverse("library_today"), headers={"HX-Request": "true"}).content.decode()
    assert page in today
    assert page in brand.get(reverse("brand_library")).content.decode()


def test_a_licence_taken_back_settles_what_was_asked_before_it_was_renewed(trade: Trade) -> None:
    licence, cream, home = granted(trade), cream_of(trade.brand), home_of(trade)
    agree(trade, licence, home, seen := offer(trade, licence, cream))
    request = ask(trade, licence)
    follower = operations.pay_renewal(renewal=seen, at=AT + HOUR)
    assert follower is not None
    operations.revoke_licence(licence=follower, by=by_staff(trade), reason="She is in danger.", at=AT + 2 * HOUR)
    settled = TakeDown.objects.select_related("licence").get(pk=request.pk)
    assert (settled.state, settled.decision) == (TakeDownState.REVOKED, "She is in danger.")
    assert settled.licence.state == LicenceState.RENEWED
    assert Licence.objects.get(pk=follower.pk).state == LicenceState.REVOKED


def test_staff_read_whole_sentences(trade: Trade, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = False
    staff = client_of(User.objects.create_superuser("staff@example.com", "x", started_as="staff"))
    request = ask(trade, granted(trade), clock.now())
    operations.refuse_take_down(take_down=request, by=trade.by_brand, answer="Our own page", at=clock.now())
    shown = staff.get(reverse("admin:content_takedown_change", args=[request.pk])).content.decode()
    assert "Takedown:" not in shown
    assert f"{request.creator.display_name} asked that the file comes down" in shown
    assert f"{request.brand.name} said no" in shown
    staff.post(reverse("admin:content_takedown_grant", args=[request.pk]), {"decision": "It is an ad.", "days": "2"})
    line = LogEntry.objects.get(object_repr=str(request)).get_change_message()
    assert line.endswith("Take it down: It is an ad. It has to be gone within 2 days.")
