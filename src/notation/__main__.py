"""``python -m notation`` is the command ``notation``, for where it is not on the path."""

from notation.cli import main

main()
