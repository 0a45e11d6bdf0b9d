"""Runs the benches, prints a table, and ends with status 1 when a bound is missed."""

import sys

from bench import casting, district, evening, figures, grading, pack, slips, tally, wire

PARTS = {
    "casting": casting.measure,
    "wire": wire.measure,
    "tally": tally.measure,
    "evening": evening.measure,
    "slips": slips.measure,
    "district": district.measure,
    "grading": grading.measure,
    "pack": pack.measure,
}


def main(names: list[str]) -> int:
    if unknown := set(names) - set(PARTS):
        print(f"no such bench: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(figures.machine())
    missed = False
    for name in names or PARTS:
        for figure in PARTS[name]():
            print(figure.line(), flush=True)
            missed = missed or not figure.holds
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
