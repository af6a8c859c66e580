"""体检: everything the product leans on, asked one after the other; each answer with what to do about it."""

from .finding import Finding
from .house import house
from .mail import mail

__all__ = ["Finding", "house", "mail"]
