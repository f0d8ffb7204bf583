"""What happens to speech between a mouth and this recognizer, drawn at random and ever harder.

Every function takes and returns float samples in [-1, 1] at 16 kHz.
"""

import ctypes
import ctypes.util
import random

import numpy as np
from scipy.signal import lfilter

Spans = list[tuple[int, float, float]]


def change_speed(x: np.ndarray, spans: Spans, factor: float) -> tuple[np.ndarray, Spans]:
    """Plays faster and higher, or slower and lower: another vocal tract and another rhythm."""
    at = np.arange(0, len(x) - 1, factor, dtype=np.float64)
    low = at.astype(np.int64)
    part = (at - low).astype(np.float32)
    y = x[low] * (1 - part) + x[low + 1] * part
    return y, [(token, start / factor, end / factor) for token, start, end in spans]


def stretch_a_pause(x: np.ndarray, spans: Spans, seconds: float, rng: random.Random) -> tuple[np.ndarray, Spans]:
    """Lengthens one of the pauses that are there, if there is one."""
    gaps = [i for i in range(1, len(spans)) if spans[i][1] - spans[i - 1][2] > 0.05]
    if not gaps:
        return x, spans
    i = rng.choice(gaps)
    cut = int(16000 * (spans[i][1] + spans[i - 1][2]) / 2)
    silence = np.zeros(int(16000 * seconds), np.float32)
    later = [(token, start + seconds, end + seconds) for token, start, end in spans[i:]]
    return np.concatenate([x[:cut], silence, x[cut:]]), spans[:i] + later


def tilt(x: np.ndarray, amount: float) -> np.ndarray:
    y = x.copy()
    y[1:] -= amount * x[:-1]
    return y


def filter_band(x: np.ndarray, low_hz: float, high_hz: float) -> np.ndarray:
    spectrum = np.fft.rfft(x)
    hertz = np.linspace(0, 8000, len(spectrum))
    spectrum[(hertz < low_hz) | (hertz > high_hz)] *= 0.01
    return np.fft.irfft(spectrum, len(x)).astype(np.float32)


def equalize(x: np.ndarray, rng: random.Random) -> np.ndarray:
    """A random smooth frequency response: microphones and loudspeakers."""
    spectrum = np.fft.rfft(x)
    gains = np.array([rng.uniform(-9, 9) for _ in range(8)])
    curve = np.interp(np.linspace(0, 7, len(spectrum)) ** 1.0, np.arange(8), gains)
    return np.fft.irfft(spectrum * 10 ** (curve / 20), len(x)).astype(np.float32)


def reverberate(x: np.ndarray, rng: random.Random, noise: np.random.Generator) -> np.ndarray:
    length = rng.randint(800, 6400)
    response = noise.standard_normal(length).astype(np.float32)
    response *= np.exp(-np.arange(length) / length * 6.9).astype(np.float32)
    response *= rng.uniform(0.02, 0.35) / np.sqrt(np.square(response).sum() + 1e-9)
    response[: rng.randint(10, 200)] *= 0.3
    response *= rng.uniform(0.5, 3.0)
    response[0] = 1.0
    size = 1 << (len(x) + length - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(x, size) * np.fft.rfft(response, size), size)
    return wet[: len(x)].astype(np.float32)


def colored_noise(length: int, rng: random.Random, noise: np.random.Generator) -> np.ndarray:
    """White to brown, sometimes of a room or a fan (one pole), sometimes with a hum, sometimes swelling."""
    y = noise.standard_normal(length, dtype=np.float32)
    slope = rng.choice([0.0, 0.0, 0.5, 1.0, 1.5])
    if rng.random() < 0.5:
        y = lfilter([1.0], [1.0, -rng.uniform(0.3, 0.95)], y).astype(np.float32)
        y /= y.std() + 1e-9
    elif slope:
        spectrum = np.fft.rfft(y)
        spectrum /= np.maximum(np.arange(len(spectrum)), len(spectrum) / 200) ** (slope / 1.0)
        y = np.fft.irfft(spectrum, length).astype(np.float32)
        y /= y.std() + 1e-9
    if rng.random() < 0.15:
        hertz = rng.choice([50, 60, 100, 120]) * rng.choice([1, 1, 2, 3])
        y += rng.uniform(0.2, 1.0) * np.sin(2 * np.pi * hertz / 16000 * np.arange(length, dtype=np.float32))
    if rng.random() < 0.2:
        y *= 1 + 0.8 * np.sin(2 * np.pi * rng.uniform(0.2, 3) / 16000 * np.arange(length, dtype=np.float32))
    return y


