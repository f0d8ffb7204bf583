"""Makes the fixed sets to measure with: text no training run has seen, in known and in strange voices."""

import argparse
import random
import tempfile
import wave
from pathlib import Path

import sentences
from phonemes import DEFAULT_DICTIONARY, load_dictionary
from voices import HELD_OUT_FLITE, Espeak, Flite


def write_wave(path: Path, samples) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16000)
        out.writeframes(samples.astype("<i2").tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, action="append", default=[], help="else generated talk")
    parser.add_argument("--dictionary", type=Path, default=DEFAULT_DICTIONARY)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=200, help="recordings in each set")
    parser.add_argument("--lines", type=Path, help="also write held-out lines for the shipped benchmark here")
    options = parser.parse_args()

    dictionary = load_dictionary(options.dictionary)
    lines = sentences.load(options.text, dictionary)
    if not lines:
        talk = sentences.MeetingTalk(dictionary, random.Random(10))
        lines = [talk.draw() for _ in range(20 * options.count)]
    lines = [line for line in lines if sentences.is_held_out(line)]
    random.Random(11).shuffle(lines)
    if options.lines:
        options.lines.parent.mkdir(parents=True, exist_ok=True)
        options.lines.write_text("\n".join(lines[-120:]) + "\n", "utf-8")
    folder = Path(tempfile.mkdtemp())
    espeak, flite = Espeak(folder), Flite(folder)
    for split in ("known", "held-out"):
        rng = random.Random(12)
        target = options.out / split
        target.mkdir(parents=True, exist_ok=True)
        rows = []
        for line in lines:
            if len(rows) == options.count:
                break
            strange = split == "held-out"
            if rng.random() < 0.5:
                speech, engine = flite.speak(line, rng, HELD_OUT_FLITE) if strange else flite.speak(line, rng), flite
            else:
                speech, engine = espeak.speak(line, rng, held_out=strange), espeak
            if speech is None:
                continue
            name = f"{len(rows):03d}.wav"
            write_wave(target / name, speech.samples)
            rows.append("\t".join([name, split, engine.name, speech.voice, line]))
        (target / "manifest.tsv").write_text("\n".join(rows) + "\n", "utf-8")
        print(f"{len(rows)} recordings in {target}")


if __name__ == "__main__":
    main()
