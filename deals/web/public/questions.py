"""What people ask, and the answers: kept in English, told in the reader's language, with the limits in force now.

A line is a sentence, or a sentence with the setting whose number it tells. Each answer begins with the answer.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from barter.kernel import policy
from barter.kernel.languages import ngettext_noop
from barter.kernel.templatetags.words import number_words
from deals.feed import fold

Line = str | tuple[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Question:
    """`slug` is the anchor of its address: it never changes."""

    slug: str
    asked: str
    lines: tuple[Line, ...]

    def told(self) -> "Told":
        return Told(self.slug, gettext(self.asked), [_told(line) for line in self.lines])


@dataclass(frozen=True, slots=True)
class Told:
    slug: str
    asked: str
    lines: list[str]

    def holds(self, words: list[str]) -> bool:
        """Whether every word stands in the question or its answer."""
        text = fold(" ".join([self.asked, *self.lines]))
        return all(word in text for word in words)


def _told(line: Line) -> str:
    if isinstance(line, str):
        return gettext(line)
    forms, setting = line
    number = policy.value(setting)
    return ngettext(*forms, number).format(count=number_words(number))


CREATORS = (
    Question("creators-cost", _("What does it cost me?"), (
        _("Nothing. Creators never pay: not to join, not to apply, not for the product or its parcel."),
        _("What a brand sends you is yours to keep. Depending on where you live it may count as income, so keep a list of what things were worth; every deal says it."),
    )),
    Question("creators-apply", _("How do I apply?"), (
        _("Open a deal and choose Apply. What we know of you is filled in; writing a few words is optional."),
        _("Applying is your yes to the trade as it stands on the page. When the brand says yes too, the trade is on at once."),
        (ngettext_noop("The brand has {count} day to answer. Without an answer the application ends by itself.",
            "The brand has {count} days to answer. Without an answer the application ends by itself."), "application_answer_days"),
        _("You can take an application back as long as it is unanswered."),
    )),
    Question("creators-credits", _("How many trades can I have at once?"), (
        (ngettext_noop("You begin with {count} credit. A trade takes one when it is agreed, and gives it back when it is complete.",
            "You begin with {count} credits. A trade takes one when it is agreed, and gives it back when it is complete."), "credits_start"),
        (ngettext_noop("A verified channel and phone number together bring {count} more.",
            "A verified channel and phone number together bring {count} more."), "credits_verified"),
        (ngettext_noop("You can hold {count} at most.", "You can hold {count} at most."), "credits_max"),
        (ngettext_noop("Creators who have completed many trades, nearly all of them on time, can hold {count}.",
            "Creators who have completed many trades, nearly all of them on time, can hold {count}."), "credits_max_trusted"),
        (ngettext_noop("Open applications have a limit of their own: {count} while you are new.",
            "Open applications have a limit of their own: {count} while you are new."), "open_applications_new"),
        (ngettext_noop("Later it is {count}.", "Later it is {count}."), "open_applications"),
    )),
    Question("creators-ship", _("When is my parcel sent?"), (
        (ngettext_noop("Within {count} working day after the yes. Afterwards it counts as late, and you may leave without losing anything.",
            "Within {count} working days after the yes. Afterwards it counts as late, and you may leave without losing anything."),
         "ship_business_days"),
        (ngettext_noop("A parcel that was not sent after {count} working day ends the trade. Your credit comes back.",
            "A parcel that was not sent after {count} working days ends the trade. Your credit comes back."), "no_ship_business_days"),
    )),
    Question("creators-problem", _("The parcel is late, broken or wrong. What now?"), (
        _("Say so in the deal: one tap. Your time to film stands still from then on."),
        (ngettext_noop("The brand has {count} day to solve it. Otherwise the trade ends, nobody is at fault and your credit comes back.",
            "The brand has {count} days to solve it. Otherwise the trade ends, nobody is at fault and your credit comes back."), "hold_days"),
    )),
    Question("creators-time", _("How long do I have to film?"), (
        (ngettext_noop("{count} day from the moment the parcel is delivered, never from when it was sent, unless the deal says another number.",
            "{count} days from the moment the parcel is delivered, never from when it was sent, unless the deal says another number."), "create_days"),
        (ngettext_noop("Once you can add {count} day yourself, without asking.", "Once you can add {count} days yourself, without asking."), "extension_days"),
        (ngettext_noop("Clips that are {count} day late count as not coming: the trade ends and the credit is lost.",
            "Clips that are {count} days late count as not coming: the trade ends and the credit is lost."), "no_show_days"),
    )),
    Question("creators-leave", _("I can't do it after all. Can I leave?"), (
        _("Yes, in the deal. Say so as early as you can."),
        _("If you leave honestly it is no missed date. The credit is lost only if the product has reached you."),
    )),
    Question("creators-changes", _("How often can a brand ask for changes?"), (
        (ngettext_noop("{count} time at most, and every change names the line of the brief it is about.",
            "{count} times at most, and every change names the line of the brief it is about."), "revision_rounds"),
        (ngettext_noop("You have {count} day for the new version.", "You have {count} days for the new version."), "changes_days"),
        (ngettext_noop("A brand that does not answer within {count} working day has approved.",
            "A brand that does not answer within {count} working days has approved."), "review_business_days"),
    )),
    Question("creators-rights", _("Who owns what I film?"), (
        _("You do. The brand gets a licence: what it may do, where and until when stands in the deal before you apply."),
        _("The licence begins when the clip is approved, not before. Both of you are told before it ends."),
    )),
    Question("creators-address", _("Who sees my address?"), (
        _("The people of the brand who ship, once the trade is on. Before, they see your town and country."),
        _("It is kept encrypted. Each look is written down, and you see who looked and when."),
        (ngettext_noop("The brand's copy is deleted {count} day after the trade has ended.",
            "The brand's copy is deleted {count} days after the trade has ended."), "purge_address_days"),
    )),
    Question("creators-post", _("How long does my post have to stay up?"), (
        (ngettext_noop("{count} day, unless the deal says another number. Some deals want the file alone and no post.",
            "{count} days, unless the deal says another number. Some deals want the file alone and no post."), "live_days"),
        _("We look whether it is there. A post has to say that the product was given to you; the brief has the words."),
        (ngettext_noop("If it is gone you have {count} day to bring it back.", "If it is gone you have {count} days to bring it back."), "restore_days"),
    )),
)  # fmt: skip

BRANDS = (
    Question("brands-cost", _("What does it cost?"), (
        _("A plan by how many trades run at once, and never a percentage. Joining asks for no card; the page of prices has the numbers."),
        _("A place is taken when you say yes to a creator. It is free again when the trade is complete or has ended."),
    )),
    Question("brands-post", _("How do I post a deal?"), (
        _("In five steps: the product, what you would like to get, who can apply, the rights, and a last look."),
        (ngettext_noop("Our team looks at it within {count} working day before it goes live.",
            "Our team looks at it within {count} working days before it goes live."), "deal_review_business_days"),
        _("Products can be typed in or brought along as the product file of a shop (CSV)."),
    )),
    Question("brands-open", _("How long is a deal open?"), (
        (ngettext_noop("Until the last day you set, or for {count} day.", "Until the last day you set, or for {count} days."), "deal_live_days"),
        (ngettext_noop("A deal whose applicants wait for {count} day without a sign of you is paused, and they are told.",
            "A deal whose applicants wait for {count} days without a sign of you is paused, and they are told."), "deal_idle_pause_days"),
        _("A full deal keeps a list of those who would like to come after."),
    )),
    Question("brands-answer", _("How soon do I have to answer applicants?"), (
        (ngettext_noop("Within {count} day, or the application ends by itself.", "Within {count} days, or the application ends by itself."),
         "application_answer_days"),
        _("How fast you answer stands on your page, as the creators' numbers stand on theirs."),
    )),
    Question("brands-ship", _("How soon do I have to ship?"), (
        (ngettext_noop("Within {count} working day after your yes.", "Within {count} working days after your yes."), "ship_business_days"),
        (ngettext_noop("A parcel shipped late takes {count} of your places away for a while.",
            "A parcel shipped late takes {count} of your places away for a while."), "brand_slots_per_late_shipment"),
        (ngettext_noop("They come back after {count} day.", "They come back after {count} days."), "late_shipment_days"),
        (ngettext_noop("After {count} working day without a parcel the trade ends, and it is recorded as your fault.",
            "After {count} working days without a parcel the trade ends, and it is recorded as your fault."), "no_ship_business_days"),
    )),
    Question("brands-review", _("What if a clip is not what I asked for?"), (
        (ngettext_noop("Ask for changes within {count} working day; afterwards it counts as approved.",
            "Ask for changes within {count} working days; afterwards it counts as approved."), "review_business_days"),
        (ngettext_noop("There is {count} round at most. Each change names a line of the brief, so write down there what must be in it.",
            "There are {count} rounds at most. Each change names a line of the brief, so write down there what must be in it."), "revision_rounds"),
        _("A brief can't ask for praise: creators say what they think."),
    )),
    Question("brands-missing", _("What if a creator never delivers?"), (
        (ngettext_noop("{count} day after the last date the trade ends by itself, and the creator loses the credit.",
            "{count} days after the last date the trade ends by itself, and the creator loses the credit."), "no_show_days"),
        _("The place is yours again, and the next one on the list is asked."),
    )),
    Question("brands-rights", _("What may I do with the clips?"), (
        _("What the deal said: it stands on the licence of each approved file, with its last day."),
        _("Paid ads, edits and other terms are ticks of their own in the deal. You can ask for more time before a licence ends."),
        _("Anybody can check a licence by its code, so you can prove what you may do."),
    )),
    Question("brands-team", _("Can my colleagues work with me?"), (
        _("Yes. Owners run the team, managers run the deals, viewers look on."),
    )),
)  # fmt: skip

BOTH = (
    Question("dispute", _("We don't agree. Who decides?"), (
        _("Our team, on what both of you wrote. Every clock stands still meanwhile."),
        (ngettext_noop("The other side has {count} day to answer.", "The other side has {count} days to answer."), "dispute_answer_days"),
        (ngettext_noop("Then we decide within {count} working day.", "Then we decide within {count} working days."), "dispute_staff_business_days"),
        (ngettext_noop("Either of you can ask us to look once more, for {count} day.",
            "Either of you can ask us to look once more, for {count} days."), "dispute_appeal_days"),
    )),
    Question("reviews", _("Can the other side see my review before writing theirs?"), (
        (ngettext_noop("No. Both open at once: when both are written, or after {count} day.",
            "No. Both open at once: when both are written, or after {count} days."), "write_review_days"),
    )),
    Question("files", _("How large may files be?"), (
        (ngettext_noop("A video up to {count} MB.", "A video up to {count} MB."), "upload_max_video_mb"),
        (ngettext_noop("A photo up to {count} MB.", "A photo up to {count} MB."), "upload_max_photo_mb"),
        _("An upload that stops goes on where it was. Previews do not carry the place where a file was made."),
    )),
    Question("mails", _("You send too many mails. How do I stop them?"), (
        _("With the link at the end of each, or by topic in the settings of your inbox."),
        _("Mails about signing in always come: they protect your account."),
    )),
    Question("leave", _("How do I get my data, or delete my account?"), (
        _("Both in your settings: download a copy, or delete the account for good. Nothing has to be written to anybody."),
    )),
    Question("safe", _("How do I keep my account safe?"), (
        _("Switch on two-step sign-in or a passkey. Nobody gets in with the password alone then."),
        _("You see every device that is signed in, and can sign each out."),
    )),
)  # fmt: skip
