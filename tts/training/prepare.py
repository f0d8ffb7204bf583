"""Makes the training set: sentences spoken by one of flite's voices, with the phones and times that flite used.

    python3 prepare.py --sentences sentences-en.txt --count 8000 --voice slt --out set/

Writes set/meta.json and set/NNNNN.npz with samples (int16, 16 kHz), symbols (ids) and durations (frames of HOP samples).
Needs flite on the path and numpy.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import tempfile
import wave
from concurrent.futures import ThreadPoolExecutor

import numpy

RATE = 16_000
HOP = 256

# Piper's marks first, then ARPAbet as the dictionary phonemizer of the product writes it.
MARKS = ["_", "^", "$", " ", ",", ".", "?", "!", ";", ":"]
PHONES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)
IDS = {symbol: number for number, symbol in enumerate(MARKS + PHONES)}
SAME = {"ax": "AH", "axr": "ER", "hv": "HH", "dx": "T", "el": "L", "em": "M", "en": "N", "nx": "N"}


def phone_symbol(phone):
    """flite's name of a phone as a symbol; None for its silence."""
    if phone == "pau":
        return None
    return SAME.get(phone, phone.upper())


def speak(text, voice, wav):
    """Speaks into a file and returns (phone, end in seconds) for each segment."""
    done = subprocess.run(
        ["flite", "-voice", voice, "-psdur", "-t", text, "-o", str(wav)], capture_output=True, text=True, check=True
    )
    return [(name, float(end)) for name, end in re.findall(r"(\S+?):([\d.]+)", done.stdout)]


def example(text, voice, folder):
    """Samples, symbol ids and durations in frames; None where flite's account does not fit its sound."""
    wav = folder / f"{threading_name()}.wav"
    segments = speak(text, voice, wav)
    with wave.open(str(wav)) as sound:
        if sound.getframerate() != RATE:
            raise SystemExit(f"{voice} speaks at {sound.getframerate()} Hz, wanted is {RATE}")
        samples = numpy.frombuffer(sound.readframes(sound.getnframes()), dtype=numpy.int16)
    marks = re.findall(r"[,.?!;:](?=\s|$)", text)
    symbols, ends = ["^"], [0.0]
    before = 0.0
    for at, (phone, end) in enumerate(segments):
        symbol = phone_symbol(phone)
        if symbol is None:
            # A silence inside the sentence is the breath of its punctuation; the outer ones belong to its marks.
            symbol = "^" if at == 0 else "$" if at == len(segments) - 1 else (marks.pop(0) if len(marks) > 1 else ",")
        if symbol not in IDS:
            return None
        if symbol == "^":
            ends[0] = end
        else:
            symbols.append(symbol)
            ends.append(end)
        before = end
    if abs(before * RATE - len(samples)) > 0.15 * RATE or len(symbols) < 5:
        return None
    frames = numpy.round(numpy.array(ends) * RATE / HOP).astype(numpy.int64)
    durations = numpy.diff(frames, prepend=0)
    length = int(frames[-1]) * HOP
    samples = numpy.pad(samples, (0, max(0, length - len(samples))))[:length]
    return samples, numpy.array([IDS[symbol] for symbol in symbols]), durations


def threading_name():
    import threading

    return threading.current_thread().name


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--sentences", required=True)
    arguments.add_argument("--count", type=int, default=8_000)
    arguments.add_argument("--voice", default="slt")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--out", required=True)
    asked = arguments.parse_args()
    sentences = [line.strip() for line in open(asked.sentences, encoding="utf-8") if line.strip()]
    random.Random(asked.seed).shuffle(sentences)
    out = pathlib.Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    kept = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(asked.threads) as pool:
        made = pool.map(lambda text: example(text, asked.voice, pathlib.Path(name)), sentences[: asked.count])
        for one in made:
            if one is not None:
                samples, symbols, durations = one
                numpy.savez(out / f"{kept:05d}.npz", samples=samples, symbols=symbols, durations=durations)
                kept += 1
    meta = {"voice": asked.voice, "rate": RATE, "hop": HOP, "ids": IDS, "examples": kept, "seed": asked.seed}
    (out / "meta.json").write_text(json.dumps(meta, indent=1))
    print(f"{kept} of {min(asked.count, len(sentences))} sentences kept")


if __name__ == "__main__":
    main()
