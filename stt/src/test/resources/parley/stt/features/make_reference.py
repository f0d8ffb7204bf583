#!/usr/bin/env python3
"""Log-mel features by torch, to compare ours with. Run here: python3 make_reference.py

Writes reference.bin, big-endian: the number of samples, the samples as int16, the number of frames, the frames as float32.
"""

import struct
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[6] / "training"))
from features import log_mel

rng = np.random.default_rng(5)
time = np.arange(8000) / 16000
chirp = 0.4 * np.sin(2 * np.pi * (200 * time + 6000 * time**2))
samples = np.round(32767 * np.clip(chirp + 0.01 * rng.standard_normal(8000), -1, 1)).astype(np.int16)
samples[5000:6000] = 0
frames = log_mel(samples.astype(np.float32) / 32768).numpy()
with open("reference.bin", "wb") as out:
    out.write(struct.pack(">i", len(samples)) + samples.astype(">i2").tobytes())
    out.write(struct.pack(">i", len(frames)) + frames.astype(">f4").tobytes())
