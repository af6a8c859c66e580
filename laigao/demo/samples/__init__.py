"""The demo's sample mails: original texts, of several columns, in the order they are delivered."""

from . import literary, news, others, pictures
from .form import Answer, Answers, Sample, Work
from .others import MAIL_BYTES

__all__ = ["MAIL_BYTES", "SAMPLES", "Answer", "Answers", "Sample", "Work"]

_ALL = [*literary.SAMPLES, *news.SAMPLES, *pictures.SAMPLES, *others.SAMPLES]
#: Those that answer nothing first, oldest first; then those that answer one of them.
SAMPLES: tuple[Sample, ...] = tuple(sorted(_ALL, key=lambda sample: (bool(sample.after), -sample.age)))
