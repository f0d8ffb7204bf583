"""Counts which words follow which in the training text, for the recognizer's language model."""

import argparse
import gzip
import random
from collections import Counter
from pathlib import Path

import sentences
from phonemes import DEFAULT_DICTIONARY, load_dictionary, words_of

START, END = "<s>", "</s>"


def count(lines: list[str]) -> Counter:
    """Triples of words; the first of a line has only its beginning before it."""
    triples = Counter()
    for line in lines:
        words = ["", START, *words_of(line), END]
        triples.update(zip(words, words[1:], words[2:], strict=False))
    return triples


def write(triples: Counter, path: Path) -> None:
    """A line for each pair that begins a triple: the pair, then what follows it and how often."""
    followers: dict[tuple[str, str], list[str]] = {}
    for (first, second, third), times in sorted(triples.items()):
        followers.setdefault((first, second), []).append(third if times == 1 else f"{third} {times}")
    lines = ("\t".join([f"{first} {second}".strip(), *after]) for (first, second), after in followers.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without a time inside, so that the same text makes the same file.
    path.write_bytes(gzip.compress("\n".join(lines).encode() + b"\n", 9, mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, action="append", default=[])
    parser.add_argument("--dictionary", type=Path, default=DEFAULT_DICTIONARY)
    parser.add_argument("--talk", type=int, default=2000, help="made-up utterances of meetings beside the text")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    dictionary = load_dictionary(options.dictionary)
    talk = sentences.MeetingTalk(dictionary, random.Random(20))
    text = [line for path in options.text for line in path.read_text("utf-8").splitlines()]
    lines = [line for line in text if not any(sign.isdigit() for sign in line)] + [talk.phrase() for _ in range(options.talk)]
    kept = [line for line in lines if not sentences.is_held_out(line)]
    triples = count(kept)
    write(triples, options.out)
    print(f"{options.out}: {len(triples)} triples of {triples.total()} in {len(kept)} of {len(lines)} lines")


if __name__ == "__main__":
    main()
