"""The satisfaction survey as a district runs it: the web app, the command line, one file or folder per audience.

config, folder, database, tables, migrations   where and how one Minxin runs
boxes, evening                                 the acts of an evening, each moving box and database together
counting, results                              from opened ballots to the tally kept, from tallies to reports
accounts, access                               staff, and who may call what
i18n, headers, refusals, current               language, safety headers, refusals as pages, the running request
entrance, residents, keys, hall, desk, district  the pages, one for each audience
cli                                            the command line
"""
