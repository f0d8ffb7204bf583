"""Free synthesizers as teachers: each turns text into 16 kHz speech and says which phonemes it spoke when."""

import ctypes
import os
import random
import shutil
import subprocess
import wave
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from phonemes import from_espeak, from_radio

SAMPLE_RATE = 16000

# In no training run: what is measured on these voices tells how the network does on strangers.
HELD_OUT_FLITE = ["awb"]
HELD_OUT_ESPEAK = "Alicia linda Lee max Denis Tweaky steph Henrique gustave belinda".split()
HELD_OUT_ACCENTS = ["en-us", "en", "en-gb-x-rp", "en-gb-scotland", "en-us-nyc"]

FLITE = ["kal16", "rms", "slt"]
ACCENTS = [
    "en-us", "en-us", "en-us", "en-us", "en-us-nyc", "en", "en", "en-gb-x-rp",
    "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029",
]  # fmt: skip
NOT_SPEECH_LIKE = {"whisper", "whisperf", "Demonic", "croak", "Storm", "UniRobot", "anikaRobot"}


MADE_UP = "madeup"


@dataclass
class Speech:
    samples: np.ndarray
    """16 kHz, int16."""
    spoken: list[tuple[int, float, float]]
    """(token, start, end) in seconds; pauses left out."""
    voice: str


