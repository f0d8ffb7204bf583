"""python3 -m unittest: what training must never get wrong, without synthesizers and in seconds."""

import gzip
import random
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import phrases
import sentences
from alignment import align
from augment import Augmenter
from average import averaged
from batches import LATEST, OFTEN_MISHEARD, collate, drawn_from, example
from corpus import Corpus, Utterance, Writer
from evaluate import closest_errors, greedy, recognizer_of
from export import shrink, to_onnx
from exported import network_from
from features import CHUNK, heard_until, log_mel
from flite_accents import CONSONANTS, TAPS, VOWELS, draw_accent
from network import PhonemeNetwork
from phonemes import INDEX, TOKENS, from_radio, words_of

DICTIONARY = {
    "the": [(INDEX["DH"], INDEX["AH"]), (INDEX["DH"], INDEX["IY"])],
    "art": [(INDEX["AA"], INDEX["R"], INDEX["T"])],
}


def said(*phones):
    return [(INDEX[phone], 0.1 * i, 0.1 * (i + 1)) for i, phone in enumerate(phones)]


class AlignmentTest(unittest.TestCase):
    def test_takes_the_pronunciation_that_was_spoken(self):
        spans, cost = align(["the", "art"], DICTIONARY, said("DH", "IY", "AA", "R", "T"))
        self.assertEqual([TOKENS[token] for token, _, _ in spans], ["DH", "IY", "AA", "R", "T"])
        self.assertEqual(cost, 0)
        self.assertAlmostEqual(spans[4][1], 0.4)

    def test_gives_a_silent_r_the_time_of_its_neighbours(self):
        spans, cost = align(["art"], DICTIONARY, said("AA", "T"))
        self.assertEqual([TOKENS[token] for token, _, _ in spans], ["AA", "R", "T"])
        self.assertEqual((spans[1][1], spans[1][2]), (0.0, 0.2))
        self.assertLess(cost, 0.2)

    def test_calls_other_words_dear(self):
        _, cost = align(["art"], DICTIONARY, said("S", "IY", "M", "Z", "B", "AE", "D"))
        self.assertGreater(cost, 1)


class AccentTest(unittest.TestCase):
    def test_says_only_what_the_voices_can_say(self):
        for phone, said_for_it in [*VOWELS.items(), *CONSONANTS.items(), ("r", TAPS)]:
            for symbol in [phone, *said_for_it.split()]:
                self.assertTrue(from_radio(symbol), symbol)
            self.assertNotIn(phone, said_for_it.split())

    def test_is_the_same_speaker_with_the_same_seed(self):
        self.assertEqual(draw_accent(random.Random(7)), draw_accent(random.Random(7)))
        self.assertNotEqual(draw_accent(random.Random(7)), draw_accent(random.Random(8)))


def small_network(blocks=2, width=32):
    return PhonemeNetwork(width=width, hidden=3 * width, blocks=blocks, kernel=5, front=16).eval()


def exported(network):
    file = Path(tempfile.mkdtemp()) / "small.onnx"
    to_onnx(network, file)
    return file


class AverageTest(unittest.TestCase):
    def test_goes_by_the_share_from_the_first_to_the_second(self):
        torch.manual_seed(3)
        first, second = small_network(), small_network()
        mixed = averaged(exported(first), exported(second), 0.6)
        for name in ("merge1.map.weight", "blocks.1.taps", "out.bias"):
            expected = 0.4 * first.state_dict()[name] + 0.6 * second.state_dict()[name]
            torch.testing.assert_close(mixed.state_dict()[name], expected)

    def test_takes_a_second_that_has_grown(self):
        torch.manual_seed(4)
        first = exported(small_network())
        features = torch.randn(2 * CHUNK, 64)
        mixed = averaged(first, exported(network_from(first, 4).eval()), 0.5)
        self.assertEqual(len(mixed.blocks), 4)
        np.testing.assert_allclose(recognizer_of(mixed)(features), recognizer_of(network_from(first).eval())(features), atol=1e-4)

    def test_refuses_networks_of_different_shapes(self):
        with self.assertRaises(ValueError):
            averaged(exported(small_network()), exported(small_network(width=48)), 0.5)
        with self.assertRaises(ValueError):
            averaged(exported(small_network(3)), exported(small_network()), 0.5)


class ExportedTest(unittest.TestCase):
    def test_goes_on_from_what_ships_also_deeper(self):
        torch.manual_seed(5)
        network = small_network()
        file = exported(network)
        features = torch.randn(2 * CHUNK, 64)
        for blocks in (None, 5):
            again = network_from(file, blocks).eval()
            self.assertEqual(again.shape, network.shape | {"blocks": blocks or 2})
            np.testing.assert_allclose(recognizer_of(again)(features), recognizer_of(network)(features), atol=1e-4)
        with self.assertRaises(ValueError):
            network_from(file, 1)

    def test_reads_what_was_shrunk_and_changes_it_no_more(self):
        torch.manual_seed(7)
        file = exported(PhonemeNetwork(width=256, hidden=512, blocks=1, kernel=5, front=128).eval())
        full = network_from(file).state_dict()
        shrink(file)
        once = network_from(file).state_dict()
        to_onnx(network_from(file).eval(), file)
        shrink(file)
        for name, value in network_from(file).state_dict().items():
            if not name.startswith("frame_out"):
                torch.testing.assert_close(value, once[name])
                self.assertLess(float((value - full[name]).abs().max()), 0.01 * float(full[name].abs().max()) + 1e-6)


