"""Trains the phoneme network until a time is up; stops and resumes at any point."""

import argparse
import json
import math
import os
import sys
import time
from pathlib import Path

import torch
from torch.nn import functional as F

from batches import NO_LABEL, Batch, BatchSource
from evaluate import load_set, phoneme_error_rate, recognizer_of
from exported import network_from
from features import HIGHEST_HZ, LOWEST_HZ
from muon import Muon
from network import PhonemeNetwork
from phonemes import DEFAULT_DICTIONARY, load_dictionary

FORBIDDEN = -12.0
"""Added to the log-probability of a token outside of its time: dear, but not impossible."""


def other_throats(features: torch.Tensor) -> torch.Tensor:
    """Moves the formants of each utterance without its pitch or its rhythm: all by one factor, and some by themselves."""
    batch, _, bins = features.shape
    mels = 1127 * torch.log1p(torch.tensor([LOWEST_HZ, HIGHEST_HZ]) / 700)
    step = (mels[1] - mels[0]) / (bins + 1)
    hertz = 700 * torch.expm1((mels[0] + step * torch.arange(1, bins + 1)) / 1127)
    factor = 1 + 0.13 * (2 * torch.rand(batch, 1) - 1) * (torch.rand(batch, 1) < 0.5)
    at = (1127 * torch.log1p(hertz * factor / 700) - mels[0]) / step - 1
    wave = torch.sin(torch.arange(bins) * (0.05 + 0.2 * torch.rand(batch, 1)) + 6.3 * torch.rand(batch, 1))
    at = (at + 1.2 * torch.rand(batch, 1) * wave).clamp(0, bins - 1.001)
    low = at.long()
    part = (at - low)[:, None, :]
    taken = [features.gather(2, index[:, None, :].expand_as(features)) for index in (low, low + 1)]
    return taken[0] * (1 - part) + taken[1] * part


MASKED = 0.2
"""So much of the speech has bands and moments hidden; more teaches little where no batch is heard twice."""


