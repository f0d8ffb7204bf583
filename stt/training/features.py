"""Log-mel features, exactly as README.md fixes them for whoever runs the network."""

import numpy as np
import torch

SAMPLE_RATE = 16000
WINDOW = 400
HOP = 160
FFT = 512
BINS = 64
LOWEST_HZ, HIGHEST_HZ = 20.0, 7600.0
FLOOR = 1e-6
SUBSAMPLING = 4
CHUNK = 8


def mel_filters() -> torch.Tensor:
    """Triangles [FFT / 2 + 1, BINS], evaluated at the frequencies of the FFT's bins."""
    mel = lambda hertz: 1127 * np.log(1 + hertz / 700)
    edges = 700 * (np.exp(np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BINS + 2) / 1127) - 1)
    hertz = (np.arange(FFT // 2 + 1) * SAMPLE_RATE / FFT)[:, None]
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (hertz - left) / (centre - left), (right - hertz) / (right - centre)
    return torch.tensor(np.clip(np.minimum(rising, falling), 0, None), dtype=torch.float32)


_FILTERS = mel_filters()
_HANN = torch.hann_window(WINDOW)


def log_mel(samples: np.ndarray) -> torch.Tensor:
    """Samples in [-1, 1] to [frames, BINS]."""
    frames = torch.from_numpy(np.ascontiguousarray(samples, dtype=np.float32)).unfold(0, WINDOW, HOP)
    spectrum = torch.fft.rfft(frames * _HANN, n=FFT)
    power = spectrum.real.square() + spectrum.imag.square()
    return torch.log(power @ _FILTERS + FLOOR)


def heard_until(output_frame):
    """Seconds of sound that the network has heard when it gives an output frame."""
    last_input = SUBSAMPLING * output_frame + SUBSAMPLING - 1
    return (last_input * HOP + WINDOW) / SAMPLE_RATE
