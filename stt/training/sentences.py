"""Text to speak: a file of sentences and generators of what people say in meetings.

A tenth of everything is held out by a hash of its words, so that every script, today and later,
agrees on what no training run may see.
"""

import hashlib
import random
from pathlib import Path

from phonemes import Pronunciations, words_of

HELD_OUT_SHARE = 10


def is_held_out(text: str) -> bool:
    """True for the tenth of the text that is only ever measured with."""
    digest = hashlib.sha1(" ".join(words_of(text)).encode()).digest()
    return int.from_bytes(digest[:4], "big") % HELD_OUT_SHARE == 0


def speakable(text: str, dictionary: Pronunciations) -> bool:
    """Only words of the dictionary, nothing a synthesizer would expand in its own way."""
    words = words_of(text)
    return (
        0 < len(words) <= 24
        and not any(sign.isdigit() or sign in "&%$@#*+=/<>[]{}_" for sign in text)
        and all(word in dictionary for word in words)
    )


def load(paths: list[Path], dictionary: Pronunciations) -> list[str]:
    lines = (line.strip() for path in paths for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and speakable(line, dictionary)]


FIRST = """james mary john linda robert patricia michael jennifer william elizabeth david barbara
richard susan joseph jessica thomas sarah charles karen daniel nancy matthew lisa anthony betty mark
sandra steven ashley paul emily andrew donna joshua michelle kevin carol brian amanda george melissa
edward deborah jason rebecca ryan laura jacob helen gary anna eric samuel alice peter oliver emma
sophie lucas hannah martin julia simon claire victor maria carlos diego elena ivan olga ahmed fatima
priya raj chen wei kenji yuki lars ingrid pierre marie hans greta""".split()
LAST = """smith johnson williams brown jones garcia miller davis rodriguez martinez anderson taylor
thomas moore jackson martin lee thompson white harris clark lewis robinson walker young allen king
wright scott green baker adams nelson hill campbell mitchell roberts carter phillips evans turner
parker collins edwards stewart morris murphy cook rogers morgan peterson cooper reed bailey kelly
howard ward cox richardson wood watson brooks bennett gray hughes price myers foster sullivan""".split()
PLACES = """london paris berlin tokyo boston chicago seattle dallas denver austin madrid rome vienna
dublin oslo sydney toronto montreal houston phoenix atlanta detroit miami portland amsterdam brussels
singapore beijing moscow cairo geneva zurich munich hamburg stockholm helsinki warsaw prague""".split()
MONTHS = "january february march april may june july august september october november december".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
HESITATIONS = ["um,", "uh,", "well,", "so,", "okay, so", "right,", "you know,", "i mean,", "actually,", "let me see,", "sorry,"]
THINGS = """budget schedule report meeting contract invoice roadmap release customer server database
design proposal presentation agenda deadline project account product feature ticket document password
microphone camera screen recording summary transcript calendar reminder email message link spreadsheet
dashboard invoice estimate analysis strategy quarter forecast revenue pipeline deployment
infrastructure requirement architecture specification documentation""".split()
TOPICS = """the budget|the schedule|the next release|our customers|the marketing plan|security|hiring|
the quarterly results|the new design|the travel policy|the migration|testing|the roadmap|performance|
the support queue|the contract with the supplier|the annual review|user feedback""".replace("\n", "").split("|")
VERBS = "review send share update cancel finish check discuss approve postpone explain prepare print rewrite schedule summarize translate".split()
SHORT = """yes please|no thanks|okay|hold on|stop|wait|go ahead|sounds good|thank you|thanks a lot|
i agree|not yet|maybe later|never mind|that's right|exactly|of course|sure|what|why not|who is that|
say that again|can you repeat that|one moment|just a second|hello|hi everyone|good morning|
good afternoon|goodbye|see you later|see you tomorrow|bye|i don't know|i'm not sure|absolutely|
no problem|you're welcome|go on|louder please|slow down|next slide|mute me|unmute yourself|
can you hear me|i can hear you|you're on mute|excuse me|sorry|pardon|let's start|let's move on|
that's all|all right|fair enough|really|no|yes|yeah|yep|nope|right|correct|wrong|done|next|back|help|
cancel|continue|repeat|pause|resume|quiet please|be quiet|stop talking|start over|
what time is it|who's there|how much|how many|how long|when|where|which one""".replace("\n", "").split("|")
COMMANDS = """please {verb} the {thing}|can you {verb} the {thing} for {first}|could you {verb} it by {day}|
remind me to {verb} the {thing} on {day}|take a note: {verb} the {thing}|set a timer for {small} minutes|
schedule a meeting with {first} {last} on {day} at {time}|add {first} to the {thing}|
summarize what {first} said about {topic}|translate that into french|send the {thing} to {first} and {first2}|
open the {thing} and read the {ordinal} line|start the recording|stop the recording|share your screen|
move the {thing} to {day} {daypart}|call {first} {last} in {place}|put {topic} on the agenda""".replace("\n", "").split("|")
QUESTIONS = """what did {first} say about {topic}|when is the {thing} due|who is going to {verb} the {thing}|
how many people are coming on {day}|is {first} in {place} this week|did anybody {verb} the {thing}|
what's the status of {topic}|why did we {verb} the {thing}|where can i find the {thing}|
do you have the {thing}|should we {verb} it before {month}|what is {number} plus {number2}|
does that work for you {first}|how long will the {thing} take|which {thing} do you mean|
are you free at {time} on {day}|could we talk about {topic}|what are the next steps""".replace("\n", "").split("|")
STATEMENTS = """i think we should {verb} the {thing} first|{first} {last} will {verb} the {thing} by {day}|
the {thing} is {number} pages long|we have {number} open tickets|the number is {digits}|
my phone number is {digits}|the meeting is on {month} {ordinal} at {time}|it costs {number} dollars|
we need {small} more weeks for {topic}|i'll be in {place} from {day} to {day2}|
about {percent} percent of the {thing}s were late|the code is {letters}|that's spelled {letters}|
my name is {first} {last}|this is {first} from {place}|i'm {first} and i work on {topic}|
let's talk about {topic} after the {thing}|{first} joined the call|
the flight to {place} leaves at {time}|room {number} is free until {time}|
in {year} we had {number} customers|the {ordinal} item is {topic}|
version {small} point {small2} is out|we are {small} days late with {topic}""".replace("\n", "").split("|")


