"""The whole way in a tiny setting: a few sentences, a small network, forty steps; the loss must fall, the network must
load in ONNX Runtime and follow the contract. Run with python3 test_training.py; says so where something is missing."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

SENTENCES = [
    "The review starts at nine, and the numbers come first.",
    "Thank you, that is a good question.",
    "We will meet again next week in the same room.",
    "Please send me the report before Friday.",
]


def main():
    if shutil.which("flite") is None:
        print("skipped: flite is not installed (apt install flite)")
        return
    try:
        import numpy
        import onnxruntime
        import torch

        import export
        import train
    except ImportError as missing:
        print(f"skipped: {missing} (pip install torch numpy onnx onnxruntime)")
        return
    here = pathlib.Path(__file__).parent
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "sentences.txt").write_text("\n".join(SENTENCES))
        subprocess.run(
            [sys.executable, str(here / "prepare.py"), "--sentences", str(folder / "sentences.txt"), "--out", str(folder)],
            check=True,
        )
        meta = json.loads((folder / "meta.json").read_text())
        assert meta["examples"] == len(SENTENCES), meta["examples"]
        one = numpy.load(folder / "00000.npz")
        assert one["durations"].sum() * meta["hop"] == len(one["samples"])
        tiny = dict(width=32, encoder=1, decoder=1)
        torch.set_num_threads(1)
        history = train.train(folder, folder / "voice.pt", 1, count=1, longest=16, warm=0.8, rate=3e-3, steps=40, **tiny)
        early, late = numpy.mean(history[:8]), numpy.mean(history[24:32])
        assert late < early, (early, late)
        export.export(folder / "voice.pt", str(folder / "voice.onnx"))
        session = onnxruntime.InferenceSession(str(folder / "voice.onnx"))
        for scale in (1.0, 2.0):
            ids = numpy.array([[1, 14, 20, 25, 13, 2]])
            sound, durations = session.run(
                None,
                {
                    "input": ids,
                    "input_lengths": numpy.array([ids.shape[1]]),
                    "scales": numpy.array([0, scale, 0], dtype=numpy.float32),
                },
            )
            assert durations.shape == ids.shape
            assert sound.shape[0] == 1 and sound.shape[-1] == durations.sum() * meta["hop"], (sound.shape, durations)
            assert numpy.isfinite(sound).all()
        print(f"ok: {len(history)} steps, loss {early:.2f} to {late:.2f}")


if __name__ == "__main__":
    main()
