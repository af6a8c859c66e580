"""`python -m laigao` is the console script."""

from .cli import main

main()
