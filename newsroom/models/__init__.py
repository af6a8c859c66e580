"""Rows. Two things, two tables: a Draft is what arrived and was read, an ArticlePage is what editors made of it."""

from .claim import Claim
from .contributor import Contributor
from .copy import CopyKey, CopyKind, CopyText, NearCopy
from .draft import Correction, Draft, DraftPicture, DraftVersion
from .learner import ColumnMerge, LearnerSnapshot
from .letter import Letter, LetterFile, Place
from .mailbox import FolderState, MailboxState
from .pages import ArticlePage, ColumnPage, HomePage, Overrule
from .register import AuditEntry, Beat, Counter, Hour, Pause
from .reply import Reply
from .review import ReviewTask
from .site import SiteFurniture
from .wording import LetterFrame, LetterWording

__all__ = [
    "ArticlePage",
    "AuditEntry",
    "Beat",
    "Claim",
    "ColumnMerge",
    "ColumnPage",
    "Contributor",
    "CopyKey",
    "CopyKind",
    "CopyText",
    "Correction",
    "Counter",
    "Draft",
    "DraftPicture",
    "DraftVersion",
    "FolderState",
    "HomePage",
    "Hour",
    "LearnerSnapshot",
    "Letter",
    "LetterFile",
    "LetterFrame",
    "LetterWording",
    "MailboxState",
    "NearCopy",
    "Overrule",
    "Pause",
    "Place",
    "Reply",
    "ReviewTask",
    "SiteFurniture",
]
