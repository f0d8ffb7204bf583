"""Writes a trained voice as ONNX with Piper's contract, and its JSON file beside it.

    python3 export.py voice.pt voice.onnx
"""

import json
import sys

import torch

from network import Exported, Voice


def export(trained, file):
    saved = torch.load(trained, map_location="cpu", weights_only=True)
    voice = Voice(**saved["settings"])
    voice.load_state_dict(saved["voice"])
    voice.eval()
    example = (torch.tensor([[1, 15, 20, 30, 22, 12, 2]]), torch.tensor([7]), torch.tensor([0.0, 1.0, 0.0]))
    torch.onnx.export(
        Exported(voice),
        example,
        file,
        dynamo=False,
        opset_version=17,
        input_names=["input", "input_lengths", "scales"],
        output_names=["output", "durations"],
        dynamic_axes={
            "input": {0: "batch_size", 1: "phonemes"},
            "input_lengths": {0: "batch_size"},
            "output": {0: "batch_size", 2: "time"},
            "durations": {0: "batch_size", 1: "phonemes"},
        },
    )
    meta = saved["meta"]
    contract = {
        "audio": {"sample_rate": meta["rate"]},
        "phoneme_type": "arpabet",
        "hop_length": meta["hop"],
        "num_speakers": 1,
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        # Without a pad and without a sign for the space between words: it was trained on neither.
        "phoneme_id_map": {symbol: [number] for symbol, number in meta["ids"].items() if symbol not in "_ "},
        "trained_on": f"flite's voice {meta['voice']}, {meta['examples']} sentences",
    }
    with open(file + ".json", "w", encoding="utf-8") as out:
        json.dump(contract, out, indent=1)


if __name__ == "__main__":
    export(sys.argv[1], sys.argv[2])
