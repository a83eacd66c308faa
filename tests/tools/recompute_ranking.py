"""Recomputes a jury's ranking from exported rows, in whole numbers only; it shares no code with the product.

    python tests/tools/recompute_ranking.py ranking.json

The file holds {"weights": {criterion: weight}, "scale_top": 7, "pass_mark": 60, "minimums": {criterion: score},
"third_review_gap": 20, "tie_break": [criterion], "files": [{"reference", "sent", "stands", "reviews": [{criterion:
score}]}]}; "stands" is false for a file that was withdrawn or is not eligible. The answer is {reference: {"position",
"mean", "needs_third"}}, the mean as [numerator, denominator].
"""

import json
import sys
from functools import cmp_to_key


def points(review, exported):
    """Return one review's points, times the top of the scale."""
    return sum(weight * review[criterion] for criterion, weight in exported["weights"].items())


def summed(reviews, criterion):
    return sum(review[criterion] for review in reviews)


def passes(file, exported):
    reviews = file["reviews"]
    if not reviews:
        return False
    wanted = exported["pass_mark"] * exported["scale_top"] * len(reviews)
    if sum(points(review, exported) for review in reviews) < wanted:
        return False
    return all(
        summed(reviews, criterion) >= lowest * len(reviews)
        for criterion, lowest in exported["minimums"].items()
    )


def compare(one, other, exported):
    """Return what orders two files that pass: below zero when the first is better, zero when nothing tells them apart."""
    mine, theirs = one["reviews"], other["reviews"]
    pairs = [(sum(points(r, exported) for r in mine), sum(points(r, exported) for r in theirs))]
    pairs += [(summed(mine, criterion), summed(theirs, criterion)) for criterion in exported["tie_break"]]
    for here, there in pairs:
        difference = there * len(mine) - here * len(theirs)
        if difference:
            return difference
    return (one["sent"] > other["sent"]) - (one["sent"] < other["sent"])


def needs_third(file, exported):
    given = [points(review, exported) for review in file["reviews"]]
    gap = exported["third_review_gap"]
    return gap > 0 and len(given) == 2 and abs(given[0] - given[1]) > gap * exported["scale_top"]


def recompute(exported):
    """Return the position, the mean and the third review of every file that stands in the ranking."""
    standing = [file for file in exported["files"] if file["stands"]]
    good = sorted(
        (file for file in standing if passes(file, exported)),
        key=cmp_to_key(lambda one, other: compare(one, other, exported)),
    )
    found = {}
    for file in standing:
        position = None
        if passes(file, exported):
            position = 1 + sum(1 for other in good if compare(other, file, exported) < 0)
        mean = None
        if file["reviews"]:
            total = sum(points(review, exported) for review in file["reviews"])
            mean = [total, exported["scale_top"] * len(file["reviews"])]
        found[file["reference"]] = {
            "position": position,
            "mean": mean,
            "needs_third": needs_third(file, exported),
        }
    return found


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as stream:
        print(json.dumps(recompute(json.load(stream)), indent=1))
