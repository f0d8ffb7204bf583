"""Places a text's dictionary phonemes on the phonemes, with times, that a synthesizer says it spoke.

The network learns the dictionary's pronunciations, whatever the accent. A synthesizer's phonemes
tell when each is heard, and which of a word's several pronunciations is nearest to what was said.
"""

import numpy as np

from phonemes import INDEX, PHONEMES, UNKNOWN, Pronunciations

VOWELS = {INDEX[p] for p in "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split()}
NEAR = [
    ("AH", "IH", 0.2), ("AH", "EH", 0.3), ("AH", "AE", 0.3), ("AH", "AA", 0.3), ("AH", "UH", 0.3),
    ("AH", "ER", 0.3), ("IH", "IY", 0.2), ("AA", "AO", 0.2), ("AA", "AE", 0.3), ("EH", "AE", 0.4),
    ("ER", "R", 0.3), ("UH", "UW", 0.3), ("OW", "AO", 0.3), ("EY", "EH", 0.3), ("AH", "OW", 0.4),
    ("T", "D", 0.3), ("S", "Z", 0.2), ("TH", "DH", 0.3), ("F", "V", 0.4), ("SH", "ZH", 0.3),
    ("P", "B", 0.4), ("K", "G", 0.4), ("CH", "JH", 0.4), ("N", "NG", 0.3), ("T", "CH", 0.5),
    ("D", "JH", 0.5), ("N", "M", 0.5), ("S", "SH", 0.4), ("Y", "IY", 0.4), ("W", "UW", 0.4),
]  # fmt: skip
INSERTION = 0.8
DELETION = 0.8
SILENT_R = 0.3


def _substitution_costs() -> np.ndarray:
    size = len(PHONEMES) + 2
    costs = np.full((size, size), 1.0)
    for a in range(1, size):
        for b in range(1, size):
            costs[a, b] = 0.0 if a == b else 0.6 if a in VOWELS and b in VOWELS else 1.0
            if (a in VOWELS) != (b in VOWELS):
                costs[a, b] = 1.5
    for a, b, cost in NEAR:
        costs[INDEX[a], INDEX[b]] = costs[INDEX[b], INDEX[a]] = cost
    costs[:, UNKNOWN] = 0.3
    return costs


COSTS = _substitution_costs()
DELETION_OF = np.full(len(PHONEMES) + 1, DELETION)
DELETION_OF[INDEX["R"]] = SILENT_R


def align(
    words: list[str],
    dictionary: Pronunciations,
    spoken: list[tuple[int, float, float]],
) -> tuple[list[tuple[int, float, float]], float]:
    """Returns the dictionary's phonemes as (token, start, end) and the mean cost a phoneme.

    `spoken` are the synthesizer's phonemes (token, start, end in seconds), pauses left out.
    """
    count = len(spoken)
    tokens = np.array([phone for phone, _, _ in spoken], dtype=np.int64)
    ramp = INSERTION * np.arange(count + 1)
    entry = ramp.copy()
    trellis = []
    for word in words:
        rows_by_variant = []
        for variant in dictionary[word]:
            rows = [entry]
            for phone in variant:
                above = rows[-1]
                row = above + DELETION_OF[phone]
                row[1:] = np.minimum(row[1:], above[:-1] + COSTS[phone, tokens])
                rows.append(np.minimum.accumulate(row - ramp) + ramp)
            rows_by_variant.append(rows)
        entry = np.minimum.reduce([rows[-1] for rows in rows_by_variant])
        trellis.append(rows_by_variant)

    placed: list[tuple[int, int]] = []
    column = count
    for word, rows_by_variant in zip(reversed(words), reversed(trellis)):
        best = min(range(len(rows_by_variant)), key=lambda v: rows_by_variant[v][-1][column])
        variant, rows = dictionary[word][best], rows_by_variant[best]
        k = len(variant)
        while k > 0:
            here, phone = rows[k][column], variant[k - 1]
            if column and abs(rows[k - 1][column - 1] + COSTS[phone, tokens[column - 1]] - here) < 1e-6:
                placed.append((phone, column - 1))
                k, column = k - 1, column - 1
            elif abs(rows[k - 1][column] + DELETION_OF[phone] - here) < 1e-6:
                placed.append((phone, -1))
                k -= 1
            else:
                column -= 1
    placed.reverse()
    return _spans(placed, spoken), float(entry[count]) / max(1, len(placed))


def _spans(
    placed: list[tuple[int, int]], spoken: list[tuple[int, float, float]]
) -> list[tuple[int, float, float]]:
    """A phoneme that was not spoken on its own shares the time of its neighbours."""
    spans = []
    for i, (phone, at) in enumerate(placed):
        if at >= 0:
            spans.append((phone, spoken[at][1], spoken[at][2]))
            continue
        before = next((a for _, a in reversed(placed[:i]) if a >= 0), 0)
        after = next((a for _, a in placed[i + 1 :] if a >= 0), before)
        spans.append((phone, spoken[before][1], spoken[max(before, after)][2]))
    return spans
