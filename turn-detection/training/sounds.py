"""Sounds that are not speech, made from nothing: the noises that the bundled voice activity detector learns to ignore."""
import numpy as np
from scipy.signal import butter, lfilter

RATE = 16000


def band(x, low, high):
    b, a = butter(2, [max(20, low) / 8000, min(7900, high) / 8000], "band")
    return lfilter(b, a, x)


def white(r, n):
    return r.standard_normal(n)


def coloured(r, n):
    f = np.fft.rfftfreq(n, 1 / RATE)
    f[0] = f[1]
    return np.fft.irfft(np.fft.rfft(white(r, n)) / f ** r.uniform(0.3, 1.1), n)


def narrow(r, n):
    low = r.uniform(50, 4000)
    return band(white(r, n), low, low * r.uniform(1.3, 4) + 100)


def hum(r, n):
    f, t = r.choice([50, 60, 100, 120]) * r.uniform(0.98, 1.02), np.arange(n) / RATE
    return sum(r.uniform(0.1, 1) / k * np.sin(2 * np.pi * f * k * t + r.uniform(0, 6)) for k in range(1, r.integers(4, 20))) + 0.05 * white(r, n)


def fan(r, n):
    t = np.arange(n) / RATE
    return coloured(r, n) * (1 + r.uniform(0, 0.6) * np.sin(2 * np.pi * r.uniform(0.5, 20) * t))


def hits(r, n, rate, length, low, high, ring=0.0):
    """Short decaying bursts at random times: keys, clicks, knocks, cutlery."""
    y, t = np.zeros(n), 0
    while True:
        t += int(r.exponential(RATE / rate)) + int(0.03 * RATE)
        if t >= n:
            return y
        m = min(n - t, int(length * RATE * r.uniform(0.5, 1.6)) + 8)
        k = np.arange(m)
        burst = white(r, m) * np.exp(-k / (m / 5))
        burst = band(burst, low * r.uniform(0.7, 1.3), high * r.uniform(0.7, 1.2))
        if ring:
            burst = (1 - ring) * burst + ring * np.sin(2 * np.pi * r.uniform(low, high) * k / RATE) * np.exp(-k / (m / 4))
        y[t:t + m] += burst * r.uniform(0.2, 1)


def keyboard(r, n):
    return hits(r, n, r.uniform(3, 11), 0.02, 900, 6500) + 0.6 * hits(r, n, r.uniform(3, 9), 0.04, 120, 900)


def knocks(r, n):
    return hits(r, n, r.uniform(0.5, 4), 0.12, 80, 1200)


def clinks(r, n):
    return hits(r, n, r.uniform(1, 5), 0.25, 2000, 6500, 0.7)


def breath(r, n):
    y, t = np.zeros(n), int(r.uniform(0, 1) * RATE)
    while t < n:
        m = min(n - t, int(r.uniform(0.25, 1.4) * RATE))
        env = np.sin(np.pi * np.arange(m) / m) ** r.uniform(0.6, 2)
        low = r.uniform(200, 1500)
        y[t:t + m] += band(white(r, m), low, low * r.uniform(2, 6) + 500) * env * r.uniform(0.3, 1)
        t += m + int(r.uniform(0.2, 2.5) * RATE)
    return y


def cough(r, n):
    y, t = np.zeros(n), int(r.uniform(0, 1) * RATE)
    while t < n:
        for _ in range(r.integers(1, 4)):
            m = min(n - t, int(r.uniform(0.12, 0.4) * RATE))
            if m < 100:
                break
            env = np.exp(-np.arange(m) / (m / r.uniform(2, 6))) * np.minimum(1, np.arange(m) / 80)
            y[t:t + m] += band(white(r, m), r.uniform(150, 500), r.uniform(1500, 5000)) * env
            t += m + int(r.uniform(0.02, 0.2) * RATE)
        t += int(r.uniform(0.5, 3) * RATE)
    return y


def note(r, f, m, kind):
    t = np.arange(m) / RATE
    if kind == "pluck":
        return sum(np.sin(2 * np.pi * f * k * t * (1 + 2e-4 * k * k)) / k * np.exp(-t * (2 + k)) for k in range(1, 9) if f * k < 7500)
    if kind == "pad":
        v = f * (1 + 0.006 * np.sin(2 * np.pi * r.uniform(4, 6.5) * t))
        ph = 2 * np.pi * np.cumsum(v) / RATE
        return sum(np.sin(k * ph) / k ** 1.3 for k in range(1, 12) if f * k < 7500) * np.minimum(1, t / 0.08) * np.minimum(1, (t[-1] - t) / 0.08)
    if kind == "fm":
        return np.sin(2 * np.pi * f * t + r.uniform(0.5, 4) * np.exp(-3 * t) * np.sin(2 * np.pi * f * r.choice([1, 2, 1.41, 3.5]) * t)) * np.exp(-t * r.uniform(0.5, 4))
    return np.sign(np.sin(2 * np.pi * f * t)) * np.minimum(1, (t[-1] - t) / 0.02) * 0.5


