"""Trains the text completeness model and writes it as ONNX, with its held-out lines.

    python3 completeness_train.py --chat chat.tsv --without dialogues.tsv --out completeness.onnx --held-out completeness-heldout.tsv sentences-en.txt

A line teaches at each of its words: behind real people's words as often as people stopped there and as often as they went on, so
that the model gives probabilities and no verdicts; behind generated ones only where the sentence cannot stop.

Input `ids` int64 [batch, 32, 3]: a window of words, right-aligned; for each word the buckets of the word itself, of its
first three and of its last three letters (see `ids_of`, whose twin is WordBuckets.java). Output `probabilities` [batch, 3]:
finished, unfinished, wait.
"""
import argparse
import random
import re
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

    def forward(self, ids, at=None):
        """What the last words say; with rows and columns in `at`, what the words at these places say as the last ones."""
        e = self.embed(ids).sum(2)
        h, _ = self.gru(torch.nn.functional.dropout(e, 0.25, self.training))
        last = torch.cat([h[:, -1], e[:, -1]], 1) if at is None else torch.cat([h[at], e[at]], 1)
        return self.out(torch.nn.functional.dropout(torch.relu(self.join(last)), 0.3, self.training))


def write_onnx(net, path):
    p = {k: v.detach().numpy().astype(np.float32).copy() for k, v in net.state_dict().items()}
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
        for _ in range(5600):
            e = source.draw(noise)
            if e.words and e.words not in seen:
                seen.add(e.words)
                rows.append((["finished", "unfinished", "wait"][e.label], e.family, "noisy" if noise else "clean", e.before, e.words))
    return rows


def main():
    a = argparse.ArgumentParser()
    a.add_argument("sentences", nargs="+")
    a.add_argument("--chat", default="", help="lines of real conversation, from chat.py")
    a.add_argument("--without", action="append", default=[], help="dialogues whose turns must not train")
    a.add_argument("--border", type=float, default=0.4, help="log odds that finished is favoured by: a wait too long is seldom forgiven")
    a.add_argument("--steps", type=int, default=4000)
    a.add_argument("--minutes", type=float, default=24, help="after which it ends with fewer steps")
    a.add_argument("--seed", type=int, default=6)
    a.add_argument("--start", default="", help="a model to go on from")
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--out", default="completeness.onnx")
    a.add_argument("--held-out", default="completeness-heldout.tsv")
    a = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    lines = held_out_lines(a.sentences, a.seed + 100, a.chat)
    with open(a.held_out, "w", encoding="utf-8") as f:
        f.writelines("\t".join(l) + "\n" for l in lines)
    without = {l[4] for l in lines} | {said for path in a.without for said in said_in(path)}
    corpus, net = Corpus(a.sentences, a.seed, False, a.chat, without), Net()
    if a.start:
        read_onnx(net, a.start)
    test = torch.tensor([ids_of(l[3], l[4]) for l in lines])
    gold = torch.tensor([["finished", "unfinished", "wait"].index(l[0]) for l in lines])
    opt = torch.optim.AdamW(net.parameters(), a.rate, weight_decay=0.05)
    start, step, told = time.monotonic(), 0, 0
    done = lambda: min(1, max(step / a.steps, (time.monotonic() - start) / (a.minutes * 60)))
    while done() < 1:
        if step - told >= 400:
            told = step
            report(net, lines, test, gold, f"{time.monotonic() - start:.0f}s step {step} loss {loss.item():.3f}")
            write_onnx(net, a.out)
        for ids, at, label, weight in batches(corpus):
            for g in opt.param_groups:
                g["lr"] = a.rate * min(1, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * done()))
            loss = (torch.nn.functional.cross_entropy(net(ids, at), label, reduction="none") * weight).sum() / len(ids)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            step += 1
    balance(net.eval(), corpus, a.border)
    write_onnx(net.eval(), a.out)
    report(net, lines, test, gold, "last")
    net.eval()
    got = onnxruntime.InferenceSession(a.out).run(None, {"ids": test[:200].numpy()})[0]
    with torch.no_grad():
        print("largest difference to ONNX", np.abs(got - torch.softmax(net(test[:200]), 1).numpy()).max())


def said_in(path):
    """Turns of a set of dialogues: whole, and each part up to a pause."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            parts = re.split(r" <\d+> ", line.rstrip("\n").split("\t")[-1])
            yield from (" ".join(parts[:k]) for k in range(1, len(parts) + 1))
            yield from parts


def batches(corpus, lines=4096, size=256):
    """Lines of like length together, with what is taught at which of their words."""
    drawn = []
    for _ in range(lines):
        e = corpus.draw(random.choice([0, 0, 0.05, 0.1]))
        words = e.words.split()
        seq = [word_ids(w) for w in e.before.split()[-BEFORE:]] + [word_ids("|")] + [word_ids(w) for w in words[-(WINDOW - BEFORE - 1):]]
        taught = [(k - len(words), 1, weight) for k, weight in corpus.inner_labels(e) if len(words) - k <= WINDOW - BEFORE - 1]
        drawn.append((seq, taught + [(-1, e.label, e.weight * (1.8, 1.0, 1.4)[e.label])]))
    drawn.sort(key=lambda d: len(d[0]) + random.random())
    parts = [drawn[k:k + size] for k in range(0, lines, size)]
    random.shuffle(parts)
    for part in parts:
        # The model is asked with up to 30 empty places in front; a few of them in training show it that they mean nothing.
        long = min(WINDOW, max(len(s) for s, _ in part) + random.randint(0, 6))
        ids = torch.tensor([[[0, 0, 0]] * (long - len(s)) + s for s, _ in part])
        ids[:, :, 0] *= torch.rand(ids.shape[:2]) > 0.15
        rows, columns, labels, weights = zip(*[(r, long + k, label, weight) for r, (_, taught) in enumerate(part) for k, label, weight in taught])
        yield ids, (torch.tensor(rows), torch.tensor(columns)), torch.tensor(labels), torch.tensor(weights)


def balance(net, corpus, further):
    """Moves the border between finished and unfinished to where it errs alike on both sides, by lines of the trained part, and further."""
    drawn = [e for e in (corpus.draw(0, corpus.MEASURED) for _ in range(8000)) if e.family != "cut-open" and e.label < 2]
    with torch.no_grad():
        out = torch.cat([net(t) for t in torch.tensor([ids_of(e.before, e.words) for e in drawn]).split(2000)]).numpy()
        odds, finished = out[:, 0] - out[:, 1], np.array([e.label == 0 for e in drawn])
        shift = min(np.linspace(-3, 3, 121), key=lambda s: abs((odds[finished] < s).mean() - (odds[~finished] >= s).mean()))
        net.out.bias[1] += float(shift) - further
    print(f"border moved by {shift - further:.2f}", flush=True)


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
