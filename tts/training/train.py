"""Trains the voice on what prepare.py made; goes on where it stopped with --resume.

    python3 train.py --set set.npz --minutes 60 --out voice.pt

The frames are learned by plain regression: the vocoder has no parameters, so nothing adversarial is needed, and an hour
on two cores is enough.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from network import WIDTH_OF_FRAME, Voice
from vocoder import CEPSTRA

MEASURED_WITH = 120  # sentences that are not trained on


class Set:
    """The sentences of a set, normalized, in batches of similar length."""

    def __init__(self, file):
        saved = numpy.load(file)
        self.meta = json.loads(str(saved["meta"]))
        voiced = saved["pitch"] > 0
        pitch = numpy.log(numpy.where(voiced, saved["pitch"], 1))
        frames = numpy.concatenate(
            [numpy.where(voiced, pitch, 0)[:, None], voiced[:, None], saved["cepstra"], saved["breath"]], 1
        ).astype(numpy.float32)
        self.mean, self.deviation = frames.mean(0), frames.std(0) + 1e-3
        self.mean[0], self.deviation[0] = pitch[voiced].mean(), pitch[voiced].std()
        self.mean[1], self.deviation[1] = 0, 1
        frames = (frames - self.mean) / self.deviation
        symbols = numpy.split(saved["ids"].astype(numpy.int64), numpy.cumsum(saved["symbols"])[:-1])
        durations = numpy.split(saved["durations"].astype(numpy.int64), numpy.cumsum(saved["symbols"])[:-1])
        self.sentences = list(zip(symbols, durations, numpy.split(frames, numpy.cumsum(saved["frames"])[:-1])))
        self.measured, self.trained = self.sentences[:MEASURED_WITH], self.sentences[MEASURED_WITH:]
        if not self.trained:
            self.trained = self.measured

    def batches(self, frames, chance):
        """All sentences once, in batches of about so many frames."""
        by_length = sorted(self.trained, key=lambda one: len(one[2]) * chance.uniform(0.9, 1.1))
        groups, group = [], []
        for one in by_length:
            if group and (len(group) + 1) * len(one[2]) > frames:
                groups.append(group)
                group = []
            group.append(one)
        groups.append(group)
        chance.shuffle(groups)
        return groups


def batch(group):
    """Padded tensors: symbols, durations, index of each frame's symbol, frames, and which symbols and frames are."""
    longest, most = max(len(one[0]) for one in group), max(len(one[2]) for one in group)
    symbols, durations = torch.zeros(len(group), longest, dtype=torch.int64), torch.zeros(len(group), longest, dtype=torch.int64)
    index, frames = torch.zeros(len(group), most, dtype=torch.int64), torch.zeros(len(group), most, WIDTH_OF_FRAME)
    is_symbol, is_frame = torch.zeros(len(group), longest, 1), torch.zeros(len(group), most, 1)
    for at, (ids, lengths, wanted) in enumerate(group):
        symbols[at, : len(ids)], durations[at, : len(ids)] = torch.from_numpy(ids), torch.from_numpy(lengths)
        index[at, : len(wanted)] = torch.from_numpy(numpy.repeat(numpy.arange(len(ids)), lengths))
        frames[at, : len(wanted)] = torch.from_numpy(wanted)
        is_symbol[at, : len(ids)], is_frame[at, : len(wanted)] = 1, 1
    return symbols, durations, index, frames, is_symbol, is_frame


def losses(voice, group, weights):
    symbols, durations, index, wanted, is_symbol, is_frame = batch(group)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden, predicted = voice.encode(symbols, is_symbol)
        made = voice.decode(hidden, durations, index, is_frame)
    predicted, made = predicted.float(), made.float()
    timing = ((predicted - torch.log(durations + 1.0)).abs() * is_symbol[:, :, 0]).sum() / is_symbol.sum()
    voiced = wanted[:, :, 1:2] * is_frame
    pitch = ((made[:, :, :1] - wanted[:, :, :1]).abs() * voiced).sum() / voiced.sum().clamp(min=1)
    voice_or_none = functional.binary_cross_entropy_with_logits(made[:, :, 1:2], wanted[:, :, 1:2], weight=is_frame)
    shape = ((made[:, :, 2:] - wanted[:, :, 2:]).abs() * weights * is_frame).sum() / is_frame.sum()
    return timing, pitch, voice_or_none, shape


