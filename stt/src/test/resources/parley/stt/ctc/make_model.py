#!/usr/bin/env python3
"""Makes a toy with the contract of the published streaming Zipformer CTC networks: it writes a piece for the loudest
fifth of the mel bands, frame by frame. Run here: python3 make_model.py (needs onnx and numpy).
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
BANDS = 4

pool = np.zeros((80, BANDS), np.float32)
for band in range(BANDS):
    pool[band * 20 : band * 20 + 20, band] = 1 / 20
place = np.zeros((BANDS, BANDS + 1), np.float32)
place[:, 1:] = np.eye(BANDS) - 1 / BANDS
constants = [
    ("begin", np.array([0], np.int64)), ("end", np.array([8], np.int64)), ("axis", np.array([1], np.int64)),
    ("pool", pool), ("grouped", np.array([-1, 2, 4, BANDS], np.int64)), ("eight_frames", np.array([8], np.int64)),
    ("place", place), ("bias", np.array([2.5, 0, 0, 0, 0], np.float32)),
]  # fmt: skip
graph = helper.make_graph(
    [
        helper.make_node("Slice", ["x", "begin", "end", "axis"], ["eight"]),
        helper.make_node("MatMul", ["eight", "pool"], ["bands"]),
        helper.make_node("Reshape", ["bands", "grouped"], ["groups"]),
        helper.make_node("ReduceMean", ["groups"], ["means"], axes=[2], keepdims=0),
        helper.make_node("MatMul", ["means", "place"], ["evidence"]),
        helper.make_node("Add", ["evidence", "bias"], ["logits"]),
        helper.make_node("LogSoftmax", ["logits"], ["log_probs"], axis=-1),
        helper.make_node("Add", ["processed_lens", "eight_frames"], ["new_processed_lens"]),
    ],
    "ctc",
    [
        helper.make_tensor_value_info("x", FLOAT, ["N", 13, 80]),
        helper.make_tensor_value_info("processed_lens", INT64, ["N"]),
    ],
    [
        helper.make_tensor_value_info("log_probs", FLOAT, ["N", 2, BANDS + 1]),
        helper.make_tensor_value_info("new_processed_lens", INT64, ["N"]),
    ],
    [numpy_helper.from_array(value, name) for name, value in constants],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
for key, value in {"model_type": "zipformer2_ctc", "T": "13", "decode_chunk_len": "8"}.items():
    entry = model.metadata_props.add()
    entry.key, entry.value = key, value
onnx.checker.check_model(model)
onnx.save(model, "model.onnx")
