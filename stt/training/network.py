"""The streaming phoneme network: causal convolutions only, so that a chunk with carried context
computes exactly what the whole utterance would, and a stream of hours cannot drift.

Two levels of frame pairs halve the rate twice (10 ms to 40 ms); then residual blocks, each a causal
depthwise convolution over time and a two-layer perceptron at each frame.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from features import BINS
from phonemes import TOKENS

PAIRS = 3


class PairMerge(nn.Module):
    """Halves the frame rate: a linear map of the last three pairs of frames."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.context = 2 * (PAIRS - 1)
        self.inputs = inputs
        self.map = nn.Linear(2 * PAIRS * inputs, outputs)

    def forward(self, x: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.cat([before, x], 1)
        after = x[:, -self.context :]
        pairs = x.reshape(-1, int(x.shape[1]) // 2, 2 * self.inputs)
        count = int(pairs.shape[1]) - PAIRS + 1
        stacked = torch.cat([pairs[:, i : i + count] for i in range(PAIRS)], 2)
        return F.relu_(self.map(stacked)), after


class Block(nn.Module):
    def __init__(self, width: int, hidden: int, kernel: int):
        super().__init__()
        self.context = kernel - 1
        self.taps = nn.Parameter(torch.randn(kernel, width) * kernel**-0.5)
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, hidden)
        self.narrow = nn.Linear(hidden, width)
        nn.init.zeros_(self.narrow.bias)
        with torch.no_grad():
            self.narrow.weight.mul_(0.3)

    def forward(self, x: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        wide = torch.cat([before, x], 1)
        # As an image one pixel high, channels last: the fastest depthwise kernel there is on a CPU.
        picture = wide.transpose(1, 2).unsqueeze(2)
        taps = self.taps.t().reshape(-1, 1, 1, len(self.taps))
        with torch.autocast(x.device.type, enabled=False):
            mixed = F.conv2d(picture.float(), taps, groups=len(taps)).squeeze(2).transpose(1, 2)
        y = self.narrow(F.relu_(self.widen(self.norm(mixed))))
        return x + y, wide[:, -self.context :]


class PhonemeNetwork(nn.Module):
    def __init__(self, width: int = 256, hidden: int = 1024, blocks: int = 10, kernel: int = 9, front: int = 128):
        super().__init__()
        self.shape = {"width": width, "hidden": hidden, "blocks": blocks, "kernel": kernel, "front": front}
        self.register_buffer("mean", torch.full((BINS,), -6.0))
        self.register_buffer("deviation", torch.full((BINS,), 4.0))
        self.merge1 = PairMerge(BINS, front)
        self.merge2 = PairMerge(front, width)
        self.blocks = nn.ModuleList(Block(width, hidden, kernel) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, len(TOKENS))
        self.frame_out = nn.Linear(width, len(TOKENS))
        """Which phoneme sounds right now: teaches the body early on, is not exported."""

    def state_shapes(self) -> list[tuple[int, int]]:
        """(frames, channels) of each carried context; on the wire [batch, frames, channels]."""
        width, front = self.shape["width"], self.shape["front"]
        context = self.blocks[0].context
        return [(self.merge1.context, BINS), (self.merge2.context, front)] + [(context, width)] * len(self.blocks)

    def zero_state(self, batch: int, like: Tensor) -> list[Tensor]:
        return [torch.zeros(batch, frames, channels, device=like.device) for frames, channels in self.state_shapes()]

    def body(self, features: Tensor, state: list[Tensor], skip: float = 0.0) -> tuple[Tensor, list[Tensor]]:
        # States are of normalized frames, so zero means an average sound.
        x = (features - self.mean) / self.deviation
        x, first = self.merge1(x, state[0])
        x, second = self.merge2(x, state[1])
        carried = [first, second]
        for block, before in zip(self.blocks, state[2:]):
            if skip and torch.rand(()).item() < skip:
                continue
            x, after = block(x, before)
            carried.append(after)
        return self.norm(x), carried

    def forward(self, features: Tensor, state: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        x, carried = self.body(features, state)
        return F.log_softmax(self.out(x).float(), -1), carried
