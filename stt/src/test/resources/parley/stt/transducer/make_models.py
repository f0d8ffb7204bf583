#!/usr/bin/env python3
"""Makes a toy with the contract of the published streaming Zipformer transducers, and features to compare with.

Run here: python3 make_models.py (needs onnx, numpy and torch). The toy's encoder averages the frames of each group of four
and reports which fifth of the mel bands is loudest; the joiner writes that band's piece once, then blank until another
band is loudest.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
BANDS = 4


def save(name, nodes, inputs, outputs, constants, metadata):
    graph = helper.make_graph(
        nodes, name,
        [helper.make_tensor_value_info(n, t, s) for n, t, s in inputs],
        [helper.make_tensor_value_info(n, t, s) for n, t, s in outputs],
        [numpy_helper.from_array(v, n) for n, v in constants],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    for key, value in metadata.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    onnx.save(model, f"{name}.onnx")


# Encoder: [N, 13, 80] -> [N, 2, 4], groups of four of the first eight frames; a state that counts frames.
pool = np.zeros((80, BANDS), np.float32)
for band in range(BANDS):
    pool[band * 20 : band * 20 + 20, band] = 1 / 20
save(
    "encoder",
    [
        helper.make_node("Slice", ["x", "begin", "end", "axis"], ["eight"]),
        helper.make_node("MatMul", ["eight", "pool"], ["bands"]),
        helper.make_node("Reshape", ["bands", "grouped"], ["groups"]),
        helper.make_node("ReduceMean", ["groups"], ["encoder_out"], axes=[2], keepdims=0),
        helper.make_node("Add", ["processed_lens", "eight_frames"], ["new_processed_lens"]),
    ],
    [("x", FLOAT, ["N", 13, 80]), ("processed_lens", INT64, ["N"])],
    [("encoder_out", FLOAT, ["N", 2, BANDS]), ("new_processed_lens", INT64, ["N"])],
    [
        ("begin", np.array([0], np.int64)), ("end", np.array([8], np.int64)), ("axis", np.array([1], np.int64)),
        ("pool", pool), ("grouped", np.array([-1, 2, 4, BANDS], np.int64)), ("eight_frames", np.array([8], np.int64)),
    ],
    {"model_type": "zipformer2", "T": "13", "decode_chunk_len": "8", "encoder_dims": str(BANDS)},
)  # fmt: skip

# Decoder: the last label's embedding: large for the band that was just written.
embedding = np.zeros((BANDS + 1, BANDS), np.float32)
for band in range(BANDS):
    embedding[band + 1, band] = 1
save(
    "decoder",
    [
        helper.make_node("Slice", ["y", "begin", "end", "axis"], ["last"]),
        helper.make_node("Gather", ["embedding", "last"], ["gathered"]),
        helper.make_node("Reshape", ["gathered", "flat"], ["decoder_out"]),
    ],
    [("y", INT64, ["N", 2])],
    [("decoder_out", FLOAT, ["N", BANDS])],
    [
        ("embedding", embedding), ("begin", np.array([1], np.int64)), ("end", np.array([2], np.int64)),
        ("axis", np.array([1], np.int64)), ("flat", np.array([-1, BANDS], np.int64)),
    ],
    {"context_size": "2", "vocab_size": str(BANDS + 1)},
)  # fmt: skip

# Joiner: band evidence relative to the mean, minus what was just written; blank has a constant.
centre = np.eye(BANDS, dtype=np.float32) - 1 / BANDS
place = np.zeros((BANDS, BANDS + 1), np.float32)
place[:, 1:] = np.eye(BANDS)
save(
    "joiner",
    [
        helper.make_node("MatMul", ["encoder_out", "centre"], ["centred"]),
        helper.make_node("Mul", ["decoder_out", "hundred"], ["written"]),
        helper.make_node("Sub", ["centred", "written"], ["evidence"]),
        helper.make_node("MatMul", ["evidence", "place"], ["labels"]),
        helper.make_node("Add", ["labels", "bias"], ["logit"]),
    ],
    [("encoder_out", FLOAT, ["N", BANDS]), ("decoder_out", FLOAT, ["N", BANDS])],
    [("logit", FLOAT, ["N", BANDS + 1])],
    [
        ("centre", centre), ("hundred", np.array([100], np.float32)), ("place", place),
        ("bias", np.array([2.5, 0, 0, 0, 0], np.float32)),
    ],
    {"joiner_dim": str(BANDS)},
)  # fmt: skip
with open("tokens.txt", "w") as tokens:
    for number, piece in enumerate(["<blk>", "\u2581low", "\u2581mid", "dle", "\u2581high"]):
        tokens.write(f"{piece} {number}\n")
