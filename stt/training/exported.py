"""Reads an exported network back, so that training goes on from the one that ships, also as a deeper one.

What the export leaves out, the output that teaches the body, begins anew, as do the optimizers.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from network import Block, PhonemeNetwork

SHRUNK = "_quantized"
"""Ends the names of matrices in eight bits."""


def network_from(path: Path, blocks: int | None = None) -> PhonemeNetwork:
    """The network of an ONNX file; blocks beyond those that it has are spread evenly and pass everything through at first."""
    graph = onnx.load(path).graph
    weights = {tensor.name: numpy_helper.to_array(tensor).astype(np.float32) for tensor in graph.initializer}
    for node in graph.node:
        # Weights that are the same are kept once.
        if node.op_type == "Identity" and node.input[0] in weights:
            weights[node.output[0]] = weights[node.input[0]]
    for name in [name for name in weights if name.endswith(SHRUNK)]:
        whole = name.removesuffix(SHRUNK)
        weights[name] = (weights[name] - weights[whole + "_zero_point"]) * weights[whole + "_scale"]
    # Matrices lost their names, but neither their order nor what they are multiplied with.
    matrices = [weights[node.input[1]].T for node in graph.node if node.op_type in ("MatMul", "MatMulInteger")]
    taps = [weights[node.input[1]].squeeze((1, 2)).T for node in graph.node if node.op_type == "Conv"]
    merge1, merge2, *pairs, out = matrices
    kernel, width = taps[0].shape
    network = PhonemeNetwork(width, pairs[0].shape[0], len(taps), kernel, merge1.shape[0])
    named = {name.removeprefix("network."): value for name, value in weights.items() if name.startswith("network.")}
    named |= {"merge1.map.weight": merge1, "merge2.map.weight": merge2, "out.weight": out}
    for i, tap in enumerate(taps):
        named[f"blocks.{i}.taps"] = tap
        named[f"blocks.{i}.widen.weight"], named[f"blocks.{i}.narrow.weight"] = pairs[2 * i : 2 * i + 2]
    rest = {name: value for name, value in network.state_dict().items() if name.startswith("frame_out.")}
    network.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in named.items()} | rest)
    deepen(network, blocks or len(taps))
    return network


def deepen(network: PhonemeNetwork, blocks: int) -> None:
    """Adds blocks whose way out is zero: what the network computes stays the same."""
    more = blocks - len(network.blocks)
    if more < 0:
        raise ValueError(f"the network has {len(network.blocks)} blocks, more than the {blocks} asked for")
    had = len(network.blocks)
    for i in range(more, 0, -1):
        block = Block(network.shape["width"], network.shape["hidden"], network.shape["kernel"])
        torch.nn.init.zeros_(block.narrow.weight)
        network.blocks.insert(round(i * had / (more + 1)), block)
    network.shape["blocks"] = blocks
