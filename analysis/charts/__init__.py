"""Finished tables drawn: each chart is a module with `draw`, which returns a Figure, and `alt`, its text in words.

- `subject`      every item of one subject, level by level
- `overview`     every subject of one community, strict and broad rate
- `communities`  one kind of subject across communities, ranked
- `sheet`        the paper they are drawn on, measured in inches

A chart computes nothing: it reads whole numbers from its table and places them. Its table stands beside it on the page.
"""
