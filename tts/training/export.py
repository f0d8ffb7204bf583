"""Writes a trained voice as ONNX with Piper's contract, and its JSON file beside it.

    python3 export.py voice.pt voice.onnx
"""

import json
import sys

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from network import Exported, Voice


def halve(file):
    """Keeps the large tables in half precision: half the size, and the sound differs 60 dB below the voice."""
    graph = onnx.load(file)
    nodes = []

    def halved(table, name):
        values = numpy_helper.to_array(table)
        if values.dtype != numpy.float32 or values.size < 1_000:
            return False
        table.CopyFrom(numpy_helper.from_array(values.astype(numpy.float16), name + "_half"))
        nodes.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
        return True

    for table in graph.graph.initializer:
        halved(table, table.name)
    for node in graph.graph.node:
        at = len(nodes)
        if node.op_type == "Constant" and halved(node.attribute[0].t, node.output[0]):
            node.output[0] += "_half"
            nodes.insert(at, node)
        else:
            nodes.append(node)
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    onnx.checker.check_model(graph)
    onnx.save(graph, file)


def export(trained, file):
    saved = torch.load(trained, map_location="cpu", weights_only=True)
    meta = json.loads(saved["meta"])
    voice = Voice(**saved["settings"])
    voice.load_state_dict(saved["voice"])
    # A space between words takes no time; a phone takes at least two frames, punctuation none.
    least = torch.zeros(len(meta["ids"]), dtype=torch.float32)
    for symbol, number in meta["ids"].items():
        least[number] = 2 if symbol[0].isalpha() else 1 if symbol in "^$" else 0
    whole = Exported(voice, saved["mean"], saved["deviation"], saved["spread"], least).eval()
    example = (torch.arange(7)[None] + 9, torch.tensor([7]), torch.tensor([0.0, 1.0, 0.0]))
    torch.onnx.export(
        whole,
        example,
        file,
        dynamo=False,
        opset_version=17,
        input_names=["input", "input_lengths", "scales"],
        output_names=["output", "durations"],
        dynamic_axes={
            "input": {1: "phonemes"},
            "output": {2: "time"},
            "durations": {1: "phonemes"},
        },
    )
    halve(file)
    contract = {
        "audio": {"sample_rate": meta["rate"]},
        "phoneme_type": "cmu-stress",
        "hop_length": meta["hop"],
        "num_speakers": 1,
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "phoneme_id_map": {symbol: [number] for symbol, number in meta["ids"].items()},
        "trained_on": f"flite's voice {meta['voice']}, {meta['examples']} sentences",
    }
    with open(file + ".json", "w", encoding="utf-8") as out:
        json.dump(contract, out, indent=1)


if __name__ == "__main__":
    export(sys.argv[1], sys.argv[2])
