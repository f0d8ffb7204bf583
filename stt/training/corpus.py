"""Spoken utterances on disk: samples in one growing file, one line of JSON an utterance beside it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np


@dataclass
class Utterance:
    offset: int
    count: int
    engine: str
    voice: str
    text: str
    spans: list[tuple[int, int, int]]
    """(token, start, end) in milliseconds, the dictionary's phonemes in order."""


Entry = tuple[Path, Utterance]
"""An utterance and the file that holds its samples."""


class Writer:
    def __init__(self, folder: Path, name: str):
        folder.mkdir(parents=True, exist_ok=True)
        self._samples = open(folder / f"{name}.pcm", "ab")
        self._lines = open(folder / f"{name}.jsonl", "a", encoding="utf-8")
        self.seconds = self._samples.tell() / 32000

    def add(self, engine: str, voice: str, text: str, samples: np.ndarray, spans) -> None:
        offset = self._samples.tell() // 2
        self._samples.write(samples.astype("<i2").tobytes())
        self._samples.flush()
        millis = [(token, round(1000 * start), round(1000 * end)) for token, start, end in spans]
        line = asdict(Utterance(offset, len(samples), engine, voice, text, millis))
        self._lines.write(json.dumps(line) + "\n")
        self._lines.flush()
        self.seconds += len(samples) / 16000


class Corpus:
    """All utterances of a folder; `refresh` takes in what a synthesizer has added meanwhile."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._read: dict[Path, int] = {}
        self._samples: dict[Path, np.memmap] = {}
        self.entries: list[Entry] = []
        self.refresh()

    def refresh(self) -> None:
        for path in sorted(self._folder.glob("*.jsonl")):
            with open(path, "rb") as source:
                source.seek(self._read.get(path, 0))
                fresh = source.read()
            fresh = fresh[: fresh.rfind(b"\n") + 1]
            if not fresh:
                continue
            self._read[path] = self._read.get(path, 0) + len(fresh)
            pcm = path.with_suffix(".pcm")
            self._samples[pcm] = np.memmap(pcm, dtype="<i2", mode="r")
            self.entries += [(pcm, Utterance(**json.loads(line))) for line in fresh.splitlines()]

    def samples(self, entry: Entry) -> np.ndarray:
        pcm, utterance = entry
        return self._samples[pcm][utterance.offset : utterance.offset + utterance.count]

    @property
    def hours(self) -> float:
        return sum(utterance.count for _, utterance in self.entries) / 16000 / 3600
