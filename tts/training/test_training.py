"""The whole way in a tiny setting: a few sentences, a small network, sixty steps; the loss must fall, the network must
load in ONNX Runtime and follow the contract. Run with python3 test_training.py; says so where something is missing."""

import ctypes
import pathlib
import subprocess
import sys
import tempfile

SENTENCES = [
    "The review starts at nine, and the numbers come first.",
    "Thank you, that is a good question.",
    "We will meet again next week in the same room.",
    "Please send me the report before Friday.",
    "Is there anything that you want to add?",
]


def main():
    try:
        ctypes.CDLL("libflite_cmu_us_slt.so.1")
    except OSError:
        print("skipped: flite is not installed (apt install flite)")
        return
    try:
        import numpy
        import onnxruntime
        import pyworld  # noqa: F401
        import torch
    except ImportError as missing:
        print(f"skipped: {missing} (pip install torch numpy onnx onnxruntime pyworld)")
        return
    import export
    import train
    from teacher import Teacher

    samples, symbols = Teacher().say("Yes; the apple.")
    names = [symbol.name for symbol in symbols]
    assert names[:6] == ["^", "Y", "EH1", "S", ";", " "], names
    assert names[-2:] == [".", "$"] and "AE1" in names, names
    assert abs(symbols[-1].end - len(samples) / Teacher.RATE) < 0.1
    here = pathlib.Path(__file__).parent
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "sentences.txt").write_text("\n".join(SENTENCES))
        subprocess.run(
            [sys.executable, str(here / "prepare.py"), "--sentences", str(folder / "sentences.txt")]
            + ["--talk", "0", "--processes", "1", "--out", str(folder / "set.npz")],
            check=True,
        )
        made = numpy.load(folder / "set.npz")
        assert len(made["symbols"]) >= 3
        assert made["durations"].sum() == made["frames"].sum() == len(made["pitch"])
        torch.set_num_threads(1)
        tiny = dict(width=32, encoder=1, decoder=1)
        history = train.train(folder / "set.npz", folder / "voice.pt", 1, frames=600, steps=60, rate=1e-2, **tiny)
        early, late = numpy.mean(history[:8]), numpy.mean(history[-8:])
        assert late < 0.8 * early, (early, late)
        export.export(folder / "voice.pt", str(folder / "voice.onnx"))
        session = onnxruntime.InferenceSession(str(folder / "voice.onnx"))
        lengths = []
        for scale in (1.0, 2.0):
            ids = numpy.array([[0, 14, 20, 40, 13, 1]])
            sound, durations = session.run(
                None,
                {
                    "input": ids,
                    "input_lengths": numpy.array([ids.shape[1]]),
                    "scales": numpy.array([0, scale, 0], dtype=numpy.float32),
                },
            )
            assert durations.shape == ids.shape
            assert sound.shape == (1, 1, durations.sum() * 160), (sound.shape, durations)
            assert numpy.isfinite(sound).all() and sound.std() > 0
            lengths.append(sound.shape[-1])
        assert lengths[1] > 1.5 * lengths[0], lengths
        print(f"ok: {len(history)} steps, loss {early:.2f} to {late:.2f}")


if __name__ == "__main__":
    main()
