"""Turns utterances into batches of features and targets, in a process of its own."""

import heapq
import os
import queue
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as processes

from accents import accented
from augment import Augmenter, Spans
from corpus import Corpus, Entry
from features import SUBSAMPLING, heard_until, log_mel
from phonemes import TOKENS

EARLIEST, LATEST = 0.03, 0.21
"""A phoneme may be written from 30 ms after it begins to 210 ms after it ends, in sound heard."""
FRAME_LABEL_DELAY = 0.09
NO_LABEL = -1
ACCENTED = 0.45
ACCENT = 0.13
OFTEN_MISHEARD = {"slt": 3.5, "rms": 1.8, "Clb": 2.0, "cmu_us_slt_arctic_hts": 1.5}
"""How many times as often as others these voices are drawn: their consonants are weak, so noise hides them first."""
PATIENCE_SECONDS = 600
"""A producer whose batches nobody takes for so long looks whether its trainer still lives."""


@dataclass
class Batch:
    features: np.ndarray
    """[batch, frames, bins], half precision."""
    lengths: np.ndarray
    """Output frames of each utterance."""
    targets: list[list[int]]
    allowed: np.ndarray
    """[batch, output frames, tokens]: 1 where a token may be written."""
    labels: np.ndarray
    """[batch, output frames]: the phoneme that sounds, 0 in silence, NO_LABEL behind the end."""
    seconds: float


def example(samples: np.ndarray, spans: Spans, accent: float, noise: np.random.Generator):
    """`accent` is the most that vowels are moved by, 0 for none."""
    features = log_mel(samples)
    features = features[: len(features) // SUBSAMPLING * SUBSAMPLING].numpy()
    if accent and noise.random() < ACCENTED:
        features = accented(features, spans, noise.uniform(0.2, 1) * accent, noise)
    features = features.astype(np.float16)
    count = len(features) // SUBSAMPLING
    heard = heard_until(np.arange(count))
    allowed = np.zeros((count, len(TOKENS)), np.uint8)
    allowed[:, 0] = 1
    labels = np.zeros(count, np.int8)
    for token, start, end in spans:
        first = np.searchsorted(heard, start + EARLIEST)
        last = np.searchsorted(heard, max(end, start + 0.03) + LATEST)
        allowed[first : max(last, first + 1), token] = 1
        labels[np.searchsorted(heard, start + FRAME_LABEL_DELAY) : np.searchsorted(heard, end + FRAME_LABEL_DELAY)] = token
    return features, allowed, labels, [token for token, _, _ in spans]


def collate(examples) -> Batch:
    frames = max(len(features) for features, *_ in examples)
    count = len(examples)
    batch = Batch(
        np.full((count, frames, examples[0][0].shape[1]), -12, np.float16),
        np.zeros(count, np.int64),
        [],
        np.zeros((count, frames // SUBSAMPLING, len(TOKENS)), np.uint8),
        np.full((count, frames // SUBSAMPLING), NO_LABEL, np.int8),
        0.0,
    )
    for i, (features, allowed, labels, target) in enumerate(examples):
        batch.features[i, : len(features)] = features
        batch.allowed[i, : len(allowed)] = allowed
        batch.labels[i, : len(labels)] = labels
        batch.lengths[i] = len(labels)
        batch.targets.append(target)
        batch.seconds += len(features) / 100
    return batch


def drawn_from(entries: list[Entry], count: int, rng: random.Random) -> list[Entry]:
    """`count` different utterances, or all that there are, those of voices that are often misheard before others."""
    # The largest of u^(1/weight): a weighted draw without putting back, in one pass.
    keys = ((rng.random() ** (1 / OFTEN_MISHEARD.get(entry[1].voice, 1.0)), i) for i, entry in enumerate(entries))
    return [entries[i] for _, i in heapq.nlargest(count, keys)]


def _produce(folder: Path, batch_seconds: float, seed: int, strength, out, nice: int) -> None:
    os.nice(nice)
    trainer = os.getppid()
    torch.set_num_threads(1)
    rng = random.Random(seed)
    noise = np.random.default_rng(seed)
    augmenter = Augmenter(seed)
    corpus = Corpus(folder)
    while os.getppid() == trainer:
        corpus.refresh()
        drawn = drawn_from(corpus.entries, 400, rng)
        drawn.sort(key=lambda entry: entry[1].count)
        groups, group = [], []
        for entry in drawn:
            if group and (len(group) + 1) * (entry[1].count / 16000 + 1) > batch_seconds:
                groups.append(group)
                group = []
            group.append(entry)
        groups.append(group)
        rng.shuffle(groups)
        for group in groups:
            examples = []
            for entry in group:
                spans = [(token, start / 1000, end / 1000) for token, start, end in entry[1].spans]
                changed = augmenter(corpus.samples(entry), spans, strength.value)
                examples.append(example(*changed, ACCENT * strength.value, noise))
            try:
                out.put(collate(examples), timeout=PATIENCE_SECONDS)
            except queue.Full:
                break


class BatchSource:
    """Fresh batches while the producer keeps up; else one of the recent ones again.

    The trainer never waits for sound: on few cores augmentation is the dearer half, and a batch
    seen again two or three times under other masks costs little in quality.
    """

    def __init__(self, folder: Path, batch_seconds: float, seed: int, kept: int = 200, nice: int = 0):
        context = processes.get_context("spawn")
        self.strength = context.Value("d", 0.0)
        self._queue = context.Queue(8)
        self._process = context.Process(
            target=_produce, args=(folder, batch_seconds, seed, self.strength, self._queue, nice), daemon=True
        )
        self._process.start()
        self._recent: list[Batch] = []
        self._kept = kept
        self._rng = random.Random(seed)
        self.fresh = self.repeated = 0

    def next(self) -> Batch:
        try:
            batch = self._queue.get(timeout=None if len(self._recent) < 10 else 0.001)
            self.fresh += 1
            self._recent.append(batch)
            if len(self._recent) > self._kept:
                self._recent.pop(0)
            return batch
        except queue.Empty:
            self.repeated += 1
            return self._rng.choice(self._recent)

    def close(self) -> None:
        self._process.terminate()
