"""Trains the little network that hears ends in melody and loudness, and writes its numbers as text.

    python3 melody_train.py --out melody.txt --test shapes-other-voices.tsv shapes.tsv

A line of a shapes file: 1 for an end or 0 for a pause, kind, voice, then 24 frames of pitch, voicing and loudness.
"""
import argparse

import numpy as np
import torch


def read(path):
    rows = [l.rstrip("\n").split("\t") for l in open(path)]
    return torch.tensor([[float(v) for v in r[3].split()] for r in rows]), torch.tensor([float(r[0]) for r in rows]), [r[2] for r in rows]


def auc(p, y):
    order = np.argsort(p)
    ranks = np.empty(len(p))
    ranks[order] = np.arange(len(p))
    pos = y > 0.5
    return (ranks[pos].mean() - (pos.sum() - 1) / 2) / (~pos).sum()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("shapes")
    a.add_argument("--test", required=True)
    a.add_argument("--out", default="melody.txt")
    a.add_argument("--hidden", type=int, default=12)
    a.add_argument("--steps", type=int, default=1500)
    a = a.parse_args()
    torch.manual_seed(3)
    torch.set_num_threads(1)
    x, y, _ = read(a.shapes)
    tx, ty, voices = read(a.test)
    hidden, out = torch.nn.Linear(x.shape[1], a.hidden), torch.nn.Linear(a.hidden, 1)
    model = lambda v: out(torch.tanh(hidden(v)))[:, 0]
    opt = torch.optim.AdamW([*hidden.parameters(), *out.parameters()], 3e-3, weight_decay=0.3)
    for step in range(a.steps):
        pick = torch.randint(0, len(x), (256,))
        v = x[pick].clone()
        f = v.view(256, -1, 3)
        f[:, :, 0] += torch.randn(256, 1) * 0.3 * f[:, :, 1]  # what is usual is known only roughly
        f[:, :, 2] += torch.randn(256, 1) * 0.2
        f[:, :, 0] *= 1 + torch.randn(256, 1) * 0.25
        v = v + torch.randn_like(v) * 0.1
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(v), y[pick])
        opt.zero_grad()
        loss.backward()
        opt.step()
        if step % 300 == 299:
            with torch.no_grad():
                p = model(tx)
                print(step + 1, f"loss {loss.item():.3f} test loss {torch.nn.functional.binary_cross_entropy_with_logits(p, ty).item():.3f} accuracy {((p > 0) == (ty > 0.5)).float().mean().item():.3f} AUC {auc(p.numpy(), ty.numpy()):.3f}")
    with torch.no_grad():
        p = model(tx).numpy()
        for v in sorted(set(voices)):
            m = np.array([w == v for w in voices])
            print(f"  {v}: AUC {auc(p[m], ty.numpy()[m]):.3f}")
        with open(a.out, "w") as f:
            f.write("# One row a hidden unit with its bias last, then the output with its bias last; made by training/melody_train.py.\n")
            for w, b in zip(hidden.weight, hidden.bias):
                f.write(" ".join(f"{v:.4f}" for v in [*w.tolist(), b.item()]) + "\n")
            f.write(" ".join(f"{v:.4f}" for v in [*out.weight[0].tolist(), out.bias.item()]) + "\n")


if __name__ == "__main__":
    main()
