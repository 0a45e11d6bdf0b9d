"""The rehearsal of one meeting: ballots whose count is known, and the wiping that leaves nothing of it.

deck         the known ballots, and every cell of their tally beside what was counted
deck_paper   the known ballots as a PDF, to be tapped in on phones
filling      the computer casts the known ballots, with slips of the rehearsal's own
wiping       everything of a rehearsal deleted, and the real box looked into
zero         the report that says so
"""
