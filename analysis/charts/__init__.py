"""Finished tables drawn: each chart is a module with `draw`, which returns a Figure, and `alt`, its text in words.

- `subject`      every item of one subject, level by level
- `overview`     every subject of one community, strict and broad rate
- `communities`  one kind of subject across communities, ranked
- `ranking`      one item across communities, with intervals and the ranks they allow
- `levels`       one item across communities, level by level (`stacked` are its bars)
- `heat`         communities × items, the darker the higher
- `slope`        one item in two years
- `importance`   how items go with the whole, against how many are content with them
- `grades`       the grades of a campaign, by sub-district
- `sheet`        the paper they are drawn on, measured in inches

A chart computes nothing: it reads whole numbers from its table and places them. Its table stands beside it on the page.
"""
