"""The district's part of the double appraisal (双评): the superior's points, veto items, and grades people confirm.

points          the superior's points, whole or item by item, entered
points_sheet    the same, from an XLSX or CSV sheet
vetoes          veto items (一票否决) with basis, evidence and decider; taken back, never removed
confirmations   the grades that people confirmed, each time anew, with a reason where they differ
frames          all of it as the tables that a report takes
errors          what can be refused
"""
