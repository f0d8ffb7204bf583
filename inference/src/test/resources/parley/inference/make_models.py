#!/usr/bin/env python3
"""Makes the tiny networks that the tests load. Run here: python3 make_models.py (needs onnx and numpy)."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def save(name, nodes, inputs, outputs, constants=(), metadata=None):
    graph = helper.make_graph(
        nodes, name,
        [helper.make_tensor_value_info(n, t, s) for n, t, s in inputs],
        [helper.make_tensor_value_info(n, t, s) for n, t, s in outputs],
        [numpy_helper.from_array(v, n) for n, v in constants],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    for key, value in (metadata or {}).items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    onnx.save(model, f"{name}.onnx")


# y = x + state; the state counts: state_out = state + x. Batch first.
save(
    "running-sum",
    [
        helper.make_node("Add", ["x", "state_0"], ["y"]),
        helper.make_node("Identity", ["y"], ["state_0_out"]),
    ],
    [("x", FLOAT, ["batch", 2]), ("state_0", FLOAT, ["batch", 2])],
    [("y", FLOAT, ["batch", 2]), ("state_0_out", FLOAT, ["batch", 2])],
    metadata={"model_type": "running-sum"},
)

# The batch in the middle of the state, a counter of integers, a scalar shared by all, other names for the twins.
save(
    "middle-batch",
    [
        helper.make_node("Unsqueeze", ["x", "axes"], ["row"]),
        helper.make_node("Cast", ["scale"], ["factor"], to=FLOAT),
        helper.make_node("Mul", ["row", "factor"], ["scaled"]),
        helper.make_node("Add", ["cached_key", "scaled"], ["new_cached_key"]),
        helper.make_node("Add", ["processed_lens", "one"], ["new_processed_lens"]),
        helper.make_node("ReduceSum", ["new_cached_key", "sum_axes"], ["y"], keepdims=0),
    ],
    [
        ("x", FLOAT, ["N", 3]), ("scale", INT64, []),
        ("cached_key", FLOAT, [2, "N", 3]), ("processed_lens", INT64, ["N"]),
    ],
    [
        ("y", FLOAT, ["N", 3]),
        ("new_cached_key", FLOAT, [2, "N", 3]), ("new_processed_lens", INT64, ["N"]),
    ],
    [
        ("axes", np.array([0], np.int64)), ("one", np.array([1], np.int64)),
        ("sum_axes", np.array([0], np.int64)),
    ],
)  # fmt: skip

# No open dimension: cannot be batched.
save(
    "fixed",
    [helper.make_node("Relu", ["x"], ["y"])],
    [("x", FLOAT, [1, 2])],
    [("y", FLOAT, [1, 2])],
)
