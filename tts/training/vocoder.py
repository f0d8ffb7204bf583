"""From the frames of a voice to its samples, without anything learned: source and filter, as plain ONNX.

The source is a train of pulses, band-limited in closed form, and a fixed noise; each is cut into Hann windows, and each
window's spectrum is multiplied by the frame's minimum-phase envelope and its share of breath. What the frames hold is
what WORLD finds in a sound (prepare.py): pitch, mel-cepstrum, breath in bands.
"""

import math

import numpy
import torch
from torch import nn

RATE = 16_000
HOP = 160
CEPSTRA = 32
BANDS = 4
FFT = 1_024
BINS = FFT // 2 + 1
WARP = 0.42  # of the frequency axis; near the mel scale at 16 kHz
NOISE_SECONDS = 4


def warped(count=BINS):
    """The angle of each bin on the warped axis."""
    angle = numpy.linspace(0, math.pi, count)
    return angle + 2 * numpy.arctan2(WARP * numpy.sin(angle), 1 - WARP * numpy.cos(angle))


def envelope_to_cepstra(power):
    """Power spectra as mel-cepstra, by least squares: log amplitude = sum of c cos(m w)."""
    basis = numpy.cos(numpy.arange(CEPSTRA)[:, None] * warped()[None, :])
    return 0.5 * numpy.log(power) @ numpy.linalg.pinv(basis)


def breath_curves():
    """What each band's share of breath means for each bin: straight lines between the bands' middles."""
    middles = (numpy.arange(BANDS) + 0.5) * (BINS - 1) / BANDS
    unit = numpy.eye(BANDS)
    return numpy.stack([numpy.interp(numpy.arange(BINS), middles, row) for row in unit])


class Vocoder(nn.Module):
    def __init__(self):
        super().__init__()
        size = 2 * HOP
        angle = 2 * math.pi * numpy.arange(BINS)[:, None] / FFT
        window = 0.5 - 0.5 * numpy.cos(2 * math.pi * numpy.arange(size) / size)
        forward = numpy.concatenate([numpy.cos(angle * numpy.arange(size)), -numpy.sin(angle * numpy.arange(size))])
        weight = numpy.full((BINS, 1), 2.0)
        weight[0] = weight[-1] = 1.0
        time = numpy.arange(FFT)
        back = numpy.concatenate([weight * numpy.cos(angle * time), -weight * numpy.sin(angle * time)]) / FFT
        turn = numpy.arange(CEPSTRA)[:, None] * warped()[None, :]
        noise = numpy.random.default_rng(1).standard_normal(NOISE_SECONDS * RATE)
        for name, value in {
            "forward_basis": (forward * window)[:, None, :],
            "back_basis": back[:, None, :],
            "real_turn": numpy.cos(turn),
            "imaginary_turn": -numpy.sin(turn),
            "curves": breath_curves(),
            "noise": noise,
        }.items():
            self.register_buffer(name, torch.from_numpy(value).float(), persistent=False)

    def forward(self, pitch, voiced, cepstra, breath):
        """One utterance: pitch in hertz and voiced (0 or 1) of shape [frames], cepstra and breath [frames, ...].
        Gives frames * HOP samples."""
        samples = pitch.shape[0] * HOP
        smooth = self._spread(pitch)
        pulses = self._pulses(smooth) * self._spread(voiced)
        times = samples // (NOISE_SECONDS * RATE) + 1
        noise = self.noise.repeat(times)[:samples]
        source = nn.functional.pad(torch.stack([pulses, noise])[:, None], (HOP // 2, HOP + HOP // 2))
        spectra = nn.functional.conv1d(source, self.forward_basis, stride=HOP)[:, :, : pitch.shape[0]]
        share = (breath @ self.curves).clamp(0, 1)
        share = torch.where(voiced[:, None] > 0.5, share, torch.ones_like(share)).T
        tone, air = torch.sqrt(1 - share * share), share
        real = tone * spectra[0, :BINS] + air * spectra[1, :BINS]
        imaginary = tone * spectra[0, BINS:] + air * spectra[1, BINS:]
        level = torch.exp((cepstra @ self.real_turn).T)
        phase = (cepstra @ self.imaginary_turn).T
        a, b = level * torch.cos(phase), level * torch.sin(phase)
        made = torch.cat([real * a - imaginary * b, real * b + imaginary * a])[None]
        sound = nn.functional.conv_transpose1d(made, self.back_basis, stride=HOP)[0, 0]
        return sound[HOP // 2 : HOP // 2 + samples]

    @staticmethod
    def _spread(frames):
        """From frames to samples along straight lines between the frames' middles."""
        return nn.functional.interpolate(
            frames[None, None], scale_factor=float(HOP), mode="linear", align_corners=False
        )[0, 0]

    @staticmethod
    def _pulses(pitch):
        """All harmonics below half the rate, of unit power: the closed form of their sum."""
        cycles = torch.cumsum(pitch / RATE, 0)
        at = cycles - torch.floor(cycles)
        at = torch.where(at > 0.5, at - 1, at)
        count = torch.floor(RATE / 2 / pitch)
        below = torch.sin(math.pi * at)
        flat = below.abs() < 1e-4
        ratio = torch.sin((2 * count + 1) * math.pi * at) / torch.where(flat, torch.ones_like(below), below)
        total = torch.where(flat, 2 * count + 1, ratio) / 2 - 0.5
        return total * torch.sqrt(2 / count)