def add_noise(x: np.ndarray, other: np.ndarray, decibels: float) -> np.ndarray:
    """`decibels` is speech over noise, speech measured where there is speech."""
    loud = np.square(x[np.abs(x) > 0.01 * np.abs(x).max()]).mean() if x.any() else 0.0
    if len(other) < len(x):
        other = np.tile(other, len(x) // len(other) + 1)
    other = other[: len(x)]
    level = np.sqrt(loud / (np.square(other).mean() + 1e-12)) * 10 ** (-decibels / 20)
    return x + other * np.float32(level)


def telephone(x: np.ndarray) -> np.ndarray:
    """8 kHz mu-law: half the band and eight bits."""
    x = filter_band(x, 200, 3400)
    code = np.round(np.sign(x) * np.log1p(255 * np.minimum(np.abs(x), 1)) / np.log(256) * 127) / 127
    return (np.sign(code) * np.expm1(np.abs(code) * np.log(256)) / 255).astype(np.float32)


class Opus:
    """Encodes and decodes with the real codec, losing packets on the way; None without libopus."""

    FRAME = 320
    _BITRATE, _LOSS, _FEC, _COMPLEXITY = 4002, 4014, 4012, 4010

    def __init__(self):
        name = ctypes.util.find_library("opus")
        self._library = ctypes.CDLL(name) if name else None
        if self._library is None:
            return
        for create in (self._library.opus_encoder_create, self._library.opus_decoder_create):
            create.restype = ctypes.c_void_p
        error = ctypes.c_int()
        self._encoder = ctypes.c_void_p(self._library.opus_encoder_create(16000, 1, 2048, ctypes.byref(error)))
        self._decoder = ctypes.c_void_p(self._library.opus_decoder_create(16000, 1, ctypes.byref(error)))
        self._library.opus_encoder_ctl(self._encoder, self._COMPLEXITY, 1)

    def __call__(self, x: np.ndarray, loss: float, bitrate: int, rng: random.Random) -> np.ndarray:
        if self._library is None:
            return x
        repairs = loss > 0 or rng.random() < 0.5
        settings = {self._BITRATE: bitrate, self._FEC: int(repairs), self._LOSS: 10 if repairs else 0}
        for setting, value in settings.items():
            self._library.opus_encoder_ctl(self._encoder, setting, value)
        count = -(-len(x) // self.FRAME)
        pcm = np.zeros((count, self.FRAME), np.int16)
        pcm.reshape(-1)[: len(x)] = np.clip(x * 32767, -32768, 32767)
        out = np.zeros((count, self.FRAME), np.int16)
        packets = []
        for frame in pcm:
            packet = (ctypes.c_ubyte * 1500)()
            size = self._library.opus_encode(self._encoder, frame.ctypes.data_as(ctypes.c_void_p), self.FRAME, packet, 1500)
            packets.append(None if rng.random() < loss else (packet, size))
        for i in range(count):
            # As a receiver does: a lost frame from the next packet's redundancy, if that one came.
            recovered = packets[i] is None and i + 1 < count and packets[i + 1] is not None
            packet, size = packets[i + 1 if recovered else i] or (None, 0)
            self._library.opus_decode(
                self._decoder, packet, size, out[i].ctypes.data_as(ctypes.c_void_p), self.FRAME, int(recovered)
            )  # fmt: skip
        return out.reshape(-1)[: len(x)].astype(np.float32) / 32768


PLAIN = 0.75
"""So much of the speech meets only what is usual: a room's noise, others who talk, and the codec; nothing stranger."""


class Augmenter:
    """Draws a chain of changes; `strength` 0 leaves speech nearly clean, 1 is the full range."""

    def __init__(self, seed: int):
        self._rng = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._opus = Opus()
        self._babble = [np.zeros(16000, np.float32)]

    def __call__(self, samples: np.ndarray, spans: Spans, strength: float) -> tuple[np.ndarray, Spans]:
        rng = self._rng
        plain = rng.random() < PLAIN
        happens = lambda share: rng.random() < share * strength and not plain
        x = samples.astype(np.float32) / 32768
        if happens(0.65):
            spread = 0.05 + 0.2 * strength
            x, spans = change_speed(x, spans, rng.uniform(1 / (1 + spread), 1 + spread))
        if rng.random() < 0.2:
            x, spans = stretch_a_pause(x, spans, rng.uniform(0.1, 1.5), rng)
        before, behind = rng.uniform(0.02, 0.3), rng.uniform(0.2, 0.45)
        x = np.concatenate([np.zeros(int(16000 * before), np.float32), x, np.zeros(int(16000 * behind), np.float32)])
        spans = [(token, start + before, end + before) for token, start, end in spans]
        if rng.random() < 0.1:
            self._babble = self._babble[-30:] + [x]
        if happens(0.35):
            x = tilt(x, rng.uniform(-0.9, 0.9))
        if happens(0.35):
            x = equalize(x, rng)
        if happens(0.3):
            x = reverberate(x, rng, self._noise)
        if plain:
            if rng.random() < 0.7:
                x = add_noise(x, colored_noise(len(x), rng, self._noise), rng.uniform(4, rng.choice([12, 16, 20])))
            elif rng.random() < 0.5:
                x = add_noise(x, self._others(), rng.uniform(6, 20))
        elif happens(0.6):
            babble = rng.random() < 0.2
            other = self._others() if babble else colored_noise(len(x), rng, self._noise)
            x = add_noise(x, other, rng.uniform(12 if babble else 3, rng.choice([16, 30])))
        x = x * (10 ** (rng.uniform(-14 * strength - 6, 4) / 20) * 0.5 / (np.abs(x).max() + 1e-6))
        if happens(0.05):
            x = np.clip(x * rng.uniform(1.5, 4), -1, 1)
        if happens(0.15):
            x = filter_band(x, rng.uniform(20, 200), rng.uniform(3200, 7600))
        if happens(0.07):
            x = telephone(x)
        elif happens(0.3) or plain and rng.random() < 0.7:
            x = self._opus(x, rng.choice([0, 0, 0.03, 0.06, 0.1]), rng.choice([12000, 16000, 24000, 32000, 32000, 32000]), rng)
        x = x + self._noise.standard_normal(len(x), dtype=np.float32) * np.float32(10 ** rng.uniform(-5, -3.5))
        return x.astype(np.float32), spans

    def _others(self) -> np.ndarray:
        """Two to six others who talk at once, each as loud as the next."""
        rng = self._rng
        voices = [rng.choice(self._babble) for _ in range(rng.choice([2, 3, 4, 6]))]
        together = np.zeros(max(len(voice) for voice in voices), np.float32)
        for voice in voices:
            together += np.resize(voice, len(together)) / (voice.std() + 1e-4)
        return together
