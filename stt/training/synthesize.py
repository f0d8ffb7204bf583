"""Makes the training corpus: text from a file and from generators, spoken by free synthesizers."""

import argparse
import random
import tempfile
import time
from pathlib import Path

import sentences
from alignment import align
from corpus import Writer
from flite_accents import AccentedFlite
from phonemes import DEFAULT_DICTIONARY, UNKNOWN, load_dictionary, words_of
from rhvoice import RhVoice
from voices import Espeak, Festival, Flite, FreeTts

MAKERS = {maker.name: maker for maker in (Espeak, Flite, AccentedFlite, Festival, FreeTts, RhVoice)}
USUAL = [Espeak.name, Flite.name, Festival.name, FreeTts.name]
MOST_COST_A_PHONEME = 0.33


def training_text(paths, dictionary, rng):
    """Endless: sentences of the files in a new order each time round, mixed with meeting talk."""
    lines = [line for line in sentences.load(paths, dictionary) if not sentences.is_held_out(line)]
    talk = sentences.MeetingTalk(dictionary, rng)
    while True:
        rng.shuffle(lines)
        for line in lines or [""]:
            if line:
                yield with_pauses(line, rng)
            drawn = talk.draw()
            if not sentences.is_held_out(drawn):
                yield drawn


def with_pauses(line: str, rng: random.Random) -> str:
    """Sometimes a comma where none belongs: people stop in the middle of what they say."""
    words = line.split()
    if rng.random() < 0.15 and len(words) > 3:
        at = rng.randrange(1, len(words) - 1)
        words[at] = words[at].rstrip(",.") + rng.choice([",", "...", ","])
    return " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, action="append", default=[])
    parser.add_argument("--dictionary", type=Path, default=DEFAULT_DICTIONARY)
    parser.add_argument("--out", type=Path, required=True, help="folder of the corpus")
    parser.add_argument("--engine", choices=list(MAKERS), action="append")
    parser.add_argument("--hours", type=float, default=1.0, help="speech to make in this run")
    parser.add_argument("--accent", action="append", help="of espeak-ng, instead of all it has")
    parser.add_argument("--voice", action="append", help="of flite, instead of all it has")
    parser.add_argument("--listener", type=Path, help="checkpoint that hears what RHVoice says")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    dictionary = load_dictionary(options.dictionary)
    rng = random.Random(options.seed)
    folder = Path(tempfile.mkdtemp())
    RhVoice.listener = options.listener
    engines = [MAKERS[name](folder) for name in options.engine or USUAL]
    for engine in engines:
        if options.accent and isinstance(engine, Espeak):
            engine.accents = options.accent
        if options.voice and isinstance(engine, Flite):
            engine.voices = options.voice
    writer = Writer(options.out, "-".join(engine.name for engine in engines) + f"-{options.seed}")
    goal = writer.seconds + options.hours * 3600
    begun, refused, spoken = time.monotonic(), 0, 0
    for text in training_text(options.text, dictionary, rng):
        engine = rng.choice(engines)
        speech = engine.speak(text, rng)
        if speech is None or not speech.spoken:
            refused += 1
            continue
        spans, cost = align(words_of(text), dictionary, speech.spoken)
        if cost > MOST_COST_A_PHONEME:
            refused += 1
            continue
        writer.add(engine.name, speech.voice, text, speech.samples, spans)
        spoken += 1
        if spoken % 500 == 0:
            rate = writer.seconds / (time.monotonic() - begun)
            print(f"{writer.seconds / 3600:.2f} h, {spoken} utterances, {refused} refused, {rate:.0f} x real time", flush=True)
        if writer.seconds >= goal:
            break


if __name__ == "__main__":
    main()