def music(r, n):
    """Chords, a tune, perhaps drums: the sort of thing that plays in a waiting line."""
    y, beat = np.zeros(n + RATE * 3), int(RATE * 60 / r.uniform(60, 170))
    scale, root = r.permutation([0, 2, 4, 5, 7, 9, 11, 12, 14, 16])[:7], r.uniform(80, 330)
    lead, chord, drums = r.choice(["pluck", "pad", "fm", "square"]), r.choice(["pluck", "pad", "fm"]), r.random() < 0.5
    for i, t in enumerate(range(int(r.uniform(0, 0.5) * RATE), n, beat)):
        if i % 4 == 0:
            for s in r.choice(scale, 3):
                m = beat * 4
                w = note(r, root * 2 ** (s / 12), m, chord)[:len(y) - t]
                y[t:t + len(w)] += 0.5 * w
        for part in range(r.integers(0, 3)):
            at, m = t + part * beat // 2, int(beat * r.uniform(0.5, 1.5))
            w = note(r, 2 * root * 2 ** (r.choice(scale) / 12), m, lead)[:max(0, len(y) - at)]
            y[at:at + len(w)] += w * r.uniform(0.4, 1)
        if drums:
            m = int(0.15 * RATE)
            k = np.arange(m)
            d = np.sin(2 * np.pi * 60 * k / RATE) * np.exp(-k / 900) * 2 if i % 2 == 0 else band(white(r, m), 800, 7000) * np.exp(-k / 500)
            y[t:t + m] += d
    return y[:n]


def siren(r, n):
    t = np.arange(n) / RATE
    f = r.uniform(400, 1200) * 2 ** (r.uniform(0.2, 0.8) * np.sin(2 * np.pi * r.uniform(0.2, 4) * t))
    return np.sin(2 * np.pi * np.cumsum(f) / RATE) + 0.3 * np.sin(4 * np.pi * np.cumsum(f) / RATE)


def ringing(r, n):
    t = np.arange(n) / RATE
    a, b = r.uniform(350, 1000), r.uniform(420, 2200)
    on = (t % r.uniform(1, 4)) < r.uniform(0.1, 1.5)
    return (np.sin(2 * np.pi * a * t) + np.sin(2 * np.pi * b * t)) * on * (1 + np.sign(np.sin(2 * np.pi * r.uniform(5, 25) * t))) / 2


def rustle(r, n):
    knots = np.arange(0, n + 1600, 800)
    slow = np.interp(np.arange(n), knots, np.maximum(0, r.standard_normal(len(knots))) ** 2)
    return band(white(r, n), r.uniform(800, 2500), 7500) * slow[:n]


def engine(r, n):
    t = np.arange(n) / RATE
    f = r.uniform(25, 110) * (1 + 0.05 * np.sin(2 * np.pi * r.uniform(0.05, 0.5) * t))
    ph = 2 * np.pi * np.cumsum(f) / RATE
    return sum(r.uniform(0.2, 1) * np.sin(k * ph + r.uniform(0, 6)) / k ** 0.5 for k in range(1, 14)) + 0.5 * coloured(r, n) / 100


def chirps(r, n):
    y, t = np.zeros(n), 0
    while True:
        t += int(r.exponential(0.5) * RATE) + 800
        if t >= n:
            return y
        m = min(n - t, int(r.uniform(0.03, 0.25) * RATE))
        f = np.linspace(r.uniform(1500, 4500), r.uniform(1500, 5500), m)
        y[t:t + m] += np.sin(2 * np.pi * np.cumsum(f) / RATE) * np.hanning(m) * r.uniform(0.2, 1)


def modal(r, n):
    """Things that are struck: plates, glasses, bars, with partials anywhere."""
    y, t = np.zeros(n), int(r.uniform(0, 0.5) * RATE)
    ratios = np.sort(r.uniform(0.4, 5, r.integers(3, 9)))
    while t < n:
        m, f = min(n - t, int(r.uniform(0.3, 2) * RATE)), r.uniform(120, 1800)
        k = np.arange(m) / RATE
        y[t:t + m] += sum(np.sin(2 * np.pi * min(7500, f * q) * k) * np.exp(-k * r.uniform(0.7, 8)) * r.uniform(0.2, 1) for q in ratios) * r.uniform(0.3, 1)
        t += int(r.uniform(0.08, 0.9) * RATE)
    return y


# Held out: measured with, never trained on.
def rain(r, n):
    return hits(r, n, 90, 0.004, 1500, 7000) + 0.05 * coloured(r, n)


def vacuum(r, n):
    t = np.arange(n) / RATE
    f = r.uniform(180, 320)
    return sum(np.sin(2 * np.pi * f * k * t + k) / k for k in range(1, 18)) * 0.5 + band(white(r, n), 400, 6000)


def bells(r, n):
    y, t = np.zeros(n), 0
    while t < n:
        m, f = min(n - t, int(1.5 * RATE)), r.uniform(300, 1500)
        k = np.arange(m) / RATE
        y[t:t + m] += sum(np.sin(2 * np.pi * f * q * k) * np.exp(-k * d) for q, d in ((0.56, 1), (0.92, 1.5), (1.19, 2), (1.71, 3), (2.0, 4), (2.74, 5)))
        t += int(r.uniform(0.15, 0.8) * RATE)
    return y


TRAINED = [modal, modal, white, coloured, coloured, narrow, hum, fan, keyboard, keyboard, knocks, clinks, breath, breath, cough, music, music, music, music, siren, ringing, rustle, engine, chirps]
HELD_OUT = [rain, vacuum, bells]


def make(kind, r, n):
    y = kind(r, n)
    if kind in (keyboard, knocks, clinks, breath, cough, rustle, chirps):
        y = y + 10 ** r.uniform(-4, -1.5) * coloured(r, n) / 30
    return (y / (np.sqrt(np.mean(y ** 2)) + 1e-9)).astype(np.float32)
