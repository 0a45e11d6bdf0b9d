"""The hall's screen and the run-book behind it: what the whole room sees, from the welcome to the proof.

scenes         what may stand on the wall, and when: one pure function
runbook        what is kept of each wall, and the acts that drive it
screen         the wall's page, and the state it asks for
script         what each scene is called, and what to say aloud
wifi           the network that the welcome tells everybody
confirmation   the scrutineers who confirmed the count
"""

from survey.hall.screen import bp

__all__ = ["bp"]
