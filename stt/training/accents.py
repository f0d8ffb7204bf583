"""Accents that nobody synthesizes: each vowel of a speaker moved to somewhere near, and always to the same place.

Works on log-mel frames, where a formant is a ridge: per utterance every sound that accents change draws two
factors, one for the frequencies of the first formant and one for those above, and its frames are warped by them.
"""

import numpy as np

from features import BINS, HIGHEST_HZ, LOWEST_HZ
from phonemes import INDEX

Spans = list[tuple[int, float, float]]

VOWELS = [INDEX[name] for name in "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split()]
GLIDES = [INDEX[name] for name in "L R W Y".split()]
DIPHTHONGS = [INDEX[name] for name in "AY EY OW".split()]

_MEL = lambda hertz: 1127 * np.log1p(np.asarray(hertz) / 700)
_LOW = _MEL(LOWEST_HZ)
_STEP = (_MEL(HIGHEST_HZ) - _LOW) / (BINS + 1)
_HERTZ = 700 * np.expm1((_LOW + _STEP * np.arange(1, BINS + 1)) / 1127)
# How far each bin belongs to the first formant, and how far to those above; nothing above 4 kHz moves.
_FIRST = np.interp(_HERTZ, [0, 150, 700, 1000], [0, 1, 1, 0])
_ABOVE = np.interp(_HERTZ, [700, 1000, 2800, 4200], [0, 1, 1, 0])
_SMOOTH = np.array([1, 2, 3, 2, 1]) / 9
"""Over frames of 10 ms, so that no formant jumps."""


def accented(features: np.ndarray, spans: Spans, spread: float, noise: np.random.Generator) -> np.ndarray:
    """`spread` is the deviation of the factors' logarithms: 0.1 carries a vowel about half the way to the next."""
    frames = len(features)
    factors = {token: noise.normal(0, spread, 2) for token in VOWELS}
    factors |= {token: noise.normal(0, spread / 2, 2) for token in GLIDES}
    monophthongs = {token for token in DIPHTHONGS if noise.random() < 0.3}
    shifts = np.zeros((frames, 2))
    source = np.arange(frames, dtype=np.float64)
    for token, start, end in spans:
        if token not in factors:
            continue
        first, last = int(100 * start), min(frames, int(np.ceil(100 * end)))
        if last - first < 2:
            continue
        shifts[first:last] = factors[token]
        if token in monophthongs:
            # Its first half, drawn out; what follows takes over within the last frames.
            count = last - first
            source[first:last] = first + np.interp(np.arange(count), [0, 0.8 * count, count], [0, 0.45 * count, count])
    for column in range(2):
        shifts[:, column] = np.convolve(shifts[:, column], _SMOOTH, "same")
    factor = np.exp(-(shifts[:, :1] * _FIRST + shifts[:, 1:] * _ABOVE))
    at = np.clip((_MEL(_HERTZ * factor) - _LOW) / _STEP - 1, 0, BINS - 1.001)
    low = at.astype(np.int64)
    part = (at - low).astype(features.dtype)
    held = features[np.clip(np.round(source).astype(np.int64), 0, frames - 1)]
    rows = np.arange(frames)[:, None]
    return held[rows, low] * (1 - part) + held[rows, low + 1] * part
