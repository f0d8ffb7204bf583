"""Trains the text completeness model and writes it as ONNX, with its held-out lines.

    python3 completeness_train.py --minutes 12 --out completeness.onnx --held-out completeness-heldout.tsv sentences-en.txt

Input `ids` int64 [batch, 32, 3]: a window of words, right-aligned; for each word the buckets of the word itself, of its
first three and of its last three letters (see `ids_of`, whose twin is WordBuckets.java). Output `probabilities` [batch, 3]:
finished, unfinished, wait.
"""
import argparse
import random
import time

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from completeness_data import Corpus

WINDOW, BEFORE, BUCKETS, WIDTH, HIDDEN = 32, 8, 12288, 64, 96
_cache = {}


def fnv1a(text):
    h = 0x811C9DC5
    for b in text.encode():
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return h


def word_ids(word):
    ids = _cache.get(word)
    if ids is None:
        ids = _cache[word] = [1 + fnv1a(t) % (BUCKETS - 1) for t in ("w" + word, "p" + word[:3], "s" + word[-3:])]
    return ids


def ids_of(before, words):
    seq = [word_ids(w) for w in before.split()[-BEFORE:]] + [word_ids("|")] + [word_ids(w) for w in words.split()[-(WINDOW - BEFORE - 1):]]
    return [[0, 0, 0]] * (WINDOW - len(seq)) + seq


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(BUCKETS, WIDTH, padding_idx=0)
        torch.nn.init.normal_(self.embed.weight, std=0.2)
        with torch.no_grad():
            self.embed.weight[0] = 0
        self.gru = torch.nn.GRU(WIDTH, HIDDEN, batch_first=True)
        self.join = torch.nn.Linear(HIDDEN + WIDTH, 64)
        self.out = torch.nn.Linear(64, 3)

    def forward(self, ids):
        e = self.embed(ids).sum(2)
        h, _ = self.gru(torch.nn.functional.dropout(e, 0.25, self.training))
        last = torch.cat([h[:, -1], e[:, -1]], 1)
        return self.out(torch.nn.functional.dropout(torch.relu(self.join(last)), 0.3, self.training))


def write_onnx(net, path):
    p = {k: v.detach().numpy().astype(np.float32) for k, v in net.state_dict().items()}
    H = HIDDEN
    order = lambda a: np.concatenate([a[H:2 * H], a[:H], a[2 * H:]])  # PyTorch r,z,n; ONNX z,r,h
    weights = {
        "embed": p["embed.weight"],
        "W": order(p["gru.weight_ih_l0"])[None], "R": order(p["gru.weight_hh_l0"])[None],
        "B": np.concatenate([order(p["gru.bias_ih_l0"]), order(p["gru.bias_hh_l0"])])[None],
        "w1": p["join.weight"].T.copy(), "b1": p["join.bias"], "w2": p["out.weight"].T.copy(), "b2": p["out.bias"],
    }
    ints = {"two": [2], "one": [1], "zero": [0], "last": [WINDOW - 1], "axes01": [0]}
    n = helper.make_node
    nodes = [
        n("Gather", ["embed", "ids"], ["e4"]), n("ReduceSum", ["e4", "two"], ["e"], keepdims=0),
        n("Transpose", ["e"], ["et"], perm=[1, 0, 2]),
        n("GRU", ["et", "W", "R", "B"], ["", "h"], hidden_size=H, linear_before_reset=1),
        n("Squeeze", ["h", "zero"], ["h2"]), n("Gather", ["e", "lastpos"], ["elast"], axis=1),
        n("Concat", ["h2", "elast"], ["cat"], axis=1),
        n("Gemm", ["cat", "w1", "b1"], ["a1"]), n("Relu", ["a1"], ["r1"]), n("Gemm", ["r1", "w2", "b2"], ["a2"]),
        n("Softmax", ["a2"], ["probabilities"], axis=1)]
    inits = [numpy_helper.from_array(v, k) for k, v in weights.items()]
    inits += [numpy_helper.from_array(np.array(v, np.int64), k) for k, v in ints.items() if k in ("two", "zero")]
    inits.append(numpy_helper.from_array(np.array(WINDOW - 1, np.int64), "lastpos"))
    graph = helper.make_graph(nodes, "completeness", [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", WINDOW, 3])],
                              [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 3])], inits)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def read_onnx(net, path):
    """The weights of a model written before, to go on from there."""
    w = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    H = HIDDEN
    order = lambda a: np.concatenate([a[H:2 * H], a[:H], a[2 * H:]])  # ONNX z,r,h; PyTorch r,z,n
    t = lambda a: torch.tensor(np.ascontiguousarray(a))
    net.load_state_dict({
        "embed.weight": t(w["embed"]), "gru.weight_ih_l0": t(order(w["W"][0])), "gru.weight_hh_l0": t(order(w["R"][0])),
        "gru.bias_ih_l0": t(order(w["B"][0][:3 * H])), "gru.bias_hh_l0": t(order(w["B"][0][3 * H:])),
        "join.weight": t(w["w1"].T), "join.bias": t(w["b1"]), "out.weight": t(w["w2"].T), "out.bias": t(w["b2"])})


