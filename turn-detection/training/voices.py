"""Synthetic speech for training: sentences spoken by flite and espeak-ng in many voices, cut to 16 kHz.

    python3 voices.py --sentences sentences-en.txt --count 1500 --out speech.npz
"""
import argparse
import random
import subprocess
import tempfile

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly

HELD_VARIANTS = "Alicia linda Lee max Denis Tweaky steph Henrique gustave belinda".split()
UNLIKE_PEOPLE = "whisper whisperf UniRobot Demonic croak Storm anika anikaRobot robosoft".split()
ACCENTS = ["en-us", "en-us", "en-gb", "en-gb-x-rp", "en-029", "en-gb-x-gbclan"]


def variants():
    listing = subprocess.run(["espeak-ng", "--voices=variant"], capture_output=True, text=True).stdout.splitlines()[1:]
    names = sorted(l.split()[-2 if ")" in l.split()[-1] else -1].split("/")[-1] for l in listing if "!v/" in l)
    names = [n for n in names if not any(n.startswith(u) for u in UNLIKE_PEOPLE)]
    return [n for n in names if n not in HELD_VARIANTS]


def speak(text, rng, held_out=False):
    with tempfile.NamedTemporaryFile(suffix=".wav") as f:
        if rng.random() < 0.35:
            voice = "slt" if held_out else rng.choice(["kal16", "rms", "awb"])
            subprocess.run(["flite", "-voice", voice, "--setf", f"duration_stretch={rng.uniform(0.75, 1.25):.2f}", "-t", text, "-o", f.name], check=True, capture_output=True)
        else:
            voice = rng.choice(["en-gb-scotland+", "en-us+", "en-gb+"]) + rng.choice(HELD_VARIANTS) if held_out else rng.choice(ACCENTS) + "+" + rng.choice(VARIANTS)
            subprocess.run(["espeak-ng", "-v", voice, "-s", str(rng.randint(125, 215)), "-p", str(rng.randint(20, 80)), "-w", f.name, text], check=True, capture_output=True)
        rate, x = wavfile.read(f.name)
    x = x.astype(np.float32) / 32768
    return (resample_poly(x, 16000, rate) if rate != 16000 else x).astype(np.float32), voice


VARIANTS = variants()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--sentences", required=True)
    a.add_argument("--count", type=int, default=1500)
    a.add_argument("--seed", type=int, default=3)
    a.add_argument("--out", default="speech.npz")
    a.add_argument("--held-out", action="store_true")
    a = a.parse_args()
    rng, clips, names = random.Random(a.seed), [], []
    sentences = [l.strip() for l in open(a.sentences, encoding="utf-8") if l.strip()]
    for _ in range(a.count):
        x, voice = speak(rng.choice(sentences) if rng.random() < 0.7 else rng.choice(["Yes.", "No, thanks.", "Okay.", "Hello everyone.", "Right.", "Hm, I see.", "Sure.", "Stop.", "Wait a second.", "What do you think?"]), rng, a.held_out)
        if np.abs(x).max() > 0.01:
            clips.append((x / np.abs(x).max() * 32000).astype(np.int16))
            names.append(voice)
    np.savez(a.out, samples=np.concatenate(clips), lengths=np.array([len(c) for c in clips]), voices=np.array(names))
    print(len(clips), "clips,", sum(map(len, clips)) / 16000 / 60, "minutes")


if __name__ == "__main__":
    main()
