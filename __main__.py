"""`python -m cancu` is the command line."""

from .cli import main

main(prog_name="cancu")
