"""Trains the bundled voice activity detector and writes it as ONNX with the Silero contract.

    python3 vad_train.py --minutes 15 --speech speech.npz --held-out speech-held.npz --out vad.onnx

Inputs `input` [b, 576] (64 samples of context, then 512 new ones, 16 kHz), `state` [2, b, 128], `sr`; outputs `output` [b, 1]
and `stateN`. Inside: five spectra a call, 32 mel bands, one dense layer, one LSTM layer of 128.
"""
import argparse
import time

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from scipy.signal import butter, fftconvolve, lfilter, resample_poly

import sounds

CHUNK, CONTEXT, WINDOW, HOP, MELS, DENSE, HIDDEN, STEPS = 512, 64, 256, 80, 32, 96, 128, 200


def dft_filters():
    n, k = np.arange(WINDOW), np.arange(WINDOW // 2 + 1)[:, None]
    w = np.hanning(WINDOW)
    return np.concatenate([np.cos(2 * np.pi * k * n / WINDOW) * w, np.sin(2 * np.pi * k * n / WINDOW) * w])[:, None].astype(np.float32)


def mel_filters():
    mel = lambda f: 2595 * np.log10(1 + f / 700)
    edges = 700 * (10 ** (np.linspace(mel(60), mel(7600), MELS + 2) / 2595) - 1)
    f = np.linspace(0, 8000, WINDOW // 2 + 1)
    m = np.array([np.clip(np.minimum((f - a) / (b - a), (c - f) / (c - b)), 0, None) for a, b, c in zip(edges, edges[1:], edges[2:])])
    return (m / (m.sum(1, keepdims=True) + 1e-9)).astype(np.float32)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("dft", torch.tensor(dft_filters()))
        self.register_buffer("mel", torch.tensor(mel_filters()))
        self.dense = torch.nn.Linear(MELS * 5, DENSE)
        self.lstm = torch.nn.LSTM(DENSE, HIDDEN, batch_first=True)
        self.out = torch.nn.Linear(HIDDEN, 1)

    def features(self, x):
        s = torch.nn.functional.conv1d(x[:, None], self.dft, stride=HOP)
        p = s[:, :WINDOW // 2 + 1] ** 2 + s[:, WINDOW // 2 + 1:] ** 2
        m = torch.log(torch.einsum("mf,bft->bmt", self.mel, p) + 1e-4)
        return (m.flatten(1) + 2) / 4

    def forward(self, x):  # [b, steps, 576]
        b, t, _ = x.shape
        with torch.no_grad():
            f = self.features(x.reshape(b * t, -1)).reshape(b, t, -1)
        h, _ = self.lstm(torch.relu(self.dense(f)))
        return self.out(h)[..., 0]


def write_onnx(net, path):
    p = {k: v.detach().numpy().astype(np.float32) for k, v in net.state_dict().items()}
    H, F = HIDDEN, WINDOW // 2 + 1
    order = lambda a: np.concatenate([a[:H], a[3 * H:], a[H:2 * H], a[2 * H:3 * H]])  # PyTorch i,f,g,o; ONNX i,o,f,c
    arrays = {
        "dft": p["dft"], "mel": p["mel"][:, :, None], "eps": np.array(1e-4, np.float32), "two": np.array(2, np.float32), "quarter": np.array(0.25, np.float32),
        "wd": p["dense.weight"].T.copy(), "bd": p["dense.bias"], "W": order(p["lstm.weight_ih_l0"])[None], "R": order(p["lstm.weight_hh_l0"])[None],
        "B": np.concatenate([order(p["lstm.bias_ih_l0"]), order(p["lstm.bias_hh_l0"])])[None], "wo": p["out.weight"].T.copy(), "bo": p["out.bias"],
        "axis0": np.array([0], np.int64), "axis1": np.array([1], np.int64), "half": np.array([F, F], np.int64), "ones": np.array([1, 1], np.int64),
        "nothing": np.array(0, np.float32)}
    n = helper.make_node
    nodes = [
        n("Unsqueeze", ["input", "axis1"], ["x"]), n("Conv", ["x", "dft"], ["s"], strides=[HOP]),
        n("Split", ["s", "half"], ["re", "im"], axis=1), n("Mul", ["re", "re"], ["re2"]), n("Mul", ["im", "im"], ["im2"]), n("Add", ["re2", "im2"], ["pow"]),
        n("Conv", ["pow", "mel"], ["m"]), n("Add", ["m", "eps"], ["me"]), n("Log", ["me"], ["ml"]), n("Add", ["ml", "two"], ["m2"]), n("Mul", ["m2", "quarter"], ["m3"]),
        n("Flatten", ["m3"], ["f"]), n("Gemm", ["f", "wd", "bd"], ["d"]), n("Relu", ["d"], ["dr"]), n("Unsqueeze", ["dr", "axis0"], ["seq"]),
        n("Split", ["state", "ones"], ["h0", "c0"], axis=0),
        n("LSTM", ["seq", "W", "R", "B", "", "h0", "c0"], ["", "hn", "cn"], hidden_size=H), n("Concat", ["hn", "cn"], ["stateN"], axis=0),
        n("Squeeze", ["hn", "axis0"], ["h"]), n("Gemm", ["h", "wo", "bo"], ["logit"]),
        # The rate is part of the contract; this network only knows 16 kHz.
        n("Cast", ["sr"], ["srf"], to=TensorProto.FLOAT), n("Mul", ["srf", "nothing"], ["none"]), n("Add", ["logit", "none"], ["logit2"]),
        n("Sigmoid", ["logit2"], ["output"])]
    graph = helper.make_graph(
        nodes, "vad",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 576]), helper.make_tensor_value_info("state", TensorProto.FLOAT, [2, "batch", 128]), helper.make_tensor_value_info("sr", TensorProto.INT64, [])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1]), helper.make_tensor_value_info("stateN", TensorProto.FLOAT, [2, "batch", 128])],
        [numpy_helper.from_array(v, k) for k, v in arrays.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def read_onnx(net, path):
    """The weights of a model written before, to go on from there."""
    w = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    H = HIDDEN
    order = lambda a: np.concatenate([a[:H], a[2 * H:3 * H], a[3 * H:], a[H:2 * H]])  # ONNX i,o,f,c; PyTorch i,f,g,o
    t = lambda a: torch.tensor(np.ascontiguousarray(a))
    net.load_state_dict({
        "dft": t(w["dft"]), "mel": t(w["mel"][:, :, 0]), "dense.weight": t(w["wd"].T), "dense.bias": t(w["bd"]),
        "lstm.weight_ih_l0": t(order(w["W"][0])), "lstm.weight_hh_l0": t(order(w["R"][0])),
        "lstm.bias_ih_l0": t(order(w["B"][0][:4 * H])), "lstm.bias_hh_l0": t(order(w["B"][0][4 * H:])),
        "out.weight": t(w["wo"].T), "out.bias": t(w["bo"])})


def voiced(clean, peak):
    """Chunks in which somebody speaks, from the clean sound: 35 dB below the loud parts, holes up to 100 ms filled."""
    rms = np.sqrt(np.mean(clean[:len(clean) // CHUNK * CHUNK].reshape(-1, CHUNK) ** 2, 1))
    on = rms > peak * 0.018
    last = None
    for i in np.flatnonzero(on):
        if last is not None and 1 < i - last <= 4:
            on[last:i] = True
        last = i
    return on


class Mixer:
    def __init__(self, path, seed, kinds, minutes=14):
        z = np.load(path)
        self.clips = np.split(z["samples"], np.cumsum(z["lengths"])[:-1])
        self.r = np.random.default_rng(seed)
        self.kinds = kinds
        n = 20 * 16000
        self.bank = [sounds.make(self.r.choice(kinds), self.r, n).astype(np.float16) for _ in range(int(minutes * 3))]

    def noise(self, n):
        b = self.bank[self.r.integers(len(self.bank))]
        at = self.r.integers(0, len(b) - n)
        return b[at:at + n].astype(np.float32)

    def clip(self, plain):
        r, x = self.r, self.clips[self.r.integers(len(self.clips))].astype(np.float32) / 32768
        if plain:
            return x
        if r.random() < 0.7:  # another pitch, another throat
            up = r.integers(82, 122)
            x = resample_poly(x, up, 100).astype(np.float32)
        if r.random() < 0.5:  # a cheap microphone
            b, a = butter(1, r.uniform(0.01, 0.06), "high")
            x = lfilter(b, a, x)
        if r.random() < 0.3:
            b, a = butter(2, r.uniform(0.4, 0.95), "low")
            x = lfilter(b, a, x)
        return x.astype(np.float32)

    def example(self, snr=None):
        r, n = self.r, STEPS * CHUNK + CONTEXT
        clean, label, at = np.zeros(n, np.float32), np.zeros(STEPS, bool), int(r.uniform(0, 2.5) * 16000)
        if r.random() < 0.12 and snr is None:
            at = n  # nobody speaks
        while at < n - 4000:
            x = self.clip(snr is not None)
            if r.random() < 0.3:
                x = x[:int(r.uniform(0.3, 1) * len(x))]
            x = x[:n - at] * r.uniform(0.4, 1)
            one = np.zeros(n, np.float32)
            one[at:at + len(x)] = x
            loud = np.sort(np.abs(x))[int(len(x) * 0.9):].mean() * 0.7
            label |= voiced(one[CONTEXT:], loud)
            clean += one
            at += len(x) + int(r.exponential(1.0) * 16000) + 800
        level = np.sqrt(np.mean(clean[np.repeat(label, CHUNK).nonzero()[0] + CONTEXT] ** 2)) if label.any() else 0.1
        if snr is None and r.random() < 0.3:  # a room
            m = int(r.uniform(0.05, 0.25) * 16000)
            ir = r.standard_normal(m) * np.exp(-np.arange(m) / (m / 5)) * r.uniform(0.02, 0.12)
            ir[0] = 1
            clean = fftconvolve(clean, ir)[:n].astype(np.float32)
        y = clean
        for _ in range(1 if snr is not None else r.choice([0, 1, 1, 1, 2])):
            db = snr if snr is not None else r.uniform(-2, 30)
            noise = self.noise(n)
            if snr is None and r.random() < 0.3:
                a = r.integers(0, n, 2)
                noise[:a.min()] *= 0.01
                noise[a.max():] *= 0.01
            y = y + noise * level * 10 ** (-db / 20)
        y = y + r.standard_normal(n).astype(np.float32) * 10 ** r.uniform(-5, -3)
        gain = 10 ** (r.uniform(-30, 0) / 20) if snr is None else 0.25
        y = np.clip(y / (np.abs(y).max() + 1e-6) * gain, -1, 1).astype(np.float32)
        return np.lib.stride_tricks.sliding_window_view(y, 576)[::CHUNK][:STEPS], label


def judge(predict, examples, threshold=0.5):
    p = [predict(x) > threshold for x, _ in examples]
    tp = sum((a & l).sum() for a, (_, l) in zip(p, examples))
    return 2 * tp / (sum(a.sum() for a in p) + sum(l.sum() for _, l in examples))


def session_of(path):
    o = onnxruntime.SessionOptions()
    o.intra_op_num_threads = 1
    s = onnxruntime.InferenceSession(path, o)

    def predict(x):
        state, out = np.zeros((2, 1, 128), np.float32), []
        for c in x:
            p, state = s.run(None, {"input": c[None], "state": state, "sr": np.array(16000, np.int64)})
            out.append(p[0, 0])
        return np.array(out)
    return predict


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--speech", default="speech.npz")
    a.add_argument("--held-out", default="speech-held.npz")
    a.add_argument("--minutes", type=float, default=15)
    a.add_argument("--seed", type=int, default=4)
    a.add_argument("--out", default="vad.onnx")
    a.add_argument("--start", default="", help="a model to go on from")
    a.add_argument("--compare", default="", help="another model with the same contract")
    a = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    net, mixer = Net(), Mixer(a.speech, a.seed, sounds.TRAINED)
    if a.start:
        read_onnx(net, a.start)
    known, held = Mixer(a.held_out, 1, sounds.TRAINED, 2), Mixer(a.held_out, 2, sounds.HELD_OUT, 2)
    sets = {"known noises 10 dB": [known.example(10) for _ in range(24)], "held-out noises 10 dB": [held.example(10) for _ in range(24)], "0 dB": [held.example(0) for _ in range(24)]}
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.01)
    start, step, total = time.monotonic(), 0, a.minutes * 60
    while (gone := time.monotonic() - start) < total:
        for g in opt.param_groups:
            g["lr"] = (1e-3 if a.start else 2e-3) * min(1, (step + 1) / 50) * (0.5 + 0.5 * np.cos(np.pi * gone / total))
        batch = [mixer.example() for _ in range(24)]
        x, y = torch.tensor(np.stack([b[0] for b in batch])), torch.tensor(np.stack([b[1] for b in batch]), dtype=torch.float32)
        # The first chunks of each stretch count for more: a late onset is what people notice.
        onset = ((y - torch.nn.functional.pad(y, (3, 0))[:, :-3]) > 0).float()
        loss = (torch.nn.functional.binary_cross_entropy_with_logits(net(x), y, reduction="none") * (1 + 1.5 * onset)).mean()
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        if step % 100 == 0:
            net.eval()
            with torch.no_grad():
                f1 = {k: round(float(judge(lambda e: torch.sigmoid(net(torch.tensor(e)[None]))[0].numpy(), v)), 4) for k, v in sets.items()}
            net.train()
            print(f"{gone:.0f}s step {step} loss {loss.item():.4f} F1 {f1}", flush=True)
            write_onnx(net, a.out)
    write_onnx(net, a.out)
    for name in filter(None, [a.out, a.compare]):
        print(name, {k: round(float(judge(session_of(name), v)), 4) for k, v in sets.items()})


if __name__ == "__main__":
    main()
