"""What the creator makes: filming, review, posting, rights."""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE = Topic.CLIPS, Topic.REMINDERS

CLIPS: dict[str, Kind] = {
    "film": Kind(
        CREATOR, _ABOUT, _("Film for {brand} {by}"), _("The brief and the upload are ready for you."), _("Open the brief"), "room",
        needs_action=True,
    ),
    "film_waiting": Kind(
        CREATOR, _NUDGE, _("Your clips for {brand} are due"), _("Upload them {by}."), _("Upload"), "upload", needs_action=True
    ),
    "content_late": Kind(
        CREATOR, _NUDGE, _("Your clips for {brand} are late"), _("Upload them now, or the place goes to somebody else and the credit is lost."),
        _("Upload"), "upload", needs_action=True,
    ),
    "content_late_brand": Kind(
        BRAND, _ABOUT, _("{creator} is late"), _("We reminded them. If nothing comes, the place is free again."),
        _("Open the trade"), "collaboration",
    ),
    "extended": Kind(
        BRAND, _ABOUT, _("{creator} took more days"), _("New clips are due {by}."), _("Open the trade"), "collaboration", mail=False
    ),
    "file_rejected": Kind(
        CREATOR, _ABOUT, _("A file for {brand} can't be used"), _("The upload page says why. Send another."), _("Send another"),
        "upload", needs_action=True, merges=True, many=_("{count} files for {brand} can't be used"), mail_once_in_hours=2,
    ),
    "version_not_sent": Kind(
        CREATOR, _ABOUT, _("Your clips for {brand} are not sent yet"), _("One file can't be used. The upload page names it and says why."),
        _("Send another"), "upload", needs_action=True,
    ),
    "to_review": Kind(
        BRAND, _ABOUT, _("{creator} sent clips for {deal}"), _("Answer {by}, or they are approved."), _("Review the clips"), "review",
        needs_action=True,
    ),
    "review_waiting": Kind(
        BRAND, _NUDGE, _("{creator}'s clips wait for you"), _("Answer {by}, or they are approved."), _("Review the clips"), "review",
        needs_action=True,
    ),
    "changes_requested": Kind(
        CREATOR, _ABOUT, _("{brand} asks for changes"), _("Upload version {version} {by}. {round}"), _("See the notes"), "upload",
        needs_action=True,
    ),
    "changes_waiting": Kind(
        CREATOR, _NUDGE, _("{brand} waits for your new version"), _("Upload it {by}."), _("Upload"), "upload", needs_action=True
    ),
    "approved": Kind(
        CREATOR, _ABOUT, _("{brand} approved your clips"), _("The licence is signed. You stay the owner."), _("See your deal"),
        "room",
    ),
    "approved_post": Kind(
        CREATOR, _ABOUT, _("{brand} approved your clips"), _("Post them {by} and send us the link."), _("Add the link"), "room",
        needs_action=True,
    ),
    "approved_silently": Kind(
        BRAND, _ABOUT, _("{creator}'s clips are approved"), _("Nobody answered in time, so they count as approved."),
        _("Open the library"), "library",
    ),
    "post_waiting": Kind(
        CREATOR, _NUDGE, _("Time to post for {brand}"), _("Post {by} and send us the link."), _("Add the link"), "room",
        needs_action=True,
    ),
    "post_late": Kind(
        CREATOR, _NUDGE, _("Your post for {brand} is late"), _("Post it now, or the trade ends and the credit is lost."),
        _("Add the link"), "room", needs_action=True,
    ),
    "posted": Kind(
        BRAND, _ABOUT, _("{creator} posted for {deal}"), _("We check that it stays up."), _("Open the trade"), "collaboration",
        mail=False,
    ),
    "online_creator": Kind(
        CREATOR, _ABOUT, _("Your post for {brand} is online"), _("Keep it public until {day}. Nothing else to do."),
        _("See your deal"), "room", mail=False,
    ),
    "online_brand": Kind(
        BRAND, _ABOUT, _("{creator}'s post is online"), _("It stays up until {day}."), _("Open the trade"), "collaboration",
        mail=False,
    ),
    "link_failed": Kind(
        CREATOR, _ABOUT, _("Your post needs a fix"), _("It must be public and marked as advertising. Fix it and send its link again {by}."),
        _("Fix the post"), "room", needs_action=True,
    ),
    "link_removed": Kind(
        CREATOR, _ABOUT, _("Your post needs a fix"), _("It must be public and marked as advertising. Fix it {by}."),
        _("Fix the post"), "room", needs_action=True,
    ),
    "link_removed_brand": Kind(
        BRAND, _ABOUT, _("{creator}'s post needs a fix"), _("It is not public, or not marked as advertising any more. We asked for a fix {by}."),
        _("Open the trade"), "collaboration", mail=False,
    ),
    "link_restored_brand": Kind(
        BRAND, _ABOUT, _("{creator}'s post is back"), _("We go on checking it."), _("Open the trade"), "collaboration", mail=False
    ),
    "licence_granted_creator": Kind(
        CREATOR, _ABOUT, _("{brand} may use your clip for {deal}"), _("The signed licence lies in your deal. You stay the owner."),
        _("See your deal"), "room", mail=False, merges=True, many=_("{brand} may use your {count} clips for {deal}"),
    ),
    "licence_granted_brand": Kind(
        BRAND, _ABOUT, _("A clip by {creator} is yours to use"), _("File and licence lie in your library."), _("Open the library"),
        "library", mail=False, merges=True, many=_("{count} clips by {creator} are yours to use"),
    ),
    "captions_changed": Kind(
        BRAND, _ABOUT, _("{creator} changed the captions of {file}"),
        _("The file itself is the same. Your next ZIP from the library has the captions as they are now."), _("See the licence"), "licence",
        mail=False, merges=True, many=_("{creator} changed the captions of {count} files"),
    ),
    "licence_ending_creator": Kind(
        CREATOR, _ABOUT, _("{brand}'s rights in your clips end {day}"), _("Nothing to do: afterwards only you may use the clips."),
        _("See your deal"), "room", merges=True, mail_once_in_hours=24, merges_within_hours=24,
    ),
    "licence_ending_brand": Kind(
        BRAND, _ABOUT, _("Your rights in {creator}'s clips end {day}"),
        _("Ask {creator} for more time in the licence, or take the clips down by then."),
        _("Open the library"), "library", merges=True, mail_once_in_hours=24, merges_within_hours=24,
    ),
    "licence_ended_creator": Kind(
        CREATOR, _ABOUT, _("{brand}'s rights in your clips have ended"), _("From now on only you may use them."),
        _("See your deal"), "room", mail=False, merges=True,
    ),
    "licence_ended_brand": Kind(
        BRAND, _ABOUT, _("Your rights in {creator}'s clips have ended"), _("Take them down where they still run."),
        _("Open the library"), "library", merges=True, mail_once_in_hours=24, merges_within_hours=24,
    ),
    "renewal_offered": Kind(
        CREATOR, _ABOUT, _("{brand} asks for more time with your clip"), _("They would like {more}. Without an answer their rights end as agreed."),
        _("Answer"), "licence", needs_action=True,
    ),
    "renewal_offered_paid": Kind(
        CREATOR, _ABOUT, _("{brand} offers you {contents} for more time with your clip"),
        _("They would like {more}. Without an answer their rights end as agreed."), _("Answer"), "licence", needs_action=True,
    ),
    "renewal_sent": Kind(
        CREATOR, _ABOUT, _("{brand} sent you {contents}"), _("So their licence for your clip goes on, with the same rights."),
        _("Follow it"), "licence",
    ),
    "renewal_lapsed_creator": Kind(
        CREATOR, _ABOUT, _("{brand} did not send {contents}"), _("So nothing comes of the renewal: their rights end as agreed."),
        _("See the licence"), "licence",
    ),
    "renewal_lapsed_brand": Kind(
        BRAND, _ABOUT, _("Nothing comes of the renewal with {creator}"), _("{contents} was not sent in time and is in your stock again."),
        _("See the licence"), "licence",
    ),
    "renewal_kept_creator": Kind(
        CREATOR, _ABOUT, _("You keep {contents}: it was already on its way"), _("The licence it was sent for ends all the same."),
        _("See the licence"), "licence",
    ),
    "renewal_kept_brand": Kind(
        BRAND, _ABOUT, _("{creator} keeps {contents}: it was already on its way"), _("The licence you sent it for ends all the same."),
        _("See the licence"), "licence",
    ),
    "renewal_declined": Kind(
        BRAND, _ABOUT, _("{creator} does not renew a licence"), _("Your rights in this clip end as agreed."), _("See the licence"), "licence",
    ),
    "licence_renewed": Kind(
        BRAND, _ABOUT, _("{creator} renewed a licence"), _("The same rights go on. The new licence lies in your library."), _("Open the library"),
        "library",
    ),
    "licence_revoked_creator": Kind(
        CREATOR, _ABOUT, _("{brand} may no longer use your clip"), _("Our team withdrew the licence."), _("See your deal"), "room",
        merges=True, mail_once_in_hours=24, merges_within_hours=24,
    ),
    "licence_revoked_brand": Kind(
        BRAND, _ABOUT, _("You may no longer use a clip by {creator}"), _("Our team withdrew the licence. Take it down today."),
        _("Open the library"), "library", merges=True, mail_once_in_hours=24, merges_within_hours=24,
    ),
}  # fmt: skip
