"""Phoneme error rates of a checkpoint or of an exported network on sets of recordings."""

import argparse
from pathlib import Path

import numpy as np
import torch

from features import CHUNK, log_mel
from network import PhonemeNetwork
from phonemes import DEFAULT_DICTIONARY, Pronunciations, load_dictionary, words_of
from voices import read_wave

SILENCE_BEFORE, SILENCE_BEHIND = 0.2, 0.5


def load_set(folder: Path, most: int | None = None) -> list[tuple[np.ndarray, str]]:
    """(samples, text) by a folder's manifest.tsv: file first, text last; a file may lack its .wav."""
    rows = [line.split("\t") for line in (folder / "manifest.tsv").read_text("utf-8").splitlines() if line]
    pairs = []
    for row in rows[:most]:
        path = folder / row[0]
        path = path if path.exists() else folder / (row[0] + ".wav")
        if path.exists():
            pairs.append((read_wave(path), row[-1]))
    return pairs


def padded_features(samples: np.ndarray) -> torch.Tensor:
    noise = np.random.default_rng(0)
    silence = [np.zeros(int(16000 * s), np.float32) for s in (SILENCE_BEFORE, SILENCE_BEHIND)]
    x = np.concatenate([silence[0], samples.astype(np.float32) / 32768, silence[1]])
    features = log_mel(x + 1e-4 * noise.standard_normal(len(x), dtype=np.float32))
    return features[: len(features) // CHUNK * CHUNK]


def greedy(log_probs: np.ndarray) -> list[int]:
    best = log_probs.argmax(-1)
    return [int(token) for i, token in enumerate(best) if token and (i == 0 or token != best[i - 1])]


def closest_errors(text: str, heard: list[int], dictionary: Pronunciations) -> tuple[int, int]:
    """Edit distance to the nearest of the text's pronunciations, and that text's phonemes."""
    ramp = np.arange(len(heard) + 1)
    entry, length = ramp.copy(), 0
    tokens = np.array(heard, dtype=np.int64)
    for word in words_of(text):
        leaving = []
        for variant in dictionary[word]:
            row = entry
            for phone in variant:
                above = row
                row = above + 1
                row[1:] = np.minimum(row[1:], above[:-1] + (tokens != phone))
                row = np.minimum.accumulate(row - ramp) + ramp
            leaving.append(row)
        entry = np.minimum.reduce(leaving)
        length += len(dictionary[word][0])
    return int(entry[-1]), length


def known_words(text: str, dictionary: Pronunciations) -> bool:
    return all(word in dictionary for word in words_of(text))


def phoneme_error_rate(recognize, pairs, dictionary: Pronunciations) -> float:
    """`recognize` maps features [frames, bins] to log-probabilities [output frames, tokens]."""
    errors = total = 0
    for samples, text in pairs:
        if known_words(text, dictionary):
            wrong, length = closest_errors(text, greedy(recognize(padded_features(samples))), dictionary)
            errors, total = errors + wrong, total + length
    return errors / max(1, total)


def recognizer_of(network: PhonemeNetwork):
    device = network.mean.device

    def recognize(features: torch.Tensor) -> np.ndarray:
        with torch.no_grad():
            batch = features[None].to(device)
            return network(batch, network.zero_state(1, batch))[0][0].cpu().numpy()

    return recognize


def streaming_recognizer(path: Path):
    """Runs an exported network as a live stream does: chunk by chunk, state carried."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    states = {i.name: [1, *i.shape[1:]] for i in session.get_inputs() if i.name != "features"}
    outputs = ["log_probs"] + [name + "_out" for name in states]

    def recognize(features: torch.Tensor) -> np.ndarray:
        state = {name: np.zeros(shape, np.float32) for name, shape in states.items()}
        parts = []
        for at in range(0, len(features), CHUNK):
            chunk = features[None, at : at + CHUNK].numpy()
            part, *carried = session.run(outputs, {"features": chunk, **state})
            state = dict(zip(states, carried))
            parts.append(part[0])
        return np.concatenate(parts)

    return recognize


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="checkpoint (.pt) or exported network (.onnx)")
    parser.add_argument("sets", type=Path, nargs="+", help="folders with manifest.tsv and WAV files")
    parser.add_argument("--dictionary", type=Path, default=DEFAULT_DICTIONARY)
    parser.add_argument("--most", type=int, help="at most so many recordings of each set")
    options = parser.parse_args()
    torch.set_num_threads(1)
    dictionary = load_dictionary(options.dictionary)
    if options.model.suffix == ".onnx":
        recognize = streaming_recognizer(options.model)
    else:
        saved = torch.load(options.model, map_location="cpu", weights_only=True)
        network = PhonemeNetwork(**saved["shape"])
        network.load_state_dict(saved["averaged"])
        recognize = recognizer_of(network.eval())
    for folder in options.sets:
        pairs = load_set(folder, options.most)
        rate = phoneme_error_rate(recognize, pairs, dictionary)
        print(f"{folder.name}: {100 * rate:.2f}% phoneme errors on {len(pairs)} recordings", flush=True)


if __name__ == "__main__":
    main()
