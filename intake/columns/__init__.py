"""栏目: which of the columns a work belongs to, and how corrections teach it."""

from intake.columns.catalogue import load
from intake.columns.suggest import suggest

__all__ = ["load", "suggest"]
