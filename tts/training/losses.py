"""How far a sound is from what was wanted: spectra at several resolutions, and discriminators that learn to tell."""

import torch
from torch import nn

SIZES = (256, 512, 1024, 2048)


def spectrum(sound, size):
    window = torch.hann_window(size, device=sound.device)
    return torch.stft(sound, size, size // 4, window=window, return_complex=True).abs().clamp(min=1e-5)


def spectral(made, wanted):
    total = 0.0
    for size in SIZES:
        a, b = spectrum(made, size), spectrum(wanted, size)
        total = total + (a.log() - b.log()).abs().mean() + (a - b).norm() / b.norm().clamp(min=1e-3)
    return total / len(SIZES)


class Period(nn.Module):
    """Looks at every p-th sample together, as in HiFi-GAN's idea of periods."""

    def __init__(self, period, width=24):
        super().__init__()
        self.period = period
        widths = [1, width, 2 * width, 4 * width, 4 * width]
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.weight_norm(nn.Conv2d(a, b, (5, 1), (3, 1), (2, 0)))
            for a, b in zip(widths, widths[1:])
        )
        self.last = nn.Conv2d(widths[-1], 1, (3, 1), padding=(1, 0))

    def forward(self, sound):
        rest = sound.shape[1] % self.period
        x = sound[:, : sound.shape[1] - rest].reshape(sound.shape[0], 1, -1, self.period)
        features = []
        for layer in self.layers:
            x = nn.functional.leaky_relu(layer(x), 0.1)
            features.append(x)
        return self.last(x), features


class Discriminators(nn.Module):
    def __init__(self):
        super().__init__()
        self.periods = nn.ModuleList(Period(p) for p in (2, 3, 5, 7, 11))

    def forward(self, sound):
        return [period(sound) for period in self.periods]


def tells_apart(real, made):
    """What the discriminators learn: 1 for real sound, 0 for made sound."""
    return sum(((r - 1) ** 2).mean() + (m**2).mean() for (r, _), (m, _) in zip(real, made))


def deceives(real, made):
    """What the voice learns from them: to pass for real, and to look alike on the way."""
    loss = 0.0
    for (_, wanted), (score, features) in zip(real, made):
        loss = loss + ((score - 1) ** 2).mean()
        loss = loss + 2 * sum((a.detach() - b).abs().mean() for a, b in zip(wanted, features))
    return loss
