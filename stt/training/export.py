"""Writes a checkpoint's averaged weights as the ONNX file that the recognizer loads."""

import argparse
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from batches import LATEST
from features import BINS, CHUNK, SAMPLE_RATE, SUBSAMPLING
from network import PhonemeNetwork
from phonemes import TOKENS

LARGE = 65536
"""Matrices with at least so many values are multiplied in eight bits."""


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


def shrink(path: Path) -> None:
    """Multiplies large matrices in eight bits: a third of the time where the processor has instructions for it.

    Seven bits of the weights, since older processors overflow with eight; scales by column. The first matrix sees sounds of
    every loudness and the last one decides: they are small and stay as they are.
    """
    graph = onnx.load(path).graph
    sizes = {tensor.name: int(np.prod(tensor.dims)) for tensor in graph.initializer}
    small = [node.name for node in graph.node if node.op_type == "MatMul" and sizes.get(node.input[1], 0) < LARGE]
    quantize_dynamic(
        path, path, op_types_to_quantize=["MatMul"], nodes_to_exclude=small, per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def finish(path: Path, version: str, trained_on: str) -> None:
    """Makes what was exported what ships."""
    shrink(path)
    model = onnx.load(path)
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
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--trained-on", default="speech of espeak-ng, flite, festival and FreeTTS; no people")
    options = parser.parse_args()

    network, saved = load_averaged(options.checkpoint)
    options.onnx.parent.mkdir(parents=True, exist_ok=True)
    to_onnx(network, options.onnx)
    finish(options.onnx, options.version, options.trained_on)
    size = options.onnx.stat().st_size / 1e6
    print(f"{options.onnx}: {size:.1f} MB after {saved['step']} steps, {saved['minutes']:.0f} minutes")


if __name__ == "__main__":
    main()
