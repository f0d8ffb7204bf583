"""flite's voice as a teacher: what it says, with the phones, stress, words and times that it used itself.

Through its C library, since its program tells neither stress nor where words begin. Needs libflite
(apt install flite).
"""

import ctypes
from ctypes import POINTER, c_char_p, c_float, c_int, c_short, c_void_p
from typing import NamedTuple

import numpy

LIBRARIES = ["libflite.so.1", "libflite_usenglish.so.1", "libflite_cmulex.so.1"]
VOWELS = {"aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh", "er", "ey", "ih", "iy", "ow", "oy", "uh", "uw"}
SAME = {"axr": "er", "hv": "hh", "dx": "t", "el": "l", "em": "m", "en": "n", "nx": "n"}
PUNCTUATION = ",.?!;:"


class Symbol(NamedTuple):
    """One symbol of the voice's alphabet and when it ends, in seconds."""

    name: str
    end: float


class _Wave(ctypes.Structure):
    _fields_ = [
        ("kind", c_char_p),
        ("rate", c_int),
        ("samples", c_int),
        ("channels", c_int),
        ("data", POINTER(c_short)),
    ]


class Teacher:
    RATE = 16_000

    def __init__(self, voice: str = "slt"):
        for name in LIBRARIES:
            library = ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
            if name == LIBRARIES[0]:
                self._flite = library
        own = ctypes.CDLL(f"libflite_cmu_us_{voice}.so.1", mode=ctypes.RTLD_GLOBAL)
        self._flite.flite_init()
        for name, result, arguments in [
            ("flite_synth_text", c_void_p, [c_char_p, c_void_p]),
            ("utt_relation", c_void_p, [c_void_p, c_char_p]),
            ("relation_head", c_void_p, [c_void_p]),
            ("item_next", c_void_p, [c_void_p]),
            ("item_as", c_void_p, [c_void_p, c_char_p]),
            ("item_parent", c_void_p, [c_void_p]),
            ("ffeature_string", c_char_p, [c_void_p, c_char_p]),
            ("ffeature_float", c_float, [c_void_p, c_char_p]),
            ("utt_wave", c_void_p, [c_void_p]),
            ("delete_utterance", None, [c_void_p]),
        ]:
            function = getattr(self._flite, name)
            function.restype, function.argtypes = result, arguments
        register = getattr(own, f"register_cmu_us_{voice}")
        register.restype, register.argtypes = c_void_p, [c_char_p]
        self._voice = register(None)

    def say(self, text: str) -> tuple[numpy.ndarray, list[Symbol]]:
        """Samples between -1 and 1, and the symbols: ^ and $ for the silences at the ends, a space of no length
        between words, and punctuation as long as the silence that it made."""
        utterance = self._flite.flite_synth_text(text.encode("ascii", "ignore"), self._voice)
        try:
            wave = ctypes.cast(self._flite.utt_wave(utterance), POINTER(_Wave)).contents
            if wave.rate != self.RATE:
                raise ValueError(f"the voice speaks at {wave.rate} Hz, wanted is {self.RATE}")
            samples = numpy.ctypeslib.as_array(wave.data, (wave.samples,)).astype(numpy.float64) / 32_768
            return samples, list(self._symbols(utterance))
        finally:
            self._flite.delete_utterance(utterance)

    def _symbols(self, utterance):
        segment = self._flite.relation_head(self._flite.utt_relation(utterance, b"Segment"))
        before, mark, end = None, "", 0.0
        while segment:
            name = self._text(segment, b"name")
            word = self._word_of(segment)
            following = self._flite.item_next(segment)
            last, end = end, self._flite.ffeature_float(segment, b"end")
            if name == "pau":
                if before is None:
                    yield Symbol("^", end)
                elif following is None:
                    if mark:
                        yield Symbol(mark, last)
                    yield Symbol("$", end)
                else:
                    yield Symbol(mark or ",", end)
                    mark = ""
            else:
                if before is not None and word != before:
                    if mark:
                        yield Symbol(mark, last)
                    yield Symbol(" ", last)
                    mark = ""
                said = self._text(segment, b"R:SylStructure.parent.parent.R:Token.parent.punc")
                mark = next((sign for sign in said if sign in PUNCTUATION), "") if self._ends_its_token(word) else ""
                yield Symbol(self._phone(segment, name), end)
                before = word
            segment = following

    def _word_of(self, segment):
        syllable = self._flite.item_as(segment, b"SylStructure")
        syllable = syllable and self._flite.item_parent(syllable)
        return syllable and self._flite.item_parent(syllable)

    def _ends_its_token(self, word) -> bool:
        """False for "nine" of "9:30," which becomes several words but has its comma after the last."""
        token = self._flite.item_as(word, b"Token")
        return not token or not self._flite.item_next(token)

    def _phone(self, segment, name: str) -> str:
        name = SAME.get(name, name)
        stressed = name in VOWELS and self._text(segment, b"R:SylStructure.parent.stress") == "1"
        return name.upper() + ("1" if stressed else "")

    def _text(self, item, feature: bytes) -> str:
        return self._flite.ffeature_string(item, feature).decode()
