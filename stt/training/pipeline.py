"""Runs every step from text to exported network; `--tiny` in under two minutes, to see that all of it works."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from phonemes import DEFAULT_DICTIONARY

HERE = Path(__file__).parent
COMMAND_OF = {"espeak-ng": "espeak-ng", "flite": "flite", "festival": "festival", "freetts": "java"}
FULL_HOURS = {"espeak-ng": 22.0, "flite": 18.0, "freetts": 4.0, "festival": 3.0}
TINY_HOURS = {"espeak-ng": 0.1, "flite": 0.05}
TINY_NETWORK = ["--width", "64", "--blocks", "2", "--warm-up", "20", "--batch-seconds", "30", "--measure-every", "60"]


def run(script: str, *arguments) -> None:
    print("#", script, *arguments, flush=True)
    subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for everything made on the way")
    parser.add_argument("--text", type=Path, action="append", default=[], help="file of sentences, one a line")
    parser.add_argument("--dictionary", type=Path, default=DEFAULT_DICTIONARY)
    parser.add_argument("--out", type=Path, help="the exported network; default: WORK/en-phonemes.onnx")
    parser.add_argument("--minutes", type=float, default=120, help="of training")
    parser.add_argument("--tiny", action="store_true")
    options = parser.parse_args()

    out = options.out or options.work / "en-phonemes.onnx"
    corpus, sets, checkpoints = (options.work / name for name in ("corpus", "sets", "checkpoints"))
    texts = [argument for path in options.text for argument in ("--text", path)]
    common = [*texts, "--dictionary", options.dictionary]
    for seed, (engine, hours) in enumerate((TINY_HOURS if options.tiny else FULL_HOURS).items(), 1):
        if not shutil.which(COMMAND_OF[engine]):
            print(f"{engine} is not installed: left out")
            continue
        run("synthesize.py", *common, "--out", corpus, "--engine", engine, "--hours", hours, "--seed", seed)
    run("make_sets.py", *common, "--out", sets, "--count", 5 if options.tiny else 200)
    known, strange = sets / "known", sets / "held-out"
    run(
        "train.py", "--dictionary", options.dictionary, "--corpus", corpus, "--checkpoints", checkpoints,
        "--sets", known, strange, "--minutes", 0.25 if options.tiny else options.minutes,
        *(TINY_NETWORK if options.tiny else []),
    )  # fmt: skip
    run("export.py", checkpoints / "latest.pt", out, "--version", "tiny" if options.tiny else "1.0")
    run("evaluate.py", out, known, strange, "--dictionary", options.dictionary)


if __name__ == "__main__":
    main()
