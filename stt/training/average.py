"""Averages the weights of two exported networks of one training: together they err less than either.

The second has to be trained on from the first, or both from a third; networks that began apart have nothing in common.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def averaged(first: onnx.ModelProto, second: onnx.ModelProto, share: float) -> onnx.ModelProto:
    """A copy of the first with every weight moved towards the second's by the share."""
    result = onnx.ModelProto()
    result.CopyFrom(first)
    others = {tensor.name: tensor for tensor in second.graph.initializer}
    if others.keys() != {tensor.name for tensor in result.graph.initializer}:
        raise ValueError("the networks are not of one shape")
    for tensor in result.graph.initializer:
        mine, other = numpy_helper.to_array(tensor), numpy_helper.to_array(others[tensor.name])
        if mine.shape != other.shape:
            raise ValueError(f"{tensor.name} is of another shape in the other network")
        if mine.dtype.kind == "f":
            mixed = (1 - share) * mine.astype(np.float32) + share * other.astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(mixed.astype(mine.dtype), tensor.name))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    parser.add_argument("--version", required=True, help="of the result, for the model's metadata")
    options = parser.parse_args()
    model = averaged(onnx.load(options.first), onnx.load(options.second), options.share)
    for entry in model.metadata_props:
        if entry.key == "version":
            entry.value = options.version
    onnx.checker.check_model(model)
    onnx.save(model, options.out)


if __name__ == "__main__":
    main()
