"""Trains the voice on what prepare.py made, and goes on where it stopped.

    python3 train.py --set set/ --minutes 60 --out voice.pt

First spectra alone; after --warm of the time the discriminators join. On a GPU an hour or two suffice; on one core this
is a matter of days, so there only the tiny setting of test_training.py is sensible.
"""

import argparse
import json
import pathlib
import random
import time

import numpy
import torch

from losses import Discriminators, deceives, spectral, tells_apart
from network import Voice


class Set:
    def __init__(self, folder):
        self.meta = json.loads((pathlib.Path(folder) / "meta.json").read_text())
        self.files = sorted(pathlib.Path(folder).glob("*.npz"))
        if not self.files:
            raise SystemExit(f"no examples in {folder}")

    def batch(self, count, longest, chance, device):
        """Examples cut to the same number of symbols, so that nothing needs padding."""
        chosen = [numpy.load(chance.choice(self.files)) for _ in range(count)]
        symbols = min(min(len(one["symbols"]) for one in chosen), longest)
        ids, durations, sounds = [], [], []
        for one in chosen:
            first = chance.randrange(len(one["symbols"]) - symbols + 1)
            frames = numpy.concatenate([[0], numpy.cumsum(one["durations"])])
            begin, end = frames[first] * self.meta["hop"], frames[first + symbols] * self.meta["hop"]
            ids.append(torch.from_numpy(one["symbols"][first : first + symbols]))
            durations.append(torch.from_numpy(one["durations"][first : first + symbols]))
            sounds.append(torch.from_numpy(one["samples"][begin:end].astype(numpy.float32) / 32_768))
        return [x.to(device) for x in ids], [x.to(device) for x in durations], [x.to(device) for x in sounds]


def train(folder, out, minutes, count=16, longest=80, warm=0.3, rate=5e-4, seed=1, steps=None, **settings):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(seed)
    chance = random.Random(seed)
    data = Set(folder)
    voice = Voice(len(data.meta["ids"]), hop=data.meta["hop"], **settings).to(device)
    judges = Discriminators().to(device)
    learn = torch.optim.AdamW(voice.parameters(), rate, betas=(0.8, 0.99), weight_decay=0.01)
    judge = torch.optim.AdamW(judges.parameters(), rate / 2, betas=(0.8, 0.99))
    step, begun, history = 0, time.time(), []
    while (share := step / steps if steps else (time.time() - begun) / 60 / minutes) < 1:
        for group in learn.param_groups:
            group["lr"] = rate * (1 - 0.95 * share)
        total = 0.0  # of the loss that is the same before and after the discriminators join
        adversarial = share > warm
        learn.zero_grad()
        judge.zero_grad()
        for ids, durations, wanted in zip(*data.batch(count, longest, chance, device)):
            if int(durations.sum()) < 12:
                continue
            made, predicted = voice(ids[None], durations[None])
            wanted = wanted[None, : made.shape[1]]
            made = made[:, : wanted.shape[1]]
            truth = torch.log(durations[None].clamp(min=1).float())
            loss = spectral(made, wanted) + (predicted - truth).abs().mean()
            total += float(loss.detach()) / count
            if adversarial:
                (tells_apart(judges(wanted), judges(made.detach())) / count).backward()
                held = [p.requires_grad_(False) for p in judges.parameters()]
                loss = loss + 0.5 * deceives(judges(wanted), judges(made))
                (loss / count).backward()
                [p.requires_grad_(True) for p in held]
            else:
                (loss / count).backward()
        torch.nn.utils.clip_grad_norm_(voice.parameters(), 1.0)
        learn.step()
        if adversarial:
            judge.step()
        step += 1
        history.append(total)
        if step % 50 == 0:
            print(f"step {step}, {share:.0%} of the time, loss {numpy.mean(history[-50:]):.3f}", flush=True)
    torch.save({"settings": voice.settings, "meta": data.meta, "voice": voice.state_dict(), "steps": step}, out)
    return history


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--set", required=True)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True)
    asked = arguments.parse_args()
    train(asked.set, asked.out, asked.minutes, seed=asked.seed)


if __name__ == "__main__":
    main()
