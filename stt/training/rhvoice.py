"""RHVoice's English voices of people who lent theirs to the CMU Arctic recordings.

Its library says nothing about phonemes: a network that was trained before hears them (`--listener`). Not every voice may
be used: Alan is the speaker of flite's `awb`, who is held out.
"""

import ctypes
import os
import random
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_double, c_int, c_short, c_uint, c_void_p
from pathlib import Path

import numpy as np
import torch

from evaluate import SILENCE_BEFORE, padded_features, recognizer_of
from features import heard_until
from network import PhonemeNetwork
from voices import Speech, to_16k

VOICES = ["Bdl", "Clb"]
RATE = 24_000
SOUNDED_BEFORE = 0.11
"""A phoneme is written so long after it began, roughly: where in its time does not matter to the training."""
SOUNDED_FOR = 0.07

_PLAY = CFUNCTYPE(c_int, POINTER(c_short), c_uint, c_void_p)


class _Callbacks(Structure):
    _fields_ = [("play", _PLAY)] + [(name, c_void_p) for name in "mark word_starts word_ends begins ends audio".split()]


class _Parameters(Structure):
    _fields_ = [
        ("data", c_char_p), ("config", c_char_p), ("resources", c_void_p), ("callbacks", _Callbacks), ("options", c_uint),
    ]  # fmt: skip


class _Manner(Structure):
    _fields_ = [
        ("profile", c_char_p), ("rate", c_double), ("pitch", c_double), ("volume", c_double), ("times_rate", c_double),
        ("times_pitch", c_double), ("times_volume", c_double), ("punctuation", c_int), ("marks", c_char_p), ("capitals", c_int),
    ]  # fmt: skip


class RhVoice:
    """Needs librhvoice 0.6, its data and its configuration in the folder that RHVOICE names."""

    name = "rhvoice"
    listener: Path | None = None

    def __init__(self, folder: Path):
        home = Path(os.environ["RHVOICE"])
        self._library = ctypes.CDLL(str(home / "librhvoice.so"))
        self._library.RHVoice_new_tts_engine.restype = c_void_p
        self._library.RHVoice_new_message.restype = c_void_p
        self._library.RHVoice_new_message.argtypes = [c_void_p, c_char_p, c_uint, c_int, POINTER(_Manner), c_void_p]
        self._library.RHVoice_speak.argtypes = [c_void_p]
        self._library.RHVoice_delete_message.argtypes = [c_void_p]
        self._played: list[np.ndarray] = []
        self._play = _PLAY(self._take)
        callbacks = _Callbacks(self._play)
        parameters = _Parameters(str(home / "data").encode(), str(home / "config").encode(), None, callbacks, 0)
        self._engine = self._library.RHVoice_new_tts_engine(byref(parameters))
        if not self._engine or self.listener is None:
            raise RuntimeError("RHVoice did not start, or --listener names no checkpoint")
        torch.set_num_threads(1)
        saved = torch.load(self.listener, map_location="cpu", weights_only=True)
        network = PhonemeNetwork(**saved["shape"])
        network.load_state_dict(saved["averaged"])
        self._recognize = recognizer_of(network.eval())

    def _take(self, samples, count, _) -> int:
        self._played.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 1

    def speak(self, text: str, rng: random.Random) -> Speech | None:
        voice = rng.choice(VOICES)
        manner = _Manner(voice.encode(), 0, 0, 0, rng.uniform(0.8, 1.25), rng.uniform(0.8, 1.25), 1, 0, None, 0)
        self._played.clear()
        encoded = text.encode()
        message = self._library.RHVoice_new_message(self._engine, encoded, len(encoded), 0, byref(manner), None)
        if not message:
            return None
        self._library.RHVoice_speak(message)
        self._library.RHVoice_delete_message(message)
        if not self._played:
            return None
        samples = to_16k(np.concatenate(self._played), RATE)
        return Speech(samples, self._heard(samples), voice)

    def _heard(self, samples: np.ndarray) -> list[tuple[int, float, float]]:
        best = self._recognize(padded_features(samples)).argmax(-1)
        heard = []
        for frame, token in enumerate(best):
            if token and (frame == 0 or token != best[frame - 1]):
                start = max(0.0, float(heard_until(np.array([frame]))[0]) - SILENCE_BEFORE - SOUNDED_BEFORE)
                heard.append((int(token), start, start + SOUNDED_FOR))
        return heard
