"""`python -m survey` is the command `minxin`."""

from survey.cli import main

main(prog_name="minxin")