def to_16k(samples: np.ndarray, rate: int) -> np.ndarray:
    if rate == SAMPLE_RATE:
        return samples
    common = gcd(rate, SAMPLE_RATE)
    resampled = resample_poly(samples.astype(np.float32), SAMPLE_RATE // common, rate // common)
    return np.clip(np.round(resampled), -32768, 32767).astype(np.int16)


def read_wave(path: Path) -> np.ndarray:
    with wave.open(str(path)) as source:
        frames = source.readframes(source.getnframes())
        rate, channels = source.getframerate(), source.getnchannels()
    return to_16k(np.frombuffer(frames, dtype="<i2")[::channels], rate)


def spread(phones: tuple[int, ...], start: float, end: float) -> list[tuple[int, float, float]]:
    """One synthesizer symbol may stand for two of our phonemes: they share its time."""
    step = (end - start) / max(1, len(phones))
    return [(phone, start + i * step, start + (i + 1) * step) for i, phone in enumerate(phones)]


def phones_with_ends(items: list[str]) -> list[tuple[int, float, float]]:
    """From items `phoneme:end-in-seconds`, each beginning where the one before ended."""
    spoken, start = [], 0.0
    for item in items:
        phone, _, end = item.rpartition(":")
        spoken += spread(from_radio(phone), start, float(end))
        start = float(end)
    return spoken


def draw_flite_manner(voice: str, rng: random.Random) -> dict[str, float]:
    """How one speaker of that voice speaks: flite's names of what can be set."""
    manner = {"duration_stretch": rng.uniform(0.75, 1.3)}
    if voice == "kal16":
        manner["int_f0_target_mean"] = rng.uniform(75, 150)
        manner["int_f0_target_stddev"] = rng.uniform(5, 25)
    else:
        manner["f0_shift"] = rng.uniform(0.8, 1.3)
    return manner


class Flite:
    """One short process an utterance; it runs at a hundred times real time."""

    name = "flite"

    def __init__(self, folder: Path):
        self._file = folder / "flite.wav"
        self.voices = FLITE

    def speak(self, text: str, rng: random.Random, voices: list[str] | None = None) -> Speech | None:
        voice = rng.choice(voices or self.voices)
        command = ["flite", "-voice", voice, "-psdur", "-t", text, "-o", str(self._file)]
        for key, value in draw_flite_manner(voice, rng).items():
            command += ["--setf", f"{key}={value:.2f}"]
        self._file.unlink(missing_ok=True)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or not self._file.exists():
            return None
        return Speech(read_wave(self._file), phones_with_ends(done.stdout.split()), voice)


class Festival:
    """One long-lived process for its diphone voices and its HTS voice."""

    name = "festival"
    VOICES = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts"]

    def __init__(self, folder: Path):
        self._wave, self._segments = folder / "festival.wav", folder / "festival.segs"
        self._process = subprocess.Popen(
            ["festival", "--pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def speak(self, text: str, rng: random.Random) -> Speech | None:
        voice = rng.choice(self.VOICES)
        quoted = text.replace("\\", " ").replace('"', " ")
        pitch, spread = rng.uniform(75, 160), rng.uniform(6, 24)
        for path in (self._wave, self._segments):
            path.unlink(missing_ok=True)
        self._process.stdin.write(
            f"""(voice_{voice})
            (Parameter.set 'Duration_Stretch {rng.uniform(0.8, 1.25):.2f})
            (set! int_lr_params '((target_f0_mean {pitch:.0f}) (target_f0_std {spread:.0f})
                                  (model_f0_mean 170) (model_f0_std 34)))
            (set! spoken (SynthText "{quoted}"))
            (utt.save.wave spoken "{self._wave}" 'riff)
            (utt.save.segs spoken "{self._segments}")
            (format t "spoken\\n")
            (fflush nil)\n"""
        )
        self._process.stdin.flush()
        while (answer := self._process.stdout.readline()) and "spoken" not in answer:
            pass
        if not self._segments.exists() or not self._wave.exists():
            return None
        lines = [line.split() for line in self._segments.read_text().splitlines() if line != "#"]
        return Speech(read_wave(self._wave), phones_with_ends([f"{line[2]}:{line[0]}" for line in lines]), voice)


class FreeTts:
    """FreeTTS's kevin16 in one long-lived Java process."""

    name = "freetts"
    JAR = Path.home() / ".m2/repository/net/sf/sociaal/freetts/1.2.2/freetts-1.2.2.jar"

    def __init__(self, folder: Path):
        self._file = folder / "freetts"
        source = Path(__file__).with_name("FreeTtsSpeaker.java")
        java = Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else "java"
        self._process = subprocess.Popen(
            [str(java), "-XX:+UseSerialGC", "-cp", str(self.JAR), str(source)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip

    def speak(self, text: str, rng: random.Random) -> Speech | None:
        made = self._file.with_suffix(".wav")
        made.unlink(missing_ok=True)
        rate, pitch, spread = rng.uniform(120, 200), rng.uniform(75, 150), rng.uniform(6, 20)
        self._process.stdin.write(f"{self._file}\t{rate:.0f}\t{pitch:.0f}\t{spread:.0f}\t{text}\n")
        self._process.stdin.flush()
        while (answer := self._process.stdout.readline()) and not answer.startswith("spoken"):
            pass
        if not made.exists():
            return None
        return Speech(read_wave(made), phones_with_ends(answer.split()[1:]), "kevin16")


class _Identifier(ctypes.Union):
    _fields_ = [
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int), ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", _Identifier),
    ]  # fmt: skip


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)
_END_OF_LIST, _PHONEME = 0, 7
_SYNCHRONOUS, _PHONEME_EVENTS, _UTF8 = 2, 1, 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4


class Espeak:
    """eSpeak NG inside this process: a thousand times real time, so voices can be made up freely."""

    name = "espeak-ng"

    accents = ACCENTS

    def __init__(self, folder: Path):
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        version = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True).stdout
        home = Path(version.split("Data at:")[1].strip())
        data = folder / "espeak-ng-data"
        if not data.exists():
            shutil.copytree(home, data)
        variants = data / "voices" / "!v"
        self.variants = sorted(
            entry.name for entry in variants.iterdir()
            if entry.name not in HELD_OUT_ESPEAK and entry.name not in NOT_SPEECH_LIKE
            and " " not in entry.name and entry.name != MADE_UP
        )  # fmt: skip
        # Rewritten before each use: the library reads the file anew, and its list of voices is short.
        self._made_up = variants / MADE_UP
        self._made_up.write_text(made_up_variant(random.Random(0)))
        self._rate = self._library.espeak_Initialize(
            _SYNCHRONOUS, 0, str(folder).encode(), _PHONEME_EVENTS
        )
        self._audio: list[bytes] = []
        self._phones: list[tuple[str, float]] = []
        self._callback = _CALLBACK(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples, count, events) -> int:
        if count > 0:
            self._audio.append(ctypes.string_at(samples, count * 2))
        at = 0
        while events[at].type != _END_OF_LIST:
            if events[at].type == _PHONEME:
                name = events[at].id.string.decode("latin1")
                self._phones.append((name, events[at].audio_position / 1000))
            at += 1
        return 0

    def speak(self, text: str, rng: random.Random, held_out: bool = False) -> Speech | None:
        if held_out:
            variant = rng.choice(HELD_OUT_ESPEAK)
        else:
            variant = rng.choice(self.variants) if rng.random() < 0.5 else MADE_UP
            if variant == MADE_UP:
                self._made_up.write_text(made_up_variant(rng))
        voice = rng.choice(HELD_OUT_ACCENTS if held_out else self.accents) + "+" + variant
        if self._library.espeak_SetVoiceByName(voice.encode()):
            return None
        natural = held_out or rng.random() < 0.3
        self._library.espeak_SetParameter(_RATE, rng.randint(130, 200) if natural else rng.randint(105, 230), 0)
        self._library.espeak_SetParameter(_PITCH, rng.randint(30, 70) if natural else rng.randint(10, 90), 0)
        self._library.espeak_SetParameter(_RANGE, 50 if natural else rng.randint(10, 90), 0)
        self._audio.clear()
        self._phones.clear()
        encoded = text.encode()
        if self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None):
            return None
        self._library.espeak_Synchronize()
        samples = np.frombuffer(b"".join(self._audio), dtype="<i2")
        if samples.size < 800:
            return None
        end = samples.size / self._rate
        spoken = []
        for (name, start), (_, stop) in zip(self._phones, self._phones[1:] + [("_", end)]):
            spoken += spread(from_espeak(name), start, stop)
        return Speech(to_16k(samples, self._rate), spoken, voice)


def made_up_variant(rng: random.Random) -> str:
    """A voice that nobody designed: formants, source and rhythm drawn at random."""
    size = rng.uniform(0.82, 1.32)
    pitch = rng.uniform(60, 150) * (size if rng.random() < 0.8 else 1.0)
    lines = ["language variant", f"name {MADE_UP}"]
    lines.append(f"pitch {pitch:.0f} {pitch * rng.uniform(1.08, 1.6):.0f}")
    for formant in range(9):
        frequency = 100 * size * rng.gauss(1, 0.06)
        if formant == 3 and rng.random() < 0.15:
            frequency *= rng.uniform(1.1, 1.6)
        if formant == 0:
            frequency = 100 * rng.uniform(0.85, 1.15)
        height, width = rng.uniform(50, 150), rng.uniform(60, 170)
        if formant >= 6 and rng.random() < 0.3:
            height = rng.uniform(0, 40)
        lines.append(f"formant {formant} {frequency:.0f} {height:.0f} {width:.0f}")
    if rng.random() < 0.2:
        lines.append(f"klatt {rng.randint(1, 5)}")
    if rng.random() < 0.6:
        bass, middle, treble = (rng.randint(60, 255) for _ in range(3))
        lines.append(f"tone 600 {bass} 1200 {middle} 2000 {treble}")
    if rng.random() < 0.4:
        lines.append(f"flutter {rng.randint(0, 8)}")
    if rng.random() < 0.4:
        lines.append(f"roughness {rng.randint(0, 4)}")
    if rng.random() < 0.4:
        lines.append(f"voicing {rng.randint(35, 160)}")
    if rng.random() < 0.4:
        lines.append(f"consonants {rng.randint(50, 140)} {rng.randint(50, 140)}")
    if rng.random() < 0.15:
        lines.append(f"echo {rng.randint(10, 60)} {rng.randint(5, 40)}")
    if rng.random() < 0.25:
        lines.append("breath " + " ".join(str(rng.randint(0, 12)) for _ in range(8)))
        lines.append("breathw 150 150 200 200 400 400")
    if rng.random() < 0.3:
        lines.append(f"intonation {rng.randint(1, 4)}")
    if rng.random() < 0.3:
        lines.append("stressLength " + " ".join(str(rng.randint(120, 280)) for _ in range(8)))
    if rng.random() < 0.3:
        lines.append("stressAmp " + " ".join(str(rng.randint(12, 24)) for _ in range(8)))
    return "\n".join(lines) + "\n"
