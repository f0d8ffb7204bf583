"""flite's voices with accents that nobody recorded: each speaker says some phonemes always as others.

Through flite's C library, which asks a function of ours between its dictionary and its sound. The network is
still taught what the dictionary says, so that it learns how far apart two speakers' sounds of one phoneme may be.
"""

import ctypes
import random
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_float, c_int, c_short, c_void_p
from pathlib import Path

import numpy as np

from phonemes import from_radio
from voices import FLITE, Speech, draw_flite_manner, spread, to_16k

LIBRARIES = ["libflite.so.1", "libflite_usenglish.so.1", "libflite_cmulex.so.1"]

VOWELS = {
    "aa": "ao ah ae", "ae": "aa eh ah", "ah": "aa uh ae", "ax": "ah ih eh", "ao": "aa ow", "aw": "ow ao aa",
    "ay": "oy aa", "eh": "ae ih ey", "er": "ah eh ao aa", "ey": "eh ay iy", "ih": "iy eh ax", "iy": "ih",
    "ow": "ao uh aw uw", "oy": "ay ao", "uh": "uw ah", "uw": "uh ih",
}  # fmt: skip
CONSONANTS = {
    "dh": "d z v", "th": "t s f", "z": "s", "v": "f w b", "w": "v", "ng": "n", "sh": "s", "ch": "sh", "jh": "ch zh",
    "d": "t", "b": "p", "g": "k", "t": "d", "zh": "sh", "l": "w",
}  # fmt: skip
TAPS = "d l w"
"""For r: a tongue that taps once sounds nearly like a short d."""

_HOOK = CFUNCTYPE(c_void_p, c_void_p)


class _Voice(Structure):
    _fields_ = [("name", c_char_p), ("features", c_void_p)]


class _Wave(Structure):
    _fields_ = [("kind", c_char_p), ("rate", c_int), ("samples", c_int), ("channels", c_int), ("data", POINTER(c_short))]


def draw_accent(rng: random.Random) -> dict[str, str]:
    """What is said for what: a quarter of the vowels, and of the consonants those that accents are known by."""
    accent = {phone: rng.choice(said.split()) for phone, said in VOWELS.items() if rng.random() < 0.25}
    accent |= {phone: rng.choice(said.split()) for phone, said in CONSONANTS.items() if rng.random() < 0.1}
    if rng.random() < 0.35:
        accent["r"] = rng.choice(TAPS.split())
    return accent


class AccentedFlite:
    name = "flite-accents"

    def __init__(self, folder: Path):
        for name in LIBRARIES:
            library = ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
            if name == LIBRARIES[0]:
                self._flite = library
        for name, result, arguments in [
            ("flite_synth_text", c_void_p, [c_char_p, c_void_p]), ("utt_relation", c_void_p, [c_void_p, c_char_p]),
            ("relation_head", c_void_p, [c_void_p]), ("item_next", c_void_p, [c_void_p]),
            ("item_feat_string", c_char_p, [c_void_p, c_char_p]), ("item_set_string", None, [c_void_p, c_char_p, c_char_p]),
            ("ffeature_float", c_float, [c_void_p, c_char_p]), ("utt_wave", c_void_p, [c_void_p]),
            ("delete_utterance", None, [c_void_p]), ("feat_set_float", None, [c_void_p, c_char_p, c_float]),
            ("feat_val", c_void_p, [c_void_p, c_char_p]), ("feat_set", None, [c_void_p, c_char_p, c_void_p]),
            ("val_uttfunc", c_void_p, [c_void_p]), ("uttfunc_val", c_void_p, [_HOOK]),
        ]:  # fmt: skip
            function = getattr(self._flite, name)
            function.restype, function.argtypes = result, arguments
        self._flite.flite_init()
        self._accent: dict[str, str] = {}
        self._always = 0.9
        self._meant: list[str] = []
        self._rng = random.Random(0)
        self._hooks = []
        self._voices = {name: self._open(name) for name in FLITE}

    def _open(self, name: str) -> int:
        own = ctypes.CDLL(f"libflite_cmu_us_{name}.so.1", mode=ctypes.RTLD_GLOBAL)
        register = getattr(own, f"register_cmu_us_{name}")
        register.restype, register.argtypes = c_void_p, [c_char_p]
        voice = register(None)
        features = ctypes.cast(voice, POINTER(_Voice)).contents.features
        present = self._flite.feat_val(features, b"postlex_func")
        first = _HOOK(self._flite.val_uttfunc(present)) if present else None

        def hook(utterance):
            if first:
                first(utterance)
            self._rename(utterance)
            return utterance

        kept = _HOOK(hook)
        self._hooks.append(kept)
        self._flite.feat_set(features, b"postlex_func", self._flite.uttfunc_val(kept))
        return voice

    def _segments(self, utterance):
        segment = self._flite.relation_head(self._flite.utt_relation(utterance, b"Segment"))
        while segment:
            yield segment
            segment = self._flite.item_next(segment)

    def _rename(self, utterance) -> None:
        for segment in self._segments(utterance):
            phone = self._flite.item_feat_string(segment, b"name").decode()
            self._meant.append(phone)
            if phone in self._accent and self._rng.random() < self._always:
                self._flite.item_set_string(segment, b"name", self._accent[phone].encode())

    def speak(self, text: str, rng: random.Random) -> Speech | None:
        name = rng.choice(FLITE)
        voice = self._voices[name]
        features = ctypes.cast(voice, POINTER(_Voice)).contents.features
        for key, value in draw_flite_manner(name, rng).items():
            self._flite.feat_set_float(features, key.encode(), value)
        self._accent, self._meant, self._rng = draw_accent(rng), [], rng
        utterance = self._flite.flite_synth_text(text.encode("ascii", "ignore"), voice)
        if not utterance:
            return None
        try:
            wave = ctypes.cast(self._flite.utt_wave(utterance), POINTER(_Wave)).contents
            samples = to_16k(np.ctypeslib.as_array(wave.data, (wave.samples,)).copy(), wave.rate)
            spoken, start = [], 0.0
            for segment, phone in zip(self._segments(utterance), self._meant, strict=True):
                end = self._flite.ffeature_float(segment, b"end")
                spoken += spread(from_radio(phone), start, end)
                start = end
            return Speech(samples, spoken, f"{name}+accent")
        finally:
            self._flite.delete_utterance(utterance)
