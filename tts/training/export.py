"""Writes a trained voice as ONNX with Piper's contract, and its JSON file beside it.

    python3 export.py voice.pt voice.onnx
"""

import json
import sys

import torch

from network import Exported, Voice


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
