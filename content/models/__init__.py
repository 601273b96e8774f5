"""Content: uploads, assets, submissions, revision notes, licences, take-downs. One file per noun; everybody imports from here."""

from content.models.assets import Asset, rendition_names
from content.models.captions import Captions
from content.models.clean import CleanPreview
from content.models.licences import AssetDownload, Licence
from content.models.notes import RevisionNote
from content.models.portfolio import PortfolioClip
from content.models.renewals import PaidRenewal
from content.models.shares import SharedFile, ShareLink
from content.models.submissions import Submission
from content.models.take_downs import TakeDown

__all__ = [
    "Asset",
    "AssetDownload",
    "Captions",
    "CleanPreview",
    "Licence",
    "PaidRenewal",
    "PortfolioClip",
    "RevisionNote",
    "ShareLink",
    "SharedFile",
    "Submission",
    "TakeDown",
    "rendition_names",
]
