"""Writes a checkpoint's averaged weights as the ONNX file that the recognizer loads."""

import argparse
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from batches import LATEST
from features import BINS, CHUNK, SAMPLE_RATE, SUBSAMPLING
from network import PhonemeNetwork
from phonemes import TOKENS

LARGE = 4096
"""Weights with at least so many values are stored in half precision."""


class Streaming(nn.Module):
    """The network with its list of states laid out as separate inputs and outputs."""

    def __init__(self, network: PhonemeNetwork):
        super().__init__()
        self.network = network

    def forward(self, features, *state):
        log_probs, carried = self.network(features, list(state))
        return (log_probs, *carried)


def load_averaged(checkpoint: Path) -> tuple[PhonemeNetwork, dict]:
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = PhonemeNetwork(**saved["shape"])
    network.load_state_dict(saved["averaged"])
    return network.eval(), saved


def to_onnx(network: PhonemeNetwork, path: Path) -> None:
    features = torch.zeros(2, CHUNK, BINS)
    state = network.zero_state(2, features)
    inputs = ["features"] + [f"state_{i}" for i in range(len(state))]
    outputs = ["log_probs"] + [f"state_{i}_out" for i in range(len(state))]
    with warnings.catch_warnings():
        # The traced lengths are constants on purpose: a chunk always has the same size.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Streaming(network), (features, *state), str(path), input_names=inputs, output_names=outputs,
            dynamic_axes={name: {0: "batch"} for name in inputs + outputs}, opset_version=17, dynamo=False,
        )  # fmt: skip


def halve_storage(model: onnx.ModelProto) -> None:
    """Keeps large weights as float16 behind a cast, which ONNX Runtime folds away as it loads."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < LARGE:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], to=onnx.TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def describe(model: onnx.ModelProto, version: str, trained_on: str) -> None:
    properties = {
        "model_type": "ctc-phoneme-streaming",
        "sample_rate": str(SAMPLE_RATE),
        "feature_dim": str(BINS),
        "chunk_frames": str(CHUNK),
        "subsampling": str(SUBSAMPLING),
        "lookahead_frames": str(round(100 * LATEST)),
        "tokens": " ".join(TOKENS),
        "language": "en",
        "licence": "Apache-2.0",
        "version": version,
        "trained_on": trained_on,
    }
    helper.set_model_props(model, properties)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--trained-on", default="speech of espeak-ng, flite, festival and FreeTTS; no people")
    parser.add_argument("--full", action="store_true", help="store all weights in single precision")
    options = parser.parse_args()

    network, saved = load_averaged(options.checkpoint)
    options.onnx.parent.mkdir(parents=True, exist_ok=True)
    to_onnx(network, options.onnx)
    model = onnx.load(options.onnx)
    if not options.full:
        halve_storage(model)
    describe(model, options.version, options.trained_on)
    onnx.checker.check_model(model)
    onnx.save(model, options.onnx)
    size = options.onnx.stat().st_size / 1e6
    print(f"{options.onnx}: {size:.1f} MB after {saved['step']} steps, {saved['minutes']:.0f} minutes")


if __name__ == "__main__":
    main()
