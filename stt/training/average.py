"""Averages the weights of two exported networks of one training: together they err less than either.

The second has to be trained on from the first, also as a deeper one, or both from a third; networks that began apart have
nothing in common.
"""

import argparse
from pathlib import Path

import onnx

from export import finish, to_onnx
from exported import network_from
from network import PhonemeNetwork


def averaged(first: Path, second: Path, share: float) -> PhonemeNetwork:
    """The first with every weight moved towards the second's by the share."""
    network = network_from(second)
    earlier = network_from(first, network.shape["blocks"])
    if earlier.shape != network.shape:
        raise ValueError(f"the networks are not of one shape: {earlier.shape} and {network.shape}")
    weights = {name: value.lerp(network.state_dict()[name], share) for name, value in earlier.state_dict().items()}
    network.load_state_dict(weights)
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    parser.add_argument("--version", required=True, help="of the result, for the model's metadata")
    options = parser.parse_args()
    told = {entry.key: entry.value for entry in onnx.load(options.second).metadata_props}
    to_onnx(averaged(options.first, options.second, options.share), options.out)
    finish(options.out, options.version, told["trained_on"])


if __name__ == "__main__":
    main()
