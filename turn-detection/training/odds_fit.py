"""Fits the numbers of EndOdds, PauseHabit and MelodyHabit on a development set, and says what they do on a set that was never seen.

    python3 odds_fit.py --seconds 100 --unseen evidence-unseen.tsv evidence-development.tsv

Both files are what parley.turns.bench.EndEvidence writes: what is weighed in every frame of every silence. The search looks at the
development set only. With --model, words are judged anew by another completeness model than the one that was bundled then.
"""
import argparse
import math
import time

import numpy as np
import onnxruntime
from scipy.special import ndtr

from completeness_train import ids_of

START = dict(text=0.77, melody=1.0, question=0.62, gaps=14.5, gap_ms=57, soft=0.0054, prior=4, within=-0.68, end=1.1, variance=1.8,
             most=2.75, pause_prior=5.7, pause_log=math.log(590), pause_spread=0.08, least_spread=0.53)
BIAS, SURE_WAIT, SHIFTED = 1.24, 0.8, ("within", "end")


class Evidence:
    def __init__(self, path, model=""):
        rows = [l.rstrip("\n").split("\t") for l in open(path)]
        names, rows = rows[0], rows[1:]
        # What is left of the silence before a turn is no pause of it.
        rows = [r for r in rows if float(r[names.index("after_end")]) >= 0 or float(r[names.index("silence")]) < 2500]
        col = lambda name: np.array([float(r[names.index(name)]) for r in rows])
        self.turn, self.after, self.silence = col("turn").astype(int), col("after_end"), col("silence")
        finished, unfinished, waiting = judged(rows, names, model) if model else (col("finished"), col("unfinished"), col("waiting"))
        self.finished, self.other = finished, unfinished + waiting
        self.behind, self.question = col("behind") > 0, col("question")
        self.waits = ~self.behind & (waiting >= SURE_WAIT)
        first = np.append(True, (np.diff(self.silence) < 0) | (np.diff(self.turn) != 0))
        self.pause, at = np.cumsum(first) - 1, np.where(first)[0]
        last = np.append(at[1:], len(first)) - 1
        self.melody, self.dialogue = col("falling")[at], col("dialogue")[at].astype(int)
        self.is_end, self.lasted = self.after[last] >= 0, self.silence[last] + 32
        self.turns = self.turn.max() + 1

    def speakers(self, q):
        """For each silence, what is known of the speaker by then: log odds of the melody, the usual pause and its spread."""
        known, speaker = np.zeros((len(self.melody), 3)), None
        for j, heard in enumerate(self.melody):
            if self.dialogue[j] != speaker:
                speaker, n0, n1, m0, m1 = self.dialogue[j], q["prior"], q["prior"], q["within"], q["end"]
                w = q["pause_prior"]
                s, ss = w * q["pause_log"], w * (q["pause_log"] ** 2 + q["pause_spread"] ** 2)
            odds = ((heard - m0) ** 2 - (heard - m1) ** 2) / (2 * q["variance"])
            known[j] = min(q["most"], max(-q["most"], odds)), s / w, max(q["least_spread"], math.sqrt(max(0, ss / w - (s / w) ** 2)))
            if self.is_end[j]:
                n1 += 1
                m1 += (heard - m1) / n1
                continue
            if self.lasted[j] >= 150:
                n0 += 1
                m0 += (heard - m0) / n0
            if 80 < self.lasted[j] <= 2500:
                x = math.log(max(60, self.lasted[j]))
                w, s, ss = w * 0.97 + 1, s * 0.97 + x, ss * 0.97 + x * x
        return known.T

    def odds(self, q):
        melody, usual, spread = (v[self.pause] for v in self.speakers(q))
        text = np.where(self.behind, 0, np.log((self.finished + q["soft"]) / (self.other + q["soft"])))
        goes_on = 1 - ndtr((np.log(self.silence) - usual) / spread) + q["gaps"] * np.exp(-self.silence / q["gap_ms"])
        odds = BIAS + q["text"] * text + q["melody"] * melody + q["question"] * self.question - np.log(np.maximum(goes_on, 1e-12))
        return np.where(self.waits, -99, odds)

    def curve(self, q):
        """Mean delay and share of cut-ins for each threshold."""
        odds, early = self.odds(q), self.after < 0
        surest = np.full(self.turns, -1e9)
        np.maximum.at(surest, self.turn[early], odds[early])
        turn, late, after, points = self.turn[~early], odds[~early], self.after[~early], []
        for threshold in np.linspace(0, 9, 45):
            cut, reached = surest >= threshold, late >= threshold
            delay, t = np.full(self.turns, 4000.0), turn[reached]
            begins = np.append(True, t[1:] != t[:-1])[: len(t)]
            delay[t[begins]] = after[reached][begins]
            points.append((delay[~cut].mean(), cut.mean()))
        return np.array(sorted(points))


def judged(rows, names, model):
    lines = [(r[names.index("before")], r[names.index("words")]) for r in rows]
    each = sorted(set(lines))
    session, said = onnxruntime.InferenceSession(model), {}
    for k in range(0, len(each), 500):
        part = each[k:k + 500]
        said.update(zip(part, session.run(None, {"ids": np.array([ids_of(*line) for line in part])})[0]))
    return np.array([said[line] for line in lines]).T


def cutoffs_at(curve, delay):
    return float(np.interp(delay, curve[:, 0], curve[:, 1]))


def delay_at(curve, cutoffs):
    return float(np.interp(-cutoffs, -curve[:, 1], curve[:, 0]))


def cost(curve):
    return cutoffs_at(curve, 300) + 0.4 * sum(cutoffs_at(curve, d) for d in (240, 380, 480, 600)) + delay_at(curve, 0.05) / 6000


def report(name, curve):
    print(f"{name}: {100 * cutoffs_at(curve, 300):.2f} % cut-ins at 300 ms, {delay_at(curve, 0.05):.0f} ms at 5 %")


def main():
    a = argparse.ArgumentParser()
    a.add_argument("development")
    a.add_argument("--unseen", default="")
    a.add_argument("--model", default="")
    a.add_argument("--seconds", type=float, default=100)
    a.add_argument("--seed", type=int, default=1)
    a = a.parse_args()
    evidence, best, rng = Evidence(a.development, a.model), dict(START), np.random.default_rng(a.seed)
    least, until = cost(evidence.curve(best)), time.time() + a.seconds
    report("development, start", evidence.curve(best))
    while time.time() < until:
        q = dict(best)
        for k in rng.choice(list(q), size=rng.integers(1, 4), replace=False):
            q[k] = q[k] + rng.normal() * 0.25 if k in SHIFTED else q[k] + rng.normal() * 0.15 if k == "pause_log" else q[k] * math.exp(rng.normal() * 0.3)
        c = cost(evidence.curve(q))
        if c < least - 1e-5:
            best, least = q, c
    print({k: round(float(v), 4) for k, v in best.items()})
    report("development", evidence.curve(best))
    if a.unseen:
        report("unseen", Evidence(a.unseen, a.model).curve(best))


if __name__ == "__main__":
    main()
