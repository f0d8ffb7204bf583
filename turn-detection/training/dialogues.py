"""Turns with known ends for the benchmark: what is said, and where the speaker pauses for how long.

    python3 dialogues.py --chat chat.tsv --seed 9 --dialogues 50 sentences-en.txt > dialogues.tsv

One turn a line: dialogue, kind, what was said before, segments with the pause between them in milliseconds as <650>. Everything
comes from the held-out part (--training for the other part). Each dialogue is one speaker, with a habit of pausing. --half splits the
held-out part once more, and --without leaves out whatever another set says, so that sets for tuning and for measuring share no line.
--everyday takes everyday.py's sentences in place of meeting_grammar's, so that a set shares no pattern with the others either.
"""
import argparse
import math
import random
import re
import zlib

from completeness_data import Corpus
from meeting_grammar import ASK, DIGITS, NEVER_LAST

KINDS = [("plain", 30), ("cut", 20), ("anywhere", 12), ("hesitation", 10), ("trailing", 8), ("number", 9), ("email", 3), ("list", 4), ("two sentences", 4)]


def main():
    a = argparse.ArgumentParser()
    a.add_argument("sentences", nargs="+")
    a.add_argument("--chat", default="")
    a.add_argument("--seed", type=int, default=9)
    a.add_argument("--dialogues", type=int, default=50)
    a.add_argument("--turns", type=int, default=8)
    a.add_argument("--training", action="store_true")
    a.add_argument("--half", type=int, choices=[0, 1])
    a.add_argument("--without", action="append", default=[])
    a.add_argument("--everyday", action="store_true")
    a = a.parse_args()
    corpus, rng = Corpus(a.sentences, a.seed, not a.training, a.chat), random.Random(a.seed)
    said = {re.sub(r" <\d+> ", " ", line.rstrip("\n").split("\t")[-1]) for path in a.without for line in open(path)}
    taken = " | ".join(said)
    keep = lambda line: (a.half is None or zlib.crc32(line.encode()) % 2 == a.half) and line not in taken
    corpus.sentences = [s for s in corpus.sentences if keep(s)]
    corpus.chat = [c for c in corpus.chat if keep(c[1])]
    if a.everyday:
        corpus.finished, corpus.expanded = [], lambda: " ".join(corpus.everyday_line()[0])
    for d in range(a.dialogues):
        habit = math.exp(rng.gauss(0, 0.3))
        for _ in range(a.turns):
            kind = rng.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0]
            before, segments = turn(corpus, rng, kind)
            while " ".join(segments) in said:
                before, segments = turn(corpus, rng, kind)
            text = segments[0]
            for s in segments[1:]:
                ms = math.exp(rng.gauss(math.log(620), 0.6)) * habit * (0.75 if kind == "two sentences" else 1)
                text += f" <{int(min(2000, max(200, ms)))}> {s}"
            print(d, kind, before, text, sep="\t")


def sentence(corpus, least=5):
    while True:
        s = corpus.plain_finished()
        if least <= len(s.split()) <= 22:
            return s


def turn(corpus, rng, kind):
    before = corpus.open_question()
    if kind == "plain":
        e = corpus.complete() if rng.random() < 0.5 else corpus.talk() if rng.random() < 0.7 else corpus.answer()
        while e.label != 0 or len(e.words) < 2:
            e = corpus.answer()
        return e.before, [e.words]
    if kind == "two sentences":
        return before, [sentence(corpus, 3), sentence(corpus, 3)]
    if kind in ("cut", "anywhere", "hesitation", "trailing"):
        w = sentence(corpus, 6).split()
        clear = [k for k in range(2, len(w)) if w[k - 1] in NEVER_LAST]
        k = rng.choice(clear) if kind == "cut" and clear else rng.randrange(2, len(w))
        if kind == "hesitation":
            return before, [" ".join(w[:k]) + " " + rng.choice(["um", "uh", "er"]), " ".join(w[k:])]
        if kind == "trailing":
            return before, [sentence(corpus, 4) + " " + rng.choice(["and", "but", "so", "because", "and then", "or"]), sentence(corpus, 4)]
        segments = [" ".join(w[:k]), " ".join(w[k:])]
        rest = [j for j in clear if j > k + 2]
        if rest and rng.random() < 0.25:
            segments = [segments[0], " ".join(w[k:rest[0]]), " ".join(w[rest[0]:])]
        return before, segments
    if kind == "number":
        phone = rng.random() < 0.7
        groups = [3, 3, 4] if phone else [4, 4, 4, 4]
        lead = rng.choice(["my number is", "the number is", "you can reach me at"] if phone else ["the card number is", "it's"])
        parts = [" ".join(rng.choice(DIGITS) for _ in range(g)) for g in groups]
        parts[0] = lead + " " + parts[0]
        return rng.choice(ASK["phone" if phone else "card"]), parts
    if kind == "email":
        e = corpus.email()
        while e.label != 0 or " at " not in e.words:
            e = corpus.email()
        w = e.words.split()
        k = w.index("at") + rng.choice([0, 1])
        return e.before or rng.choice(ASK["email"]), [" ".join(w[:k]), " ".join(w[k:])]
    while True:
        e = corpus.items()
        w = e.words.split()
        if e.label == 0 and len(w) > 6:
            k = w.index("and") if "and" in w else len(w) - 2
            j = max(2, k // 2 + 1)
            return before, [" ".join(w[:j]), " ".join(w[j:k]), " ".join(w[k:])] if k - j > 0 else [" ".join(w[:k]), " ".join(w[k:])]


if __name__ == "__main__":
    main()