class FeaturesTest(unittest.TestCase):
    def test_peaks_where_the_tone_is(self):
        tone = 0.5 * np.sin(2 * np.pi * 1000 / 16000 * np.arange(16000))
        features = log_mel(tone)
        self.assertEqual(features.shape, (98, 64))
        edges = np.linspace(*(1127 * np.log(1 + np.array([20, 7600]) / 700)), 66)
        nearest = int(np.abs(edges[1:-1] - 1127 * np.log(1 + 1000 / 700)).argmin())
        self.assertLessEqual(abs(int(features[50].argmax()) - nearest), 1)

    def test_is_at_the_floor_in_silence(self):
        self.assertAlmostEqual(float(log_mel(np.zeros(800)).max()), float(np.log(1e-6)), places=4)


class NetworkTest(unittest.TestCase):
    def test_hears_a_stream_as_it_hears_the_whole(self):
        torch.manual_seed(3)
        network = PhonemeNetwork(width=32, hidden=64, blocks=3).eval()
        features = torch.randn(2, 6 * CHUNK, 64) * 4 - 6
        with torch.no_grad():
            whole, _ = network(features, network.zero_state(2, features))
            state, parts = network.zero_state(2, features), []
            for chunk in features.split(CHUNK, 1):
                part, state = network(chunk, state)
                parts.append(part)
        self.assertEqual(whole.shape, (2, 12, 40))
        self.assertLess(float((whole - torch.cat(parts, 1)).abs().max()), 1e-4)


class BatchTest(unittest.TestCase):
    def test_allows_a_phoneme_only_near_its_time(self):
        spans = [(INDEX["AA"], 0.5, 0.6), (INDEX["T"], 0.6, 0.7)]
        _, allowed, labels, targets = example(np.zeros(20000, np.float32), spans, 0.13, np.random.default_rng(1))
        heard = heard_until(np.arange(len(allowed)))
        at = heard[np.flatnonzero(allowed[:, INDEX["AA"]])]
        self.assertGreater(at.min(), 0.5)
        self.assertLessEqual(at.max(), 0.6 + LATEST + 1e-6)
        self.assertTrue(allowed[:, 0].all())
        self.assertEqual(targets, [INDEX["AA"], INDEX["T"]])
        self.assertEqual(collate([example(np.zeros(20000, np.float32), spans, 0.13, np.random.default_rng(1))]).features.shape[2], 64)
        self.assertIn(INDEX["T"], labels)

    def test_augments_without_losing_the_times(self):
        samples = np.zeros(16000, np.int16)
        samples[8000:9000] = 8000
        for seed in range(20):
            changed, spans = Augmenter(seed)(samples, [(1, 0.5, 0.5625)], 1.0)
            middle = int(16000 * (spans[0][1] + spans[0][2]) / 2)
            self.assertTrue(np.isfinite(changed).all())
            self.assertLess(middle, len(changed))


class TextTest(unittest.TestCase):
    def test_holds_out_a_tenth_whatever_the_punctuation(self):
        rng = random.Random(1)
        lines = [" ".join(rng.choice(["the", "art"]) for _ in range(12)) for _ in range(1000)]
        held = sum(map(sentences.is_held_out, lines))
        self.assertTrue(50 < held < 150, held)
        self.assertEqual(sentences.is_held_out("The art!"), sentences.is_held_out("the, art"))
        self.assertEqual(words_of("It\u2019s \u2018fine\u2019, isn't it?"), ["it's", "fine", "isn't", "it"])

    def test_counts_what_follows_what(self):
        path = Path(tempfile.mkdtemp()) / "phrases.gz"
        phrases.write(phrases.count(["The art!", "the art of"]), path)
        self.assertEqual(
            gzip.decompress(path.read_bytes()).decode().splitlines(),
            ["<s>\tthe 2", "<s> the\tart 2", "art of\t</s>", "the art\t</s>\tof"],
        )

    def test_counts_errors_against_the_nearest_pronunciation(self):
        heard = [INDEX[p] for p in ("DH", "IY", "AA", "T")]
        self.assertEqual(closest_errors("the art", heard, DICTIONARY), (1, 5))
        scores = np.full((4, 40), -9.0)
        scores[[0, 1, 2, 3], [5, 5, 0, 5]] = 0
        self.assertEqual(greedy(scores), [5, 5])


class CorpusTest(unittest.TestCase):
    def test_gives_back_what_was_written_also_when_it_grows(self):
        folder = Path(tempfile.mkdtemp())
        writer = Writer(folder, "some")
        writer.add("engine", "voice", "the art", np.arange(100), [(1, 0.001, 0.004)])
        corpus = Corpus(folder)
        writer.add("engine", "voice", "art", np.arange(7), [])
        corpus.refresh()
        self.assertEqual([len(corpus.samples(entry)) for entry in corpus.entries], [100, 7])
        self.assertEqual(corpus.entries[0][1].spans, [[1, 1, 4]])

    def test_draws_what_is_often_misheard_more_often(self):
        entries = [(Path(), Utterance(i, 1, "flite", voice, "", [])) for i in range(2000) for voice in ("slt", "kal16")]
        drawn = drawn_from(entries, 400, random.Random(1))
        voices = [utterance.voice for _, utterance in drawn]
        self.assertEqual(len({(u.offset, u.voice) for _, u in drawn}), 400)
        self.assertAlmostEqual(voices.count("slt") / voices.count("kal16"), OFTEN_MISHEARD["slt"], delta=0.9)
        self.assertEqual(len(drawn_from(entries, 9000, random.Random(1))), 4000)


if __name__ == "__main__":
    unittest.main()