class MeetingTalk:
    """Draws made-up utterances of a meeting from a seed."""

    def __init__(self, dictionary: Pronunciations, rng: random.Random):
        self._rng = rng
        self._dictionary = dictionary
        self._long_words = sorted(w for w in dictionary if len(w) >= 9 and w.isalpha())
        self._words = sorted(w for w in dictionary if 3 <= len(w) <= 8 and w.isalpha())

    def draw(self) -> str:
        while True:
            text = self._draw()
            if speakable(text, self._dictionary):
                return text[0].upper() + text[1:]

    def _draw(self) -> str:
        rng = self._rng
        kind = rng.random()
        if kind < 0.12:
            return rng.choice(SHORT) + rng.choice(["", ".", "!", "?"])
        if kind < 0.20:
            return rng.choice([self._digits(), self._letters(), self._number(), self._fill("{month} {ordinal}"), self._time()])
        if kind < 0.30:
            count = rng.randint(1, 5)
            return ", ".join(rng.choice(self._long_words) for _ in range(count))
        if kind < 0.42:
            return " ".join(rng.choice(self._words if rng.random() < 0.8 else self._long_words) for _ in range(rng.randint(2, 8)))
        text = self._fill(rng.choice(COMMANDS if kind < 0.58 else QUESTIONS if kind < 0.76 else STATEMENTS))
        if rng.random() < 0.3:
            text = rng.choice(HESITATIONS) + " " + text
        if rng.random() < 0.15:
            words = text.split()
            at = rng.randrange(len(words))
            text = " ".join(words[: at + 1]) + ", " + rng.choice(["um", "uh"]) + ", " + " ".join(words[at + 1 :])
        return text + rng.choice([".", "?", ".", ""])

    def phrase(self) -> str:
        """What a language model should know: no lists of words without connection."""
        if self._rng.random() < 0.2:
            return self._rng.choice(SHORT)
        return self._fill(self._rng.choice(COMMANDS + QUESTIONS + STATEMENTS))

    def _fill(self, template: str) -> str:
        rng = self._rng
        return template.format(
            first=rng.choice(FIRST), first2=rng.choice(FIRST), last=rng.choice(LAST),
            place=rng.choice(PLACES), month=rng.choice(MONTHS), day=rng.choice(DAYS),
            day2=rng.choice(DAYS), daypart=rng.choice(["morning", "afternoon", "evening"]),
            thing=rng.choice(THINGS), topic=rng.choice(TOPICS), verb=rng.choice(VERBS),
            ordinal=rng.choice(ORDINALS), small=rng.choice(ONES[1:13]), small2=rng.choice(ONES[:10]),
            number=self._number(), number2=self._number(), percent=self._below_hundred(),
            digits=self._digits(), letters=self._letters(), time=self._time(), year=self._year(),
        )  # fmt: skip

    def _below_hundred(self) -> str:
        rng = self._rng
        if rng.random() < 0.4:
            return rng.choice(ONES[1:])
        tens = rng.choice(TENS)
        return tens if rng.random() < 0.3 else tens + " " + rng.choice(ONES[1:10])

    def _number(self) -> str:
        rng = self._rng
        if rng.random() < 0.6:
            return self._below_hundred()
        joint = rng.choice([" and ", " "])
        hundreds = rng.choice(ONES[1:10]) + " hundred" + joint + self._below_hundred()
        if rng.random() < 0.6:
            return hundreds
        return rng.choice(ONES[1:13]) + rng.choice([" thousand ", " million "]) + hundreds

    def _digits(self) -> str:
        rng = self._rng
        digits = [rng.choice(ONES[:10] + ["oh"]) for _ in range(rng.randint(3, 10))]
        return "".join(d + rng.choice([" ", " ", ", "]) for d in digits).strip(" ,")

    def _letters(self) -> str:
        rng = self._rng
        joint = rng.choice([" ", ", "])
        return joint.join(rng.choice("bcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, 7)))

    def _time(self) -> str:
        rng = self._rng
        hour = rng.choice(ONES[1:13])
        return rng.choice([
            hour + " o'clock", "half past " + hour, "quarter to " + hour,
            hour + " " + rng.choice(["fifteen", "thirty", "forty five", "oh five"]),
            hour + " in the " + rng.choice(["morning", "evening"]),
        ])  # fmt: skip

    def _year(self) -> str:
        rng = self._rng
        return rng.choice(["nineteen", "twenty"]) + " " + rng.choice(TENS) + " " + rng.choice(ONES[1:10])
