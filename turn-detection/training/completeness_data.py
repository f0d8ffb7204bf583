"""Examples for the text completeness model: (what was said before, words, label, family).

Labels: 0 finished, 1 unfinished, 2 wait. Everything is lower case without punctuation, as a recognizer writes it.
"""
import random
import re
from dataclasses import dataclass, field

from everyday import Everyday
from meeting_grammar import (ASK, CORE, DIGITS, DOMAINS, FINISHED, HESITATIONS, LETTERS, NEVER_LAST, OPENINGS, SLOTS, TRAILING,
                             WAIT, expand, held_out)

FIN, UNF, WAI = 0, 1, 2


@dataclass
class Example:
    before: str
    words: str
    label: int
    family: str
    weight: float = 1.0
    # Places of words that cannot be the last ones, beside those that never are.
    open_at: set = field(default_factory=set)
    # A real line as it was written: how often its words end a line and how often they go on is what people do.
    natural: bool = False


def plain(line: str) -> str:
    line = line.lower().replace("’", "'").replace("-", " ")
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9' ]", " ", line)).strip()


class Corpus:
    def __init__(self, sentence_files, seed, measured, chat_file="", without=()):
        self.rng = random.Random(seed)
        self.measured = measured
        self.without = frozenset(without)
        keep = lambda unit: held_out(unit) == measured
        # The bare commands are vocabulary: they always train and never measure.
        keep_pattern = lambda unit: not measured if unit in CORE else keep(unit)
        self.chat = []
        if chat_file:
            with open(chat_file, encoding="utf-8") as f:
                self.chat = [tuple(l.rstrip("\n").split("\t")) for l in f if keep(l.rstrip("\n").split("\t")[1])]
        self.sentences = []
        for path in sentence_files:
            with open(path, encoding="utf-8") as f:
                self.sentences += [p for p in (plain(l) for l in f) if p and len(p.split()) > 2 and not any(c.isdigit() for c in p) and keep(p)]
        self.finished = [p for p in FINISHED if keep_pattern(p)]
        # Requests to wait are nearly a closed set: every pattern trains, and lines of it are held out (see wait_request).
        self.wait = WAIT
        self.openings = [p for p in OPENINGS if keep_pattern(p)]
        everything = [p for p in (plain(l) for l in self.sentences)] + [expand(p, self.rng) for p in FINISHED for _ in range(8)]
        self.vocabulary = sorted({w for s in everything for w in s.split()})
        self.everyday = Everyday(self.sentences + [line for _, line in self.chat], self.rng, measured)
        self.by_start = {}
        for w in self.vocabulary:
            self.by_start.setdefault(w[:2], []).append(w)

    # --- parts -------------------------------------------------------------------------------------------------
    def open_question(self):
        r = self.rng.random()
        if r < 0.5:
            return ""
        if r < 0.8:
            return self.rng.choice(ASK["open"])
        return self.plain_finished()

    def plain_finished(self):
        r = self.rng.random()
        if r < 0.25:
            return self.rng.choice(self.sentences)
        if r < 0.6 and self.chat:
            return self.rng.choice(self.chat)[1]
        return self.expanded()

    def expanded(self):
        return expand(self.rng.choice(self.finished), self.rng)

    def hesitation(self):
        return self.rng.choice(HESITATIONS[:4] if self.rng.random() < 0.6 else HESITATIONS)

    def disfluent(self, words):
        """Inner hesitations and self-repairs, which say nothing about the end."""
        w = words.split()
        r = self.rng.random()
        if len(w) > 3 and r < 0.12:
            w.insert(self.rng.randrange(1, len(w) - 1), self.hesitation())
        elif len(w) > 4 and r < 0.2:
            k = self.rng.randrange(1, min(5, len(w) - 1))
            w = w[:k] + ([] if self.rng.random() < 0.5 else [self.rng.choice(["no", "sorry", "i mean", "uh"])]) + w
        elif r < 0.27:
            w = [self.rng.choice(["um", "uh", "so", "well", "okay", "yeah", "and", "right"])] + w
        return " ".join(w)

    def misheard(self, words, rate):
        out = []
        for w in words.split():
            r = self.rng.random()
            if r < rate * 0.65:
                near = [v for v in self.by_start.get(w[:2], []) if abs(len(v) - len(w)) <= 1]
                out.append(self.rng.choice(near) if near else w)
            elif r < rate * 0.85 and len(words.split()) > 2:
                continue
            elif r < rate:
                out += [w, self.rng.choice(["a", "the", "uh", "in", "it"])] if self.rng.random() < 0.5 else [self.rng.choice(self.vocabulary), w]
            else:
                out.append(w)
        return " ".join(out) or words

    # --- families ----------------------------------------------------------------------------------------------
    def complete(self):
        text = self.plain_finished()
        if self.rng.random() < 0.2:
            text += " " + self.expanded()
        return Example(self.open_question(), self.disfluent(text), FIN, "complete")

    def talk(self):
        before, words = self.rng.choice(self.chat) if self.chat else ("", self.plain_finished())
        said = self.disfluent(words)
        return Example(before, said, FIN, "chat", natural=said == words)

    def talk_cut(self):
        """Half of a real line, in its dialogue."""
        before, words = self.rng.choice(self.chat) if self.chat else ("", self.plain_finished())
        w = words.split()
        if len(w) < 4:
            return self.cut_clear()
        clear = [k for k in range(1, len(w)) if w[k - 1] in NEVER_LAST]
        if clear and self.rng.random() < 0.75:
            return Example(before, " ".join(w[:self.rng.choice(clear)]), UNF, "chat-cut")
        k = self.rng.randrange(1, len(w))
        return Example(before, " ".join(w[:k]), UNF, "chat-cut" if w[k - 1] in NEVER_LAST else "cut-open", 1.0 if w[k - 1] in NEVER_LAST else 0.25)

    def sentence(self):
        text = self.rng.choice(self.sentences)
        if self.rng.random() < 0.3:
            text = self.rng.choice(self.sentences) + " " + text
        said = self.disfluent(text)
        return Example(self.open_question(), said, FIN, "sentence", natural=said == text)

    def wait_request(self):
        while True:
            text = expand(self.rng.choice(self.wait), self.rng)
            if text in CORE and not self.measured or text not in CORE and held_out("wait:" + text) == self.measured:
                return text

    def wait_line(self):
        text = self.wait_request()
        r = self.rng.random()
        if r < 0.08:
            text = self.rng.choice(["um", "uh", "okay", "oh", "sorry", "no", "yeah", "well"]) + " " + text
        elif r < 0.16:
            text = self.plain_finished() + " " + text
        elif r < 0.2:
            text += " " + self.wait_request()
        return Example(self.open_question(), text, WAI, "wait")

    def wait_more(self):
        text = self.everyday.wait_words()
        if self.rng.random() < 0.2:
            text = self.plain_finished() + " " + text
        return Example(self.open_question(), text, WAI, "everyday")

    # What may stand before any sentence and changes nothing about its end: no sentence itself, and perhaps one.
    LEADS = ("um", "uh", "so", "well", "and", "but", "actually", "basically", "so basically", "i think that", "i mean", "the thing is", "so i think", "what i want to say is that")
    SAID_LEADS = ("okay", "yeah", "yes", "no", "sorry", "you know", "{agent}", "hey {agent}", "hi {name}", "thanks", "right")

    def everyday_line(self):
        r = self.rng.random()
        draw = self.everyday.wish if r < 0.45 else self.everyday.indirect if r < 0.75 else self.everyday.no_wait_line
        words, open_at = draw()
        if self.rng.random() < 0.3:
            opens = self.rng.random() < 0.6
            lead = expand(self.rng.choice(self.LEADS if opens else self.SAID_LEADS), self.rng).split()
            words, open_at = lead + words, {k + len(lead) for k in open_at} | ({len(lead) - 1} if opens else set())
        if self.rng.random() < 0.08:
            # A false start: nothing said twice ends the second time.
            k = self.rng.randrange(1, min(4, len(words)))
            again = words[:k] + self.rng.choice(["", "", "no", "sorry", "i mean", "uh"]).split()
            words, open_at = again + words, {j + len(again) for j in open_at} | set(range(len(again)))
        return words, open_at

    def everyday_whole(self):
        words, open_at = self.everyday_line()
        return Example(self.open_question(), " ".join(words), FIN, "everyday", open_at=open_at)

    def everyday_cut(self):
        while True:
            words, open_at = self.everyday_line()
            cuts = [k for k in range(1, len(words)) if k - 1 in open_at]
            if cuts:
                k = self.rng.choice(cuts)
                return Example(self.open_question(), " ".join(words[:k]), UNF, "everyday", open_at=open_at)

    def cut_clear(self):
        """A sentence that stops behind a word that cannot be the last one."""
        while True:
            w = self.plain_finished().split()
            cuts = [k for k in range(1, len(w)) if w[k - 1] in NEVER_LAST]
            if cuts:
                lead = self.plain_finished() + " " if self.rng.random() < 0.15 else ""
                return Example(self.open_question(), self.disfluent(lead + " ".join(w[:self.rng.choice(cuts)])), UNF, "cut")

    def cut_anywhere(self):
        """A sentence that stops anywhere: often it could have been the end, so it counts for less."""
        while True:
            w = self.plain_finished().split()
            if len(w) > 3:
                k = self.rng.randrange(1, len(w))
                clear = w[k - 1] in NEVER_LAST
                return Example(self.open_question(), self.disfluent(" ".join(w[:k])), UNF, "cut" if clear else "cut-open", 1.0 if clear else 0.25)

    def hesitating(self):
        w = self.plain_finished().split()
        k = self.rng.randrange(1, len(w) + 1)
        return Example(self.open_question(), " ".join(w[:k]) + " " + self.rng.choice(["um", "uh", "er", "uhm", "hmm", "so", "like", "so um", "and um", "you know", "i mean"]), UNF, "hesitation")

    def trailing(self):
        return Example(self.open_question(), self.disfluent(self.plain_finished()) + " " + self.rng.choice(TRAILING), UNF, "trailing")

    def opening(self):
        text = expand(self.rng.choice(self.openings), self.rng)
        if self.rng.random() < 0.3:
            text = self.plain_finished() + " " + text
        elif self.rng.random() < 0.2:
            text = self.rng.choice(["um ", "yeah ", "okay ", "well ", "uh "]) + text
        return Example(self.open_question(), text, UNF, "opening")

    def items(self):
        slot = self.rng.choice(["things", "name", "food", "thing", "day", "place", "team"])
        all_items = SLOTS[slot].split("|")
        n = self.rng.randint(3, 5)
        items = self.rng.sample(all_items, min(n, len(all_items)))
        the = "the " if slot == "thing" else ""
        lead = self.rng.choice(["we need", "there is", "i talked about", "it is for", "i have", "first", "the list is", "we looked at", "i'd like", "it includes", "please add", "we should invite", ""])
        k = self.rng.randint(2, len(items))
        said = [the + i for i in items]
        if self.rng.random() < 0.5:
            return Example(self.open_question(), " ".join([lead] + said[:-1] + ["and", said[-1]]).strip(), FIN, "list")
        if k >= 3 and self.rng.random() < 0.4:
            return Example(self.open_question(), " ".join([lead] + said[:k - 1] + ["and"]).strip(), UNF, "list")
        return Example(self.open_question(), " ".join([lead] + said[:max(2, k - 1)]).strip(), UNF, "list", 0.7)

    def digits(self, n):
        out = []
        while len(out) < n:
            d = self.rng.choice(DIGITS)
            out += [d, d] if self.rng.random() < 0.12 and len(out) < n - 1 else [d]
        if self.rng.random() < 0.15 and n > 3:
            k = self.rng.randrange(0, n - 1)
            if out[k] == out[k + 1]:
                out[k:k + 2] = ["double", out[k]]
        return out

    def number(self):
        kind = self.rng.choice(["phone", "phone", "card", "code"])
        total = {"phone": self.rng.choice([7, 10, 10, 11]), "card": 16, "code": self.rng.choice([6, 8])}[kind]
        lead = {
            "phone": ["my number is", "it's", "my phone number is", "you can reach me at", "call me on", "the number is", "yes it's", "sure it's", "yeah the number is", ""],
            "card": ["it's", "the card number is", "the number is", "sure it's", "yes it's", ""],
            "code": ["the code is", "it's", "my order number is", "the reference is", "my customer number is", "it says", ""]}[kind]
        lead = self.rng.choice(lead)
        cue = lead not in ("", "it's", "yes it's", "sure it's", "it says")
        before = self.rng.choice(ASK[kind]) if self.rng.random() < 0.75 or not cue else ""
        d = self.digits(total)
        if self.rng.random() < 0.4:
            tail = self.rng.choice(["", "", "", " thanks", " that's it", " okay"])
            if kind == "phone" and total == 7 or kind == "code":
                return Example(before, (lead + " " + " ".join(d) + tail).strip(), FIN, "number", 0.6)
            return Example(before, (lead + " " + " ".join(d) + tail).strip(), FIN, "number")
        shortest = {"phone": 7, "card": 16, "code": 6}[kind]
        k = self.rng.randrange(0 if lead else 1, shortest - 1)
        tail = self.rng.choice(["", "", "", "", " um", " uh", " and", " then"])
        return Example(before, (lead + " " + " ".join(d[:k]) + tail).strip(), UNF, "number")

    def email(self):
        who = expand(self.rng.choice(["{name} dot {surname}", "{name}", "{name} {surname}", "{surname} {number}", "{name} underscore {surname}", "{name} minus {surname}"]), self.rng)
        if self.rng.random() < 0.25:
            who = " ".join(self.rng.choice(LETTERS) for _ in range(self.rng.randint(3, 6)))
        domain = self.rng.choice(DOMAINS)
        lead = self.rng.choice(["my email is", "it's", "you can write to", "send it to", "the address is", "sure it's", ""])
        before = self.rng.choice(ASK["email"]) if self.rng.random() < 0.7 or lead in ("", "it's", "sure it's") else ""
        full = (who + " at " + domain).split()
        if self.rng.random() < 0.45:
            return Example(before, (lead + " " + " ".join(full)).strip(), FIN, "email")
        k = self.rng.randrange(1, len(full))
        return Example(before, (lead + " " + " ".join(full[:k])).strip(), UNF, "email")

    def answer(self):
        """Short answers are complete because of what was asked."""
        kind = self.rng.choice(["date", "address", "count", "name", "open"])
        before = self.rng.choice(ASK[kind])
        finished = {
            "date": ["the {ordinal} of {month}", "{month} {ordinal}", "{day}", "{day} at {time}", "on {day} please", "how about {day}", "the {ordinal} of {month} nineteen eighty four", "{day} would be fine"],
            "address": ["{number} {surname} street", "{number} {surname} road {place}", "it's {number} {surname} avenue", "in {place}", "at {place} please"],
            "count": ["{number}", "{number} please", "just {number}", "{number} {unit}", "maybe {number}", "for {number} people"],
            "name": ["{name}", "{name} {surname}", "this is {name}", "my name is {name} {surname}", "it's {name} from {team}"],
            "open": ["{opinion}", "no that's all", "yes", "no", "nothing else thanks", "i'll start", "sure", "sounds good to me", "i need the {thing}", "{problem}"]}
        unfinished = {
            "date": ["the {ordinal} of", "the", "on the", "it's the", "maybe on", "the {ordinal} of {month} nineteen", "either {day} or", "on {day} at", "let's say"],
            "address": ["it's", "number {number}", "{number} {surname} street in", "it's {number}", "the address is", "i live at", "i live in the"],
            "count": ["maybe", "about", "i think", "let's say", "for", "{number} or", "between {number} and"],
            "name": ["my name is", "it's", "this is", "{name} from", "i'm", "{name} and the last name is"],
            "open": ["i think", "well i", "yes but", "no i", "yeah and", "it's", "i would", "the", "so the {thing}", "i just wanted to", "yes i would like", "maybe we could"]}
        if self.rng.random() < 0.6:
            return Example(before, self.disfluent(expand(self.rng.choice(finished[kind]), self.rng)), FIN, "answer")
        return Example(before, expand(self.rng.choice(unfinished[kind]), self.rng), UNF, "answer")

    def repair(self):
        """Breaks off and starts again without an end."""
        w = self.plain_finished().split()
        k = self.rng.randrange(1, max(2, min(5, len(w))))
        clear = [i for i in range(1, len(w)) if w[i - 1] in NEVER_LAST]
        end = w[:self.rng.choice(clear)] if clear else w[:1] + ["the"]
        return Example(self.open_question(), " ".join(w[:k] + [self.rng.choice(["no", "sorry", "i mean", "or rather", "no wait", "actually"])] + end), UNF, "repair")

    # For measuring, each place where a line may be cut is a line of its own.
    MEASURED = [("complete", 26), ("talk", 32), ("sentence", 12), ("wait_line", 18), ("cut_clear", 12), ("cut_anywhere", 12), ("talk_cut", 16), ("hesitating", 6),
                ("trailing", 5), ("opening", 5), ("items", 5), ("number", 8), ("email", 5), ("answer", 8), ("repair", 3),
                ("everyday_whole", 12), ("everyday_cut", 8), ("wait_more", 5)]
    # For training, a line teaches at each of its words (see inner_labels), so there is less to cut.
    TRAINED = [("complete", 30), ("talk", 56), ("sentence", 14), ("wait_line", 18), ("wait_more", 18), ("cut_clear", 8), ("talk_cut", 6), ("hesitating", 7),
               ("trailing", 6), ("opening", 5), ("items", 5), ("number", 9), ("email", 5), ("answer", 9), ("repair", 4), ("everyday_whole", 40)]

    def draw(self, noise=0.0, families=None):
        families = families or (self.MEASURED if self.measured else self.TRAINED)
        name = self.rng.choices([f for f, _ in families], [w for _, w in families])[0]
        e = getattr(self, name)()
        while e.words in self.without:
            e = getattr(self, name)()
        if noise and self.rng.random() < 0.6:
            kept_end = e.label == UNF or e.family in ("number", "email")
            w, e.natural, e.open_at = e.words.split(), False, set()
            if kept_end and len(w) > 1:
                e.words = (self.misheard(" ".join(w[:-1]), noise) + " " + w[-1]).strip()
            else:
                e.words = self.misheard(e.words, noise)
        return e

    def inner_labels(self, e):
        """What each word of a line but the last would be as its last word: (place, weight of "unfinished")."""
        words = e.words.split()
        if e.natural:
            return [(k, 0.2) for k in range(len(words) - 1)]
        if e.family in ("number", "email") and e.label == FIN:
            # A shorter number may have been whole.
            return [(k, 0.5 if k < len(words) - 4 else 0.15) for k in range(len(words) - 1)]
        return [(k, 0.5) for k in range(len(words) - 1) if k in e.open_at or words[k] in NEVER_LAST]
