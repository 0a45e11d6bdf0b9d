"""From marks to figures: DataFrames in, DataFrames out. No web, no database, no clock; no input is modified.

    marks ──▶ tally ──▶ sums ──▶ rates, scores ──▶ grades ──▶ suppression ──▶ report
              counts    exact    率     分         proposed   small groups    what is published
                                                   by rules   hidden once

- `rules`        the named, versioned choices: denominators, weights, quorum, bands (`rulesets/*.toml`)
- `tally`        marks of one meeting to integer counts, subject × item × level: the record
- `sums`         counts to the whole numbers that every rate and score divides, pooled rows included
- `rates`        fractions 0–1, each beside its numerator and denominator; turnout figures
- `voter_classes`, `classes`  the classes of voters that rules may declare, and their figures, pooled or weighed
- `scores`       points 0–100, each beside its numerator and denominator
- `grading`      public score and superior points to a proposed grade, and why
- `confirming`   grades as people confirmed them, beside what the rules propose
- `suppression`  the one place that hides groups too small to publish
- `aggregate`    across communities: pooled votes and mean of rates, both labelled
- `intervals`, `comparison`  how sure a rate is for the whole roll; ranks with ties, and the ranks that may be true
- `changes`      the same item in two campaigns, across editions of the form as far as they are declared comparable
- `questions`    what in published numbers deserves a question
- `importance`   how each item goes together with the overall item
- `rounding`     half-up, for display only; nothing is ever compared after rounding
- `document`, `class_document`, `class_table`, `plain`  a report as JSON values, and as rows for flat files
- `report`       everything published about a campaign or a meeting, assembled once
- `wording`, `phrases`, `columns`, `palette`  the words and colours of what is published, in both languages
- `tables`       the counts of each level beside the figures they give
- `charts`, `theme`, `exports`  draw and write what a report holds; they compute nothing

Whole numbers are the record; float columns beside them serve plots and reading. A blank float (NaN) is an
undefined figure when `suppressed` is false (nobody rated), and a hidden one when `suppressed` is true.
"""

import os

# Arrow, in which pandas keeps words, asks when it is loaded. A heap of its own would keep 12 MB more than tables take.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