def held_out_lines(files, seed, chat):
    corpus, seen, rows = Corpus(files, seed, True, chat), set(), []
    noisy = Corpus(files, seed + 1, True, chat)
    for source, noise in ((corpus, 0.0), (noisy, 0.06)):
        for _ in range(5000):
            e = source.draw(noise)
            if e.words and e.words not in seen:
                seen.add(e.words)
                rows.append((["finished", "unfinished", "wait"][e.label], e.family, "noisy" if noise else "clean", e.before, e.words))
    return rows


def main():
    a = argparse.ArgumentParser()
    a.add_argument("sentences", nargs="+")
    a.add_argument("--chat", default="", help="lines of real conversation, from chat.py")
    a.add_argument("--minutes", type=float, default=12)
    a.add_argument("--seed", type=int, default=6)
    a.add_argument("--start", default="", help="a model to go on from")
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--out", default="completeness.onnx")
    a.add_argument("--held-out", default="completeness-heldout.tsv")
    a = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    corpus, net = Corpus(a.sentences, a.seed, False, a.chat), Net()
    if a.start:
        read_onnx(net, a.start)
    lines = held_out_lines(a.sentences, a.seed + 100, a.chat)
    with open(a.held_out, "w", encoding="utf-8") as f:
        f.writelines("\t".join(l) + "\n" for l in lines)
    test = torch.tensor([ids_of(l[3], l[4]) for l in lines])
    gold = torch.tensor([["finished", "unfinished", "wait"].index(l[0]) for l in lines])
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.05)
    start, step, total = time.monotonic(), 0, a.minutes * 60
    while (gone := time.monotonic() - start) < total:
        for g in opt.param_groups:
            g["lr"] = a.rate * min(1, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * gone / total))
        batch = [corpus.draw(random.choice([0, 0.05, 0.1])) for _ in range(384)]
        ids = torch.tensor([ids_of(e.before, e.words) for e in batch])
        ids[:, :, 0] *= torch.rand(ids.shape[:2]) > 0.15
        label, weight = torch.tensor([e.label for e in batch]), torch.tensor([e.weight * (1.5, 1.0, 1.4)[e.label] for e in batch])
        loss = (torch.nn.functional.cross_entropy(net(ids), label, reduction="none", label_smoothing=0.02) * weight).mean()
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        if step % 500 == 0:
            report(net, lines, test, gold, f"{gone:.0f}s step {step} loss {loss.item():.3f}")
    write_onnx(net.eval(), a.out)
    report(net, lines, test, gold, "last")
    net.eval()
    got = onnxruntime.InferenceSession(a.out).run(None, {"ids": test[:200].numpy()})[0]
    with torch.no_grad():
        print("largest difference to ONNX", np.abs(got - torch.softmax(net(test[:200]), 1).numpy()).max())


def report(net, lines, test, gold, head):
    net.eval()
    with torch.no_grad():
        best = torch.cat([net(t).argmax(1) for t in test.split(2000)])
    right, families = best == gold, {}
    for ok, l in zip(right.tolist(), lines):
        families.setdefault((l[2], l[0], l[1]), []).append(ok)
    clear = lambda noise, label: [ok for (n, l, f), v in families.items() if n == noise and l == label and f != "cut-open" for ok in v]
    print(head, " ".join(f"{n}-{l} {np.mean(clear(n, l)):.3f}" for n in ("clean", "noisy") for l in ("finished", "unfinished", "wait")), flush=True)
    if head == "last":
        for k, v in sorted(families.items()):
            print("   ", *k, f"{np.mean(v):.3f} of {len(v)}")
    net.train()


if __name__ == "__main__":
    main()
