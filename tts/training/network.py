"""The voice: symbols to frames by a feed-forward network, frames to samples by the vocoder.

An encoder of convolutions, a predictor of durations, a length regulator, a decoder of convolutions. Nothing in it is
recurrent and nothing is sampled: the same text always sounds the same.
"""

import torch
from torch import nn

from vocoder import BANDS, CEPSTRA, Vocoder

# Of a frame: pitch (log), voice or none, cepstra, breath.
WIDTH_OF_FRAME = 2 + CEPSTRA + BANDS


class Block(nn.Module):
    """Depthwise convolution over time, then two pointwise layers, with a residual."""

    def __init__(self, width, kernel):
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, 3 * width)
        self.narrow = nn.Linear(3 * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x, present):
        y = self.norm(self.depthwise(x.transpose(1, 2)).transpose(1, 2))
        return (x + self.scale * self.narrow(nn.functional.gelu(self.widen(y)))) * present


def through(blocks, x, present):
    for block in blocks:
        x = block(x, present)
    return x


class Voice(nn.Module):
    def __init__(self, symbols, width=192, encoder=4, decoder=6):
        super().__init__()
        self.settings = dict(symbols=symbols, width=width, encoder=encoder, decoder=decoder)
        self.embedding = nn.Embedding(symbols, width)
        self.encoder = nn.ModuleList(Block(width, 5) for _ in range(encoder))
        self.timing = nn.ModuleList(Block(width, 5) for _ in range(2))
        self.duration = nn.Linear(width, 1)
        self.place = nn.Linear(3, width)
        self.decoder = nn.ModuleList(Block(width, 7) for _ in range(decoder))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, WIDTH_OF_FRAME))

    def encode(self, symbols, present):
        """Symbols of shape [batch, length]; gives their states and the logarithm of one plus their durations."""
        hidden = through(self.encoder, self.embedding(symbols) * present, present)
        timed = through(self.timing, hidden, present)
        return hidden, self.duration(timed).squeeze(-1)

    def decode(self, hidden, durations, index, present):
        """Every frame has its symbol's state ({@code index} says whose) and knows its place in it."""
        ends = torch.cumsum(durations, 1)
        frame = torch.arange(index.shape[1], device=index.device)[None, :] + 0.5
        length = torch.gather(durations, 1, index).to(hidden.dtype).clamp(min=1)
        done = (frame - torch.gather(ends, 1, index) + length) / length
        spread = torch.gather(hidden, 1, index[:, :, None].expand(-1, -1, hidden.shape[2]))
        places = torch.stack([done, torch.log(length), torch.log(length * done + 1)], 2)
        return self.head(through(self.decoder, (spread + self.place(places)) * present, present))


class Exported(nn.Module):
    """Piper's contract: input, input_lengths, scales (noise, length, noise of durations) to output; and durations.

    One utterance at a time. Predictions of frames are too even; {@code spread} gives back the variance that the
    teacher's frames have.
    """

    def __init__(self, voice, mean, deviation, spread, least):
        super().__init__()
        self.voice = voice
        self.vocoder = Vocoder()
        for name, value in {"mean": mean, "deviation": deviation * spread, "least": least}.items():
            self.register_buffer(name, value, persistent=False)

    def forward(self, symbols, lengths, scales):
        present = torch.ones_like(symbols)[:, :, None].to(scales.dtype)
        hidden, predicted = self.voice.encode(symbols, present)
        # The noises have no part in it, nor have lengths, but the contract has them and the graph must keep them.
        unused = (lengths.sum() + scales[0] + scales[2]) * 0.0
        wanted = (torch.exp(predicted) - 1) * scales[1] + unused
        durations = torch.maximum(torch.round(wanted), self.least[symbols]).to(torch.int64)
        ends = torch.cumsum(durations, 1)
        frame = torch.arange(ends[0, -1], device=symbols.device)
        index = (frame[:, None] >= ends[0][None, :]).to(torch.int64).sum(1)[None]
        frames = self.voice.decode(hidden, durations, index, torch.ones_like(index)[:, :, None].to(scales.dtype))[0]
        frames = frames * self.deviation + self.mean
        voiced = (frames[:, 1] > 0).to(scales.dtype)
        samples = self.vocoder(
            torch.exp(frames[:, 0]), voiced, frames[:, 2 : 2 + CEPSTRA], frames[:, 2 + CEPSTRA :]
        )
        return samples[None, None], durations.to(scales.dtype)
