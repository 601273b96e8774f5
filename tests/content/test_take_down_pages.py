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
from tests.content.conftest import AT, Trade, granted, make_trade
from tests.content.test_paid_renewal import agree, cream_of, home_of, offer
from tests.content.test_take_downs import DAY, HOUR, WORDS, T, ask, by_staff, client_of, row

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


def test_both_sides_follow_it_on_one_page_and_answer_there(trade: Trade, licence: Licence) -> None:
    creator, brand, viewer = client_of(trade.creator.user), client_of(trade.owner), client_of(trade.viewer)
    Licence.objects.update(starts_at=clock.now() - DAY)
    licence_page = reverse("licence", args=[licence.code])
    address = reverse("take_down_ask", args=[licence.public_id])
    for page in (licence_page, reverse("my_licences")):
        assert address in creator.get(page).content.decode()
    assert "Taking it down" not in brand.get(licence_page).content.decode()
    assert [client.get(address).status_code for client in (brand, client_of(trade.outsider.user))] == [404, 404]

    said = {"reason": "safety", "words": "<b>He</b> found my street.", "seen_url": "example.com"}
    again = creator.post(address, {**said, "reason": ""})
    assert again.status_code == 422
    assert "Choose why it should come down." in again.content.decode()
    again = creator.post(address, said)
    assert "with https:// in front" in again.content.decode()
    page = creator.post(address, {**said, "seen_url": "https://example.com/?a=1&b=2"}, follow=True)
    asked = TakeDown.objects.get()
    own = reverse("take_down", args=[asked.public_id])
    text = page.content.decode()
    assert "Velda answers" in text
    assert "&lt;b&gt;He&lt;/b&gt; found my street." in text
    assert 'rel="nofollow noopener noreferrer ugc"' in text
    assert creator.get(address).headers["Location"] == own  # who has asked follows that
    assert own in creator.get(reverse("my_licences")).content.decode()

    words = brand.get(own).content.decode()
    assert words.index("Agree and take it down") < words.index("There is no way back.") < words.index("End licence")
    assert own in brand.get(licence_page).content.decode()
    assert own not in Client().get(licence_page).content.decode()
    for client in (viewer, creator):
        assert "Agree and take it down" not in client.get(own).content.decode()
    refuse, agree = (reverse("take_down_move", args=[asked.public_id, verb]) for verb in ("refuse", "agree"))
    assert viewer.post(agree).status_code == 403
    assert creator.post(agree).status_code == 302  # told no by the table
    assert client_of(trade.outsider.user).post(agree).status_code == 404
    assert brand.post(reverse("take_down_move", args=[asked.public_id, "keep"])).status_code == 404
    empty = brand.post(refuse, {"answer": ""})
    assert empty.status_code == 422
    assert "Say why in a few words." in empty.content.decode()
    assert row(asked).state == T.ASKED
    brand.post(agree)
    assert row(asked).state == T.AGREED
    assert "It is down everywhere" in brand.get(own).content.decode()
    brand.post(reverse("take_down_move", args=[asked.public_id, "report-down"]))
    assert "Is it gone?" in creator.get(own).content.decode()
    creator.post(reverse("take_down_move", args=[asked.public_id, "say-still-up"]), {"words": "In their shop"})
    for client in (creator, brand):
        text = client.get(own).content.decode()
        assert "Our team decides" in text
        assert "In their shop" in text


@pytest.mark.parametrize("state", T.values)
def test_every_state_has_words_for_both_sides(trade: Trade, licence: Licence, state: str) -> None:
    take_down = ask(trade, licence, clock.now())
    later = clock.now() + DAY
    TakeDown.objects.update(state=state, due_at=later, down_by=later, answer="No", decision="So", still_up="There")
    for user in (trade.creator.user, trade.owner, trade.viewer):
        text = client_of(user).get(reverse("take_down", args=[take_down.public_id])).content.decode()
        assert "{" not in text.split("<h1>")[1].split("</h1>")[0]