def spread(voice, data):
    """How much more the teacher's frames vary than ours, for each part of a frame."""
    wanted, made = [], []
    with torch.no_grad():
        for one in data.measured:
            symbols, durations, index, frames, is_symbol, is_frame = batch([one])
            hidden, _ = voice.encode(symbols, is_symbol)
            wanted.append(frames[0])
            made.append(voice.decode(hidden, durations, index, is_frame)[0])
    wanted, made = torch.cat(wanted), torch.cat(made)
    ratio = wanted.std(0) / made.std(0)
    voiced = wanted[:, 1] > 0.5
    ratio[0] = wanted[voiced, 0].std() / made[voiced, 0].std()
    ratio = ratio.clamp(1, 1.3)
    ratio[1] = 1
    ratio[2] = 1  # loudness
    ratio[2 + CEPSTRA :] = 1
    return ratio


def train(file, out, minutes, frames=2_500, rate=2e-3, seed=1, steps=None, resume=None, **settings):
    torch.manual_seed(seed)
    chance = random.Random(seed)
    data = Set(file)
    voice = Voice(len(data.meta["ids"]), **settings)
    if resume:
        voice.load_state_dict(torch.load(resume, weights_only=True)["voice"])
    learn = torch.optim.AdamW(voice.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.01)
    # A cepstrum that varies much is heard much: between equal weight for each and equal weight for each decibel.
    weights = torch.from_numpy(numpy.sqrt(data.deviation[2:]))
    weights = weights / weights.sum()
    step, begun, told, history, groups = 0, time.time(), 0.0, [], []
    while (share := step / steps if steps else (time.time() - begun) / 60 / minutes) < 1:
        if not groups:
            groups = data.batches(frames, chance)
        now = rate * min(1, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * share))
        for parameters in learn.param_groups:
            parameters["lr"] = now
        parts = losses(voice, groups.pop(), weights)
        loss = parts[0] + 0.5 * parts[1] + parts[2] + 2 * parts[3]
        learn.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(voice.parameters(), 1.0)
        learn.step()
        step += 1
        history.append(float(loss.detach()))
        if time.time() - told > 60 or share >= 1:
            voice.eval()
            with torch.no_grad():
                unseen = torch.tensor([losses(voice, data.measured[at : at + 12], weights) for at in range(0, len(data.measured), 12)])
            voice.train()
            told = time.time()
            shown = ", ".join(f"{name} {x:.3f}" for name, x in zip(["time", "pitch", "voiced", "shape"], unseen.mean(0)))
            print(f"{share:.0%}, step {step}, loss {numpy.mean(history[-50:]):.3f}; unseen: {shown}", flush=True)
            save(voice, data, step, out)
    save(voice, data, step, out)
    return history


def save(voice, data, step, out):
    voice.eval()
    kept = {
        "settings": voice.settings,
        "meta": json.dumps(data.meta),
        "voice": voice.state_dict(),
        "mean": torch.from_numpy(data.mean),
        "deviation": torch.from_numpy(data.deviation),
        "spread": spread(voice, data),
        "steps": step,
    }
    voice.train()
    partial = Path(f"{out}.part")
    torch.save(kept, partial)
    partial.replace(out)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--set", required=True)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--rate", type=float, default=2e-3)
    arguments.add_argument("--resume", help="a voice to go on from")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--out", required=True)
    asked = arguments.parse_args()
    torch.set_num_threads(asked.threads)
    train(asked.set, asked.out, asked.minutes, rate=asked.rate, seed=asked.seed, resume=asked.resume)


if __name__ == "__main__":
    main()
