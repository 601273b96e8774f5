"""Refusals of uploads, submissions, reviews and licences."""

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from barter.kernel.errors import BarterError, Invalid, NotAllowed, NotFound, TooOften, WrongState


class FileTypeNotAllowed(Invalid):
    code = "file_type_not_allowed"
    message = _("“{name}” is of type {type}. We take {allowed}.")


class FileTooLarge(Invalid):
    code = "file_too_large"
    message = _("“{name}” has {size}, the most is {limit}.")


class FileTooSmall(Invalid):
    code = "file_too_small"
    message = _("“{name}” has {size}: there is nothing in it.")


class NotMakingNow(WrongState):
    code = "not_making_now"
    message = _("Files can be added while you are filming or changing. This trade is now “{state}”.")


class TooManyOpenUploads(BarterError):
    code = "too_many_open_uploads"
    message = _("{count} files of this trade are waiting already. Send or remove some of them first.")


class NothingArrived(BarterError):
    code = "nothing_arrived"
    message = _("We have not got this file yet. Upload it first, then say that it is there.")


class PartsMissing(BarterError):
    code = "parts_missing"
    message = _("{missing} of {count} parts of this file have not arrived. Upload them, then say that it is there.")


class NoSuchPart(Invalid):
    code = "no_such_part"
    message = _("This file has {count} parts, numbered from 1. Ask for at most {most} at a time.")


class FileHasArrived(BarterError):
    code = "file_has_arrived"
    message = _("This file has arrived already.")


class ArrivedDifferent(BarterError):
    code = "arrived_different"
    message = _("What arrived has {got} and not {wanted}. Upload the file again.")


class UploadExpired(BarterError):
    code = "upload_expired"
    message = _("The permission for this upload has run out. Choose the file again.")


class NotOwnFile(Invalid):
    code = "not_own_file"
    message = _("One of these files is not yours, or not of this trade.")


class FileNotReady(BarterError):
    code = "file_not_ready"
    message = _("“{name}” can't be used: {state}. Leave it out, or upload another.")


class FileAlreadyUsed(BarterError):
    code = "file_already_used"
    message = _("“{name}” is already part of a version that was sent.")


class NoChangesAsked(WrongState):
    code = "no_changes_asked"
    message = _("A file goes with the next version once the brand asks for changes. This trade is now “{state}”.")


class NotOfLastVersion(BarterError):
    code = "not_of_last_version"
    message = _("“{name}” is not part of the version that is to be changed. Upload it again.")


class NoFiles(Invalid):
    code = "no_files"
    message = _("Add at least one file.")


class TooManyFiles(Invalid):
    code = "too_many_files"
    message = _("{count} files are too many. One version holds at most {limit}.")


class AlreadySubmitted(BarterError):
    code = "already_submitted"
    message = _("A version is already with the brand. You can send another one when they ask for changes.")


class StillSending(BarterError):
    code = "still_sending"
    message = _("Your version is on its way already: it goes to the brand by itself once all its files are checked.")


class CaptionsWrong(Invalid):
    """What was sent can't be read as captions; each of `faults` names its line."""

    code = "captions_wrong"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults
        self.parts = tuple(("text", fault) for fault in faults)


class NoSuchLanguage(Invalid):
    code = "no_such_language"
    message = _("Choose one of the languages of the list.")


class NothingToCaption(BarterError):
    code = "nothing_to_caption"
    message = _("Captions belong to a video that is checked and ready.")


class CaptionsClosed(WrongState):
    code = "captions_closed"
    message = _("This trade is over, so the captions of its videos stay as they are.")


class NoChangesNamed(Invalid):
    code = "no_changes_named"
    message = _("Name at least one change, so that the creator knows what to do.")


class ChangeNamesNoBriefItem(Invalid):
    code = "change_names_no_brief_item"
    message = _("Each change names the line of the brief that is not met. Choose the line for “{text}”.")


class NotInThisBrief(Invalid):
    code = "not_in_this_brief"
    message = _("That line is not in the brief of this deal.")


class NotInThisSubmission(Invalid):
    code = "not_in_this_submission"
    message = _("That file is not part of this version.")


class NoteOutsideFile(Invalid):
    code = "note_outside_file"
    message = _("The note stands at {at}, but the file ends at {end}.")


class NoRenewalOffered(BarterError):
    code = "no_renewal_offered"
    message = _("Nobody asks for more time on this licence any more.")


class RenewalAgreedAlready(BarterError):
    code = "renewal_agreed_already"
    message = _("A renewal is agreed already. Send its parcel, then you can ask for more time again.")


class AddressNeeded(Invalid):
    code = "address_missing"
    message = _("Choose where the parcel goes.")


class LicenceEnded(WrongState):
    code = "licence_ended"
    message = _("This licence has ended, so it can't be renewed.")


class TakeDownRunning(BarterError):
    code = "take_down_running"
    message = _("A take-down request about this file is open. It has to be settled first.")


class LicenceGoesOn(BarterError):
    code = "licence_goes_on"
    message = _("This licence was renewed. Ask about the one that runs now.")


class TooManyTakeDowns(TooOften):
    code = "too_many_take_downs"
    message = _("{count} take-down requests in a day are the most. You can send the next one tomorrow.")
    wait_seconds = 3600


class AskedOftenEnough(TooOften):
    code = "asked_often_enough"
    message = _("You asked {count} times about this file in {days} days. You can ask again on {day}.")
    wait_seconds = 24 * 3600


class NoLicence(NotAllowed):
    code = "no_licence"
    message = _("The original can be downloaded with a running licence. Approve the file first, or renew its licence.")


class NotKept(BarterError):
    code = "not_ready"
    message = _("This file is still being prepared.")


class TooManyClips(BarterError):
    code = "too_many_clips"
    message = _("Your profile shows {most} clips at most. Remove one first.")


class ClipNotShowable(BarterError):
    code = "clip_not_showable"
    message = _("This file can't be shown: it has to be approved, and its trade finished.")


class ArchiveTooLarge(Invalid):
    code = "archive_too_large"
    message = _(
        "{count} files with {size} are too much for one archive: it holds {most} files and {limit}. Choose fewer."
    )


class NothingToDownload(BarterError):
    code = "nothing_to_download"
    message = _("None of these files has a running licence. Choose others.")


class ArchivesUnderWay(TooOften):
    code = "archives_under_way"
    message = _("{count} archives are on their way to your team already. Wait until one has arrived.")


class NotToShare(Invalid):
    code = "not_to_share"
    message = _("A link shows files whose licence runs now, and at least one. Choose others.")


class TooMuchToShare(Invalid):
    code = "too_much_to_share"
    message = _("{count} files are too many for one link: it shows {most} at most. Choose fewer.")


class NoNameForShare(Invalid):
    code = "no_name_for_share"
    message = _("Say for whom the link is, so that your team knows it again.")


class TooManyShares(BarterError):
    code = "too_many_shares"
    message = _("{count} links of your brand are open. End one first, then make another.")


class BrandCantShare(NotAllowed):
    code = "brand_cant_share"
    message = _("{brand} is suspended, so nothing of its library can be shown to others.")


class OriginalsNotShared(NotAllowed):
    code = "originals_not_shared"
    message = _("This link is for looking. Whoever sent it can make one by which originals can be downloaded.")


class FileNotShared(NotFound):
    code = "file_not_shared"
    message = _("This file isn't shown any more: its licence has ended, or was taken back.")


class StoreIsAway(BarterError):
    code = "store_is_away"
    status = 503
    message = _("The files can't be reached right now. Nothing is lost. Try again in a few minutes.")
