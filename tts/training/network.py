"""The voice: symbols to samples in one feed-forward network.

Encoder of convolutions, a predictor of durations, a length regulator, a decoder of convolutions, and a head that gives
magnitude and phase of each frame's spectrum; samples come by an inverse Fourier transform written as a transposed
convolution, so that the whole is plain ONNX. Nothing in it is recurrent and nothing is sampled: the same text always
sounds the same.
"""

import math

import torch
from torch import nn


class Block(nn.Module):
    """Depthwise convolution over time, then two pointwise layers, with a residual."""

    def __init__(self, width, kernel):
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, 3 * width)
        self.narrow = nn.Linear(3 * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x):
        y = self.norm(self.depthwise(x.transpose(1, 2)).transpose(1, 2))
        return x + self.scale * self.narrow(nn.functional.gelu(self.widen(y)))


class InverseSpectrum(nn.Module):
    """Overlap-add of inverse real Fourier transforms under a window, as one transposed convolution."""

    def __init__(self, size, hop):
        super().__init__()
        self.size, self.hop = size, hop
        bins = size // 2 + 1
        time = torch.arange(size, dtype=torch.float64)
        angle = 2 * math.pi * torch.arange(bins, dtype=torch.float64)[:, None] * time[None, :] / size
        weight = torch.full((bins, 1), 2.0, dtype=torch.float64)
        weight[0] = weight[-1] = 1.0
        window = torch.hann_window(size, dtype=torch.float64)
        overlap = size / hop * 0.375  # the sum of the squared Hann windows at this hop
        basis = torch.cat([weight * torch.cos(angle), -weight * torch.sin(angle)]) * window / size / overlap
        self.register_buffer("basis", basis[:, None, :].float())

    def forward(self, real, imaginary):
        sound = nn.functional.conv_transpose1d(torch.cat([real, imaginary], 1), self.basis, stride=self.hop)
        edge = (self.size - self.hop) // 2
        return sound[:, 0, edge : sound.shape[2] - edge]


class Voice(nn.Module):
    def __init__(self, symbols, width=192, encoder=4, decoder=8, size=1024, hop=256):
        super().__init__()
        self.settings = dict(symbols=symbols, width=width, encoder=encoder, decoder=decoder, size=size, hop=hop)
        self.embedding = nn.Embedding(symbols, width)
        self.encoder = nn.Sequential(*[Block(width, 5) for _ in range(encoder)])
        self.duration = nn.Sequential(Block(width, 3), Block(width, 3), nn.Linear(width, 1))
        self.place = nn.Linear(2, width)
        self.decoder = nn.Sequential(*[Block(width, 7) for _ in range(decoder)])
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, size + 2))
        self.inverse = InverseSpectrum(size, hop)

    def encode(self, symbols):
        hidden = self.encoder(self.embedding(symbols))
        return hidden, self.duration(hidden.detach()).squeeze(-1)

    def decode(self, hidden, durations):
        """Each symbol's state is repeated for its frames; every frame knows its place within the symbol."""
        ends = torch.cumsum(durations, 1)
        starts = ends - durations
        frame = torch.arange(ends[0, -1], device=hidden.device)[None, :, None] + 0.5
        inside = ((frame >= starts[:, None, :]) & (frame < ends[:, None, :])).to(hidden.dtype)
        length = durations.clamp(min=1).to(hidden.dtype)[:, None, :]
        through = (inside * (frame - starts[:, None, :]) / length).sum(2)
        long = (inside * torch.log(length)).sum(2)
        spread = inside @ hidden + self.place(torch.stack([through, long], 2))
        magnitude, phase = self.head(self.decoder(spread)).transpose(1, 2).chunk(2, 1)
        magnitude = torch.exp(magnitude.clamp(max=6.0))
        return self.inverse(magnitude * torch.cos(phase), magnitude * torch.sin(phase))

    def forward(self, symbols, durations):
        """For training: with the true durations. Gives samples and the predicted log durations."""
        hidden, predicted = self.encode(symbols)
        return self.decode(hidden, durations), predicted


class Exported(nn.Module):
    """Piper's contract: input, input_lengths, scales (noise, length, noise of durations) to output; and durations."""

    def __init__(self, voice):
        super().__init__()
        self.voice = voice

    def forward(self, symbols, lengths, scales):
        hidden, predicted = self.voice.encode(symbols)
        # The other scales ask for chance, of which there is none here; lengths tell nothing new.
        frames = torch.round(torch.exp(predicted) * scales[1] + 0.0 * lengths.sum() + 0.0 * scales.sum())
        durations = frames.clamp(min=0).to(torch.int64)
        sound = self.voice.decode(hidden, durations)
        return sound[:, None, None, :].squeeze(1), durations.to(predicted.dtype)
