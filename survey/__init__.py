"""The satisfaction survey as a district runs it: the web app, the command line, one place for each audience.

config, folder, database, tables, migrations   where and how one Minxin runs; its ordinary database
boxes, evening, importing, quorum, printing    the acts of an evening, each moving box and database together
counting, tallying                             from opened ballots and paper to the tally that is kept
appraisal/                                     the superior's points, veto items, grades that people confirm
paperwork, reasons                             ballots on paper: entered, settled, decided; why one is spoiled, in words
published/                                     reports, the record and its verifier, charts, figures as text
rulebook                                       rule sets by name and version
past/                                          results of earlier years, as they were published
packing/                                       the whole pack of a campaign, made in the background
notices, tokens, api/                          what everybody reads for some days, and what programs read
web/                                           what pages share: guards, language, headers, refusals, forms
entrance, phone/, hall/, desk/, district/      the pages, one place for each audience
simulation/                                    the rehearsal and the demo, with simulated voters
app, serving, hardening, checkup               the app assembled, served, and looked over before the evening
accounts, errors                               staff, and what can be refused
cli/                                           the command line
"""
