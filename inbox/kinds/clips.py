"""What the creator makes: filming, review, posting, rights."""

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE = Topic.CLIPS, Topic.REMINDERS

CLIPS: dict[str, Kind] = {
    "film": Kind(
        CREATOR, _ABOUT, "Film for {brand} {by}", "The brief and the upload are ready for you.", "Open the brief", "room",
        needs_action=True,
    ),
    "film_waiting": Kind(
        CREATOR, _NUDGE, "Your clips for {brand} are due", "Upload them {by}.", "Upload", "upload", needs_action=True
    ),
    "content_late": Kind(
        CREATOR, _NUDGE, "Your clips for {brand} are late", "Upload them now: soon the place is free again and the credit lost.",
        "Upload", "upload", needs_action=True,
    ),
    "content_late_brand": Kind(
        BRAND, _ABOUT, "{creator} is late", "We reminded them. Without clips the place is free again soon.",
        "Open the trade", "collaboration",
    ),
    "extended": Kind(
        BRAND, _ABOUT, "{creator} took more days", "New clips are due {by}.", "Open the trade", "collaboration", mail=False
    ),
    "file_rejected": Kind(
        CREATOR, _ABOUT, "A file for {brand} can't be used", "The upload page says why. Send another.", "Send another",
        "upload", needs_action=True, merges=True, many="{count} files for {brand} can't be used", mail_once_in_hours=2,
    ),
    "version_not_sent": Kind(
        CREATOR, _ABOUT, "Your clips for {brand} are not sent yet", "One file can't be used. The upload page names it and says why.",
        "Send another", "upload", needs_action=True,
    ),
    "to_review": Kind(
        BRAND, _ABOUT, "{creator} sent clips for {deal}", "Answer {by}, or they are approved.", "Review", "review",
        needs_action=True,
    ),
    "review_waiting": Kind(
        BRAND, _NUDGE, "{creator}'s clips wait for you", "Answer {by}, or they are approved.", "Review", "review",
        needs_action=True,
    ),
    "changes_requested": Kind(
        CREATOR, _ABOUT, "{brand} asks for changes", "Upload version {version} {by}.", "See the notes", "upload",
        needs_action=True,
    ),
    "changes_waiting": Kind(
        CREATOR, _NUDGE, "{brand} waits for your new version", "Upload it {by}.", "Upload", "upload", needs_action=True
    ),
    "approved": Kind(
        CREATOR, _ABOUT, "{brand} approved your clips", "The licence is signed. You stay the owner.", "See your deal",
        "room",
    ),
    "approved_post": Kind(
        CREATOR, _ABOUT, "{brand} approved your clips", "Post them {by} and send us the link.", "Add the link", "room",
        needs_action=True,
    ),
    "approved_silently": Kind(
        BRAND, _ABOUT, "{creator}'s clips are approved", "Nobody answered in time, so they count as approved.",
        "Open the library", "library",
    ),
    "post_waiting": Kind(
        CREATOR, _NUDGE, "Time to post for {brand}", "Post {by} and send us the link.", "Add the link", "room",
        needs_action=True,
    ),
    "post_late": Kind(
        CREATOR, _NUDGE, "Your post for {brand} is late", "Post it now: soon the trade ends and the credit is lost.",
        "Add the link", "room", needs_action=True,
    ),
    "posted": Kind(
        BRAND, _ABOUT, "{creator} posted for {deal}", "We check that it stays up.", "Open the trade", "collaboration",
        mail=False,
    ),
    "online_creator": Kind(
        CREATOR, _ABOUT, "Your post for {brand} is online", "Keep it public until {day}. Nothing else to do.",
        "See your deal", "room", mail=False,
    ),
    "online_brand": Kind(
        BRAND, _ABOUT, "{creator}'s post is online", "It stays up until {day}.", "Open the trade", "collaboration",
        mail=False,
    ),
    "link_failed": Kind(
        CREATOR, _ABOUT, "We can't see your post", "Make it public with its disclosure, then send the link {by}.",
        "Fix the link", "room", needs_action=True,
    ),
    "link_removed": Kind(
        CREATOR, _ABOUT, "Your post is gone", "Bring it back {by}.", "See your deal", "room", needs_action=True
    ),
    "link_removed_brand": Kind(
        BRAND, _ABOUT, "{creator}'s post is gone", "We asked for it to come back {by}.", "Open the trade",
        "collaboration", mail=False,
    ),
    "link_restored_brand": Kind(
        BRAND, _ABOUT, "{creator}'s post is back", "We go on checking it.", "Open the trade", "collaboration", mail=False
    ),
    "licence_granted_creator": Kind(
        CREATOR, _ABOUT, "{brand} may use your clip for {deal}", "The signed licence lies in your deal. You stay the owner.",
        "See your deal", "room", mail=False, merges=True, many="{brand} may use your {count} clips for {deal}",
    ),
    "licence_granted_brand": Kind(
        BRAND, _ABOUT, "A clip by {creator} is yours to use", "File and licence lie in your library.", "Open the library",
        "library", mail=False, merges=True, many="{count} clips by {creator} are yours to use",
    ),
    "licence_ending_creator": Kind(
        CREATOR, _ABOUT, "{brand}'s rights end in {days} days", "Nothing to do: afterwards only you may use the clips.",
        "See your deal", "room", merges=True, mail_once_in_hours=24,
    ),
    "licence_ending_brand": Kind(
        BRAND, _ABOUT, "Your rights in {creator}'s clips end in {days} days", "Take them down by then, or ask {creator}.",
        "Open the library", "library", merges=True, mail_once_in_hours=24,
    ),
    "licence_ended_creator": Kind(
        CREATOR, _ABOUT, "{brand}'s rights in your clips have ended", "From now on only you may use them.",
        "See your deal", "room", mail=False, merges=True,
    ),
    "licence_ended_brand": Kind(
        BRAND, _ABOUT, "Your rights in {creator}'s clips have ended", "Take them down where they still run.",
        "Open the library", "library", merges=True, mail_once_in_hours=24,
    ),
    "renewal_offered": Kind(
        CREATOR, _ABOUT, "{brand} asks for more time with your clip", "They would like {more}. Without an answer their rights end as agreed.",
        "Answer", "licence", needs_action=True,
    ),
    "renewal_declined": Kind(
        BRAND, _ABOUT, "{creator} does not renew a licence", "Your rights in this clip end as agreed.", "See the licence", "licence",
    ),
    "licence_renewed": Kind(
        BRAND, _ABOUT, "{creator} renewed a licence", "The same rights go on. The new licence lies in your library.", "Open the library",
        "library",
    ),
    "licence_revoked_creator": Kind(
        CREATOR, _ABOUT, "{brand} may no longer use your clip", "Our team withdrew the licence.", "See your deal", "room",
        merges=True, mail_once_in_hours=24,
    ),
    "licence_revoked_brand": Kind(
        BRAND, _ABOUT, "You may no longer use a clip by {creator}", "Our team withdrew the licence. Take it down today.",
        "Open the library", "library", merges=True, mail_once_in_hours=24,
    ),
}  # fmt: skip
