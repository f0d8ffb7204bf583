"""Makes the training set: sentences spoken by one of flite's voices, and what its sound is made of.

    python3 prepare.py --sentences sentences-en.txt --count 3000 --talk 1000 --out set.npz

For each sentence the symbols with their durations, and for each frame of 10 ms what WORLD finds in the sound: the
pitch, whether there is voice, the envelope as mel-cepstrum, and the share of breath in four bands. Needs libflite,
numpy and pyworld.
"""

import argparse
import json
import multiprocessing
import random
import sys
from pathlib import Path

import numpy

from teacher import VOWELS, Teacher
from vocoder import BANDS, CEPSTRA, HOP, RATE, envelope_to_cepstra

sys.path.append(str(Path(__file__).parents[2] / "stt" / "training"))
from phonemes import DEFAULT_DICTIONARY, load_dictionary  # noqa: E402
from sentences import MeetingTalk, is_held_out  # noqa: E402

MARKS = ["^", "$", " ", ",", ".", "?", "!", ";", ":"]
CONSONANTS = "B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split()
STRESSED = [vowel.upper() + stress for vowel in sorted(VOWELS) for stress in ("", "1")]
IDS = {symbol: number for number, symbol in enumerate(MARKS + CONSONANTS + STRESSED)}
# The silences around an utterance are the player's business: what is left of them only lets the voice begin and end.
LEAD, TAIL = 2, 4
FFT = 1_024


def analysed(samples):
    """Log pitch (0 where there is no voice), cepstra and breath, frame by frame."""
    import pyworld

    pitch, times = pyworld.dio(samples, RATE, frame_period=1000 * HOP / RATE, f0_floor=90, f0_ceil=350)
    pitch = pyworld.stonemask(samples, pitch, times, RATE)
    envelope = pyworld.cheaptrick(samples, pitch, times, RATE, fft_size=FFT)
    breath = pyworld.d4c(samples, pitch, times, RATE, fft_size=FFT)
    edges = numpy.linspace(0, breath.shape[1], BANDS + 1).astype(int)
    bands = [breath[:, low:high].mean(1) for low, high in zip(edges, edges[1:])]
    return pitch, envelope_to_cepstra(envelope), numpy.stack(bands, 1)


def example(text):
    """Ids, durations in frames, and frames of pitch, cepstra and breath; None where the account does not fit the sound."""
    samples, symbols = teacher.say(text)
    if len(symbols) < 5 or any(symbol.name not in IDS for symbol in symbols):
        return None
    ends = numpy.round(numpy.array([symbol.end for symbol in symbols]) * RATE / HOP).astype(int)
    durations = numpy.diff(ends, prepend=0)
    if abs(ends[-1] * HOP - len(samples)) > 0.3 * RATE or durations.min() < 0:
        return None
    # A whisper of noise, since flite's silence is exactly nothing and its logarithm is not.
    chance = numpy.random.default_rng(len(samples))
    samples = samples + 1e-5 * chance.standard_normal(len(samples))
    pitch, cepstra, breath = analysed(samples)
    first = max(0, durations[0] - LEAD)
    last = min(len(pitch), ends[-1] - max(0, durations[-1] - TAIL))
    durations[0] -= first
    durations[-1] = last - first - durations[:-1].sum()
    if durations[-1] < 1 or (pitch > 0).sum() < 5:
        return None
    part = slice(first, last)
    return (
        numpy.array([IDS[symbol.name] for symbol in symbols], numpy.int16),
        durations.astype(numpy.int16),
        pitch[part].astype(numpy.float32),
        cepstra[part].astype(numpy.float32),
        breath[part].astype(numpy.float32),
    )


def texts(asked):
    """Whole sentences from the file and made-up talk of meetings; never the tenth of the text that is held out."""
    chance = random.Random(asked.seed)
    lines = [line.strip() for line in open(asked.sentences, encoding="utf-8")]
    lines = [line for line in lines if line and len(line.split()) <= 16 and not is_held_out(line)]
    chance.shuffle(lines)
    lines = lines[: asked.count]
    talk = MeetingTalk(load_dictionary(DEFAULT_DICTIONARY), chance) if asked.talk else None
    while len(lines) < asked.count + asked.talk and talk:
        line = talk.draw()
        if not is_held_out(line):
            lines.append(line)
    chance.shuffle(lines)
    return lines


def begin(voice):
    global teacher
    teacher = Teacher(voice)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--sentences", required=True)
    arguments.add_argument("--count", type=int, default=3_000)
    arguments.add_argument("--talk", type=int, default=1_000, help="made-up utterances of meetings")
    arguments.add_argument("--voice", default="slt")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--processes", type=int, default=2)
    arguments.add_argument("--out", required=True)
    asked = arguments.parse_args()
    lines = texts(asked)
    made = []
    with multiprocessing.Pool(asked.processes, begin, [asked.voice]) as pool:
        for number, one in enumerate(pool.imap(example, lines, chunksize=8), 1):
            if one is not None:
                made.append(one)
            if number % 250 == 0:
                print(f"{number} of {len(lines)} sentences, {len(made)} kept", flush=True)
    meta = {"voice": asked.voice, "rate": RATE, "hop": HOP, "ids": IDS, "examples": len(made), "seed": asked.seed}
    names = ["ids", "durations", "pitch", "cepstra", "breath"]
    columns = {name: numpy.concatenate([one[at] for one in made]) for at, name in enumerate(names)}
    numpy.savez(
        asked.out,
        meta=json.dumps(meta),
        symbols=numpy.array([len(one[0]) for one in made]),
        frames=numpy.array([len(one[2]) for one in made]),
        **columns,
    )
    print(f"{len(made)} of {len(lines)} sentences kept, {columns['pitch'].size * HOP / RATE / 3600:.1f} hours")


if __name__ == "__main__":
    main()
