"""Speed, as ratios to a known limit measured side by side in one run. Nothing here is part of the product or its tests.

`python3 run.py bench` runs everything; `python3 run.py bench tally slips` only the parts named.
"""