def masked(features: torch.Tensor) -> torch.Tensor:
    """Hides bands and moments and leans the spectrum, so that a repeated batch is not the same."""
    batch, frames, bins = features.shape
    lean = torch.randn(batch, 1, 1) * torch.linspace(-1, 1, bins) * 0.4 + torch.randn(batch, 1, 1) * 0.3
    features = features + lean.to(features.device)
    mean = features.mean()
    for i in range(batch):
        if torch.rand(()) > MASKED:
            continue
        for _ in range(2):
            width = int(torch.randint(0, 11, ()))
            low = int(torch.randint(0, bins - width, ()))
            features[i, :, low : low + width] = mean
        for _ in range(1 + frames // 300):
            width = int(torch.randint(0, 11, ()))
            start = int(torch.randint(0, frames - width, ()))
            features[i, start : start + width] = mean
    return features


def losses(network: PhonemeNetwork, batch: Batch, device: str, skip: float) -> tuple[torch.Tensor, torch.Tensor]:
    features = masked(other_throats(torch.from_numpy(batch.features).float())).to(device)
    with torch.autocast(device, dtype=torch.bfloat16):
        body, _ = network.body(features, network.zero_state(len(features), features), skip)
        written, sounding = network.out(body), network.frame_out(body)
    log_probs = F.log_softmax(written.float(), -1)
    allowed = torch.from_numpy(batch.allowed).to(device)
    log_probs = log_probs + FORBIDDEN * (1 - allowed.float())
    targets = torch.tensor([token for target in batch.targets for token in target])
    ctc = F.ctc_loss(
        log_probs.transpose(0, 1).cpu() if device == "cpu" else log_probs.transpose(0, 1), targets.to(device),
        torch.from_numpy(batch.lengths), torch.tensor([len(target) for target in batch.targets]),
        zero_infinity=True, reduction="sum",
    ) / len(targets)  # fmt: skip
    labels = torch.from_numpy(batch.labels).long().to(device)
    frame = F.cross_entropy(sounding.float().flatten(0, 1), labels.flatten(), ignore_index=NO_LABEL)
    return ctc, frame


ALLOCATION = {
    "MALLOC_MMAP_THRESHOLD_": "4294967296",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
    "MALLOC_TOP_PAD_": "268435456",
}


def keep_freed_memory() -> None:
    """Starts this program again with an allocator that keeps its pages: a third less time a step."""
    if ALLOCATION.keys() - os.environ.keys():
        os.environ.update(ALLOCATION)
        os.execv(sys.executable, [sys.executable, *sys.argv])


def is_hidden_matrix(name: str) -> bool:
    return name.endswith(("map.weight", "widen.weight", "narrow.weight"))


class Trainer:
    def __init__(self, options):
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        shape = dict(width=options.width, hidden=4 * options.width, blocks=options.blocks)
        self.file = options.checkpoints / "latest.pt"
        self.step, self.earlier, self.curve = 0, 0.0, []
        saved = torch.load(self.file, map_location="cpu", weights_only=True) if options.resume else None
        if options.begin_with and not saved:
            self.network = network_from(options.begin_with, options.blocks).to(self.device)
        else:
            self.network = PhonemeNetwork(**(saved["shape"] if saved else shape)).to(self.device)
        hidden = [p for name, p in self.network.named_parameters() if is_hidden_matrix(name)]
        others = [p for name, p in self.network.named_parameters() if not is_hidden_matrix(name)]
        self.optimizers = [
            Muon(hidden, lr=options.rate),
            torch.optim.AdamW(others, lr=options.rate / 10, betas=(0.9, 0.98), weight_decay=0.0),
        ]
        self.full_rates = [options.rate, options.rate / 10]
        self.averaged = {name: value.clone() for name, value in self.network.state_dict().items()}
        if saved:
            self.network.load_state_dict(saved["network"])
            if len(saved.get("optimizers", ())) == len(self.optimizers):
                for optimizer, state in zip(self.optimizers, saved["optimizers"]):
                    optimizer.load_state_dict(state)
            self.averaged = {name: value.to(self.device) for name, value in saved["averaged"].items()}
            self.step, self.earlier, self.curve = saved["step"], saved["minutes"], saved["curve"]

    def update(self, batch: Batch, rate: float, frame_weight: float, skip: float) -> tuple[float, float]:
        for optimizer, full in zip(self.optimizers, self.full_rates):
            for group in optimizer.param_groups:
                group["lr"] = full * rate
            optimizer.zero_grad(set_to_none=True)
        ctc, frame = losses(self.network, batch, self.device, skip)
        (ctc + frame_weight * frame).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.step += 1
        keep = min(0.999, 1 - 1 / (1 + self.step / 10))
        values = list(self.network.state_dict().values())
        torch._foreach_lerp_(list(self.averaged.values()), values, 1 - keep)
        return ctc.item(), frame.item()

    def measure(self, sets, dictionary) -> dict[str, float]:
        """Error rates of the averaged weights, which are what is exported."""
        average = PhonemeNetwork(**self.network.shape).to(self.device)
        average.load_state_dict(self.averaged)
        recognize = recognizer_of(average.eval())
        return {name: round(100 * phoneme_error_rate(recognize, pairs, dictionary), 2) for name, pairs in sets.items()}

    def save(self, minutes: float) -> None:
        saved = dict(
            network=self.network.state_dict(), averaged=self.averaged, 
            optimizers=[optimizer.state_dict() for optimizer in self.optimizers],
            shape=self.network.shape, step=self.step, minutes=self.earlier + minutes, curve=self.curve,
        )  # fmt: skip
        fresh = self.file.with_suffix(".new")
        torch.save(saved, fresh)
        os.replace(fresh, self.file)
        (self.file.parent / "curve.json").write_text(json.dumps(self.curve, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="folders to measure on")
    parser.add_argument("--dictionary", type=Path, default=DEFAULT_DICTIONARY)
    parser.add_argument("--minutes", type=float, default=60, help="of this run; the rate falls to its end")
    parser.add_argument("--resume", action="store_true", help="from the folder of checkpoints")
    parser.add_argument("--begin-with", type=Path, help="exported network to go on from; --blocks may be more than it has")
    parser.add_argument("--rate", type=float, default=0.02, help="of Muon; a tenth for AdamW")
    parser.add_argument("--warm-up", type=int, default=100, help="steps")
    parser.add_argument("--harder-over", type=float, default=25, help="minutes until augmentation is full")
    parser.add_argument("--from-strength", type=float, default=0.1)
    parser.add_argument("--strength", type=float, default=1.0, help="of augmentation, at its hardest")
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--blocks", type=int, default=10)
    parser.add_argument("--batch-seconds", type=float, default=120)
    parser.add_argument("--measure-every", type=float, default=8, help="minutes")
    parser.add_argument("--producer-nice", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    keep_freed_memory()
    torch.set_num_threads(os.cpu_count() or 1)
    torch.manual_seed(options.seed)
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(options)
    print(f"{sum(p.numel() for p in trainer.network.parameters())} parameters on {trainer.device}", flush=True)
    dictionary = load_dictionary(options.dictionary)
    source = BatchSource(options.corpus, options.batch_seconds, options.seed + trainer.step, nice=options.producer_nice)
    begun = measured = time.monotonic()
    seconds, shown, first_step = 0.0, [], trainer.step
    while (minutes := (time.monotonic() - begun) / 60) < options.minutes:
        done = minutes / options.minutes
        source.strength.value = min(options.strength, options.from_strength + minutes / options.harder_over)
        rate = min(1, (trainer.step - first_step + 1) / options.warm_up)
        rate *= max(0.01, 0.5 + 0.5 * math.cos(math.pi * done))
        batch = source.next()
        shown.append(trainer.update(batch, rate, 0.3 * (1 - done), 0.03))
        seconds += batch.seconds
        if trainer.step % 100 == 0:
            ctc, frame = (sum(values) / len(shown) for values in zip(*shown))
            shown = []
            print(
                f"{minutes:.1f} min, step {trainer.step}, loss {ctc:.3f} + {frame:.3f}, rate {rate:.1e}, "
                f"{seconds / 60 / max(minutes, 0.01):.0f} x real time, fresh {source.fresh}, repeated {source.repeated}",
                flush=True,
            )
        if time.monotonic() - measured > 60 * options.measure_every:
            sets = {folder.name: load_set(folder, 60) for folder in options.sets if (folder / "manifest.tsv").exists()}
            rates = trainer.measure(sets, dictionary)
            trainer.curve.append({"minutes": round(trainer.earlier + minutes, 1), "step": trainer.step, **rates})
            print("phoneme errors in percent", trainer.curve[-1], flush=True)
            trainer.save(minutes)
            measured = time.monotonic()
    source.close()
    sets = {folder.name: load_set(folder) for folder in options.sets if (folder / "manifest.tsv").exists()}
    trainer.curve.append({"minutes": round(trainer.earlier + options.minutes, 1), "step": trainer.step, **trainer.measure(sets, dictionary)})
    print("finished", trainer.curve[-1], flush=True)
    trainer.save(options.minutes)


if __name__ == "__main__":
    main()
