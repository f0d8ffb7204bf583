"""Joins text models of the same architecture into one: the mean of their log probabilities, weights kept as halves.

    python3 completeness_join.py --out completeness.onnx one.onnx another.onnx
"""
import argparse

import numpy as np
import onnx
from onnx import TensorProto, compose, helper, numpy_helper


def halved(graph):
    """Weights as 16-bit floats, which become 32-bit again when the model is loaded."""
    casts = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 256:
            continue
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), tensor.name + "_half"))
        casts.append(helper.make_node("Cast", [tensor.name + "_half"], [tensor.name], to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def joined(paths):
    models = [compose.add_prefix(onnx.load(path), f"m{i}_") for i, path in enumerate(paths)]
    first, ids, said = models[0], models[0].graph.input[0], onnx.load(paths[0]).graph.output[0]
    nodes, weights, logs = [], [], []
    for model in models:
        halved(model.graph)
        own = model.graph.input[0].name
        for node in model.graph.node:
            for k, name in enumerate(node.input):
                if name == own:
                    node.input[k] = "ids"
        log = model.graph.output[0].name + "_log"
        nodes += list(model.graph.node) + [helper.make_node("Log", [model.graph.output[0].name], [log])]
        weights += list(model.graph.initializer)
        logs.append(log)
    nodes += [helper.make_node("Mean", logs, ["mean"]), helper.make_node("Softmax", ["mean"], [said.name], axis=-1)]
    ids.name = "ids"
    graph = helper.make_graph(nodes, "completeness", [ids], [said], weights)
    model = helper.make_model(graph, opset_imports=first.opset_import, ir_version=first.ir_version)
    onnx.checker.check_model(model)
    return model


def main():
    a = argparse.ArgumentParser()
    a.add_argument("models", nargs="+")
    a.add_argument("--out", required=True)
    a = a.parse_args()
    onnx.save(joined(a.models), a.out)


if __name__ == "__main__":
    main()