def test_today_says_what_of_its_licences_needs_the_brand_and_nothing_where_nothing_does(
    trade: Trade, licence: Licence
) -> None:
    brand, today = client_of(trade.owner), reverse("brand_today")
    Licence.objects.update(starts_at=clock.now() - DAY, ends_at=clock.now() + 40 * DAY)
    assert "Your licences" not in brand.get(today).content.decode()
    Licence.objects.update(ends_at=clock.now() + 29 * DAY)
    text = brand.get(today).content.decode()
    assert "1 licence ends within 30 days" in text
    assert f"{reverse('brand_library')}?ends=30" in text
    assert "take a clip down" not in text
    take_down = ask(trade, licence, clock.now())
    text = brand.get(today).content.decode()
    assert "asks you to take a clip down" in text
    assert reverse("take_down", args=[take_down.public_id]) in text
    operations.refuse_take_down(take_down=take_down, by=trade.by_brand, answer="No", at=clock.now())
    Licence.objects.update(state=LicenceState.EXPIRED, ends_at=clock.now() - DAY, wake_at=None)
    assert "Your licences" not in brand.get(today).content.decode()


def test_staff_find_it_in_their_queue_and_decide_with_words_that_both_read(
    trade: Trade, licence: Licence, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    staff = client_of(User.objects.create_superuser("staff@example.com", "x", started_as="staff"))
    at = clock.now()
    take_down = ask(trade, licence, at)
    operations.refuse_take_down(take_down=take_down, by=trade.by_brand, answer="Our own page", at=at)
    assert "Take-downs" in staff.get(reverse("admin:index")).content.decode()
    queue = staff.get(f"{reverse('admin:content_takedown_changelist')}?state__exact=staff").content.decode()
    assert licence.code in queue
    shown = staff.get(reverse("admin:content_takedown_change", args=[take_down.pk])).content.decode()
    assert all(words in shown for words in (WORDS, "Our own page", "https://example.com/ad", "nofollow noopener"))
    assert "Seen at" in shown
    address = reverse("admin:content_takedown_grant", args=[take_down.pk])
    assert 'value="5"' in staff.get(address).content.decode()
    staff.post(address, {"decision": "It is an ad.", "days": "2"})
    decided = row(take_down)
    assert (decided.state, decided.decision, decided.licence.state) == (T.REVOKED, "It is an ad.", LicenceState.REVOKED)
    assert LogEntry.objects.filter(object_repr=str(decided), change_message__contains="It is an ad.").exists()
    for user in (trade.creator.user, trade.owner):
        page = client_of(user).get(reverse("take_down", args=[take_down.public_id])).content.decode()
        assert "It is an ad." in page


def test_staff_see_the_file_and_know_that_a_licence_taken_back_decides_the_request_with_words_both_read(
    trade: Trade, licence: Licence, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = False
    staff = client_of(User.objects.create_superuser("staff@example.com", "x", started_as="staff"))
    take_back = reverse("admin:content_licence_revoke", args=[licence.pk])
    assert "Both sides read this" not in staff.get(take_back).content.decode()
    take_down = ask(trade, licence, clock.now())
    assert "Both sides read this" in staff.get(take_back).content.decode()
    shown = reverse("admin:content_takedown_change", args=[take_down.pk])
    licence.asset.__class__.objects.update(thumb_key="previews/a/thumb.webp")
    assert 'class="st-still"' in staff.get(shown).content.decode()


def test_who_is_asked_about_a_renewed_licence_reads_that_the_right_ends(trade: Trade, licence: Licence) -> None:
    at = clock.now()
    take_down = ask(trade, licence, at)
    TakeDown.objects.update(state=T.WITHDRAWN)
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=at)
    operations.accept_renewal(licence=licence, by=trade.by_creator, at=at)
    TakeDown.objects.update(state=T.ASKED)
    page = client_of(trade.owner).get(reverse("take_down", args=[take_down.public_id])).content.decode()
    assert "If you agree, your right ends now" in page
