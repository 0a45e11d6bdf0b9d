"""What is missing or would go wrong tonight: one list of checks, for the doctor, the desk and the command line.

finding    what a check ends with
computer   this computer, its disk, its network, its clock
power      battery or mains
storage    own disk, network drive, synchronised folder
meeting    one meeting: names, slips, keys, printing, attendance, phones
lists      the checks put together
"""
