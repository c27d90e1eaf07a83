"""`python -m opslib` is the same as `opslib`."""

from .cli import main

main()
