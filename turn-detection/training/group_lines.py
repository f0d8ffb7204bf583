"""Lines that people say in a group with an agent, and whether the agent is spoken to, for the benchmark.

    python3 group_lines.py --chat chat.tsv sentences-en.txt > group-lines.tsv

kind, 1 or 0, text with {agent} and {other} for names. The sentences are held-out ones.
"""
import argparse
import random
import re

from completeness_data import Corpus
from meeting_grammar import expand

CALLS = ["{agent}", "{agent}", "{agent}", "hey {agent}", "hi {agent}", "okay {agent}", "so {agent}", "and {agent}", "um {agent}", "thanks {agent}", "right {agent}", "{agent} please", "sorry {agent}"]
ASK_LINES = """
what is the status of the {thing}
what did we decide about {topic}
when is the {thing} due
who is responsible for {topic}
how much did we spend on {topic}
can you {verb} the {thing}
could you {verb} the {things} after the call
would you {verb} the {adj} {thing} for us
will you send the {things} to {name}
do you have the {things}
do you know who {past} the {thing}
did you {verb} the {thing}
are you able to {verb} the {things}
have you {past} the {adj} {thing}
please {verb} the {thing}
add {topic} to the agenda
remind us on {day}
summarize the {adj} {thing}
write down that {opinion}
give us a short summary
tell us about {topic}
read out the {things}
show the {adj} {thing}
take a note that {name} will {verb} the {thing}
schedule the {thing} for {day}
what would you suggest
what do you make of this
is the {thing} {quality}
is it true that {opinion}
where can we find the {things}
why was the {thing} {quality}
how long does the {thing} usually take
""".strip().split("\n")
END_CALLS = ["what do you think {agent}", "what about you {agent}", "can you take that {agent}", "any thoughts on that {agent}", "over to you {agent}", "is that correct {agent}", "what is next {agent}",
             "could you look that up {agent}", "when was that {agent}", "do we have numbers on that {agent}", "i would like to hear from you {agent}", "how many {things} were there {agent}", "are you there {agent}", "please note that {agent}"]
MIDDLE_CALLS = ["i am not sure about {topic} {agent} can you check", "{opinion} {agent} what do you think", "we talked about {topic} last week {agent} could you pull up the {things}", "good point {agent} when is the {thing} due",
                "i think {opinion} but {agent} is that right", "let us move on {agent} what is next on the agenda", "it was {quality} {agent} how many {things} do we have"]
MENTIONS = ["{agent} said that {opinion}", "{agent} sent me the {things} yesterday", "{agent} was wrong about {topic}", "i asked {agent} to {verb} the {thing}", "we could ask {agent} later", "the summary from {agent} is {quality}", "{agent}'s notes are {quality}",
            "i think {agent} has the {things}", "{name} talked to {agent} about {topic}", "maybe {agent} knows more about {topic}", "i will send it to {agent}", "as {agent} told us {opinion}", "with {agent} we saved {number} {unit}", "{agent} will {verb} the {thing} tomorrow",
            "{agent} works well for us", "the {agent} pilot costs {money}", "did {agent} {verb} the {thing}", "what did {agent} say about {topic}", "we should not rely on {agent} for {topic}", "i like how {agent} writes the minutes", "{agent} and {other} already {past} the {things}",
            "before {agent} joined we wrote the minutes by hand"]
TO_OTHERS = ["{other} can you {verb} the {thing}", "{other} what do you think about {topic}", "hey {other} when will the {thing} be ready", "what about you {other}", "{other} could you tell {agent} about {topic}", "{other} do you agree with {agent}", "thanks {other} that was {quality}",
             "{other} please {verb} the {things}", "are you still there {other}", "{other} you said {opinion}", "and {other} how did the {thing} go", "{other} have you seen what {agent} wrote"]
OPEN = ["does anybody know when the {thing} is due", "who wants to {verb} the {thing}", "is everybody fine with that", "does anyone have the {things}", "what should we do about {topic}", "who is taking the minutes", "shall we take a break"]
FOLLOW = ["and when is that", "what about the {thing}", "how many {things} is that", "why is that", "and who is responsible for it", "what does that mean for {topic}", "can you say that again", "which {things} do you mean", "could you explain that", "how sure are you"]
REPLIES = ["yes please", "no thanks", "yes go ahead", "the {ordinal} one", "on {day}", "send it to {name}", "no that's all", "yes and copy {name}", "about {number} {unit}", "{name} should get it", "let's do {day} at {time}"]


def main():
    a = argparse.ArgumentParser()
    a.add_argument("sentences", nargs="+")
    a.add_argument("--chat", default="")
    a.add_argument("--seed", type=int, default=21)
    a = a.parse_args()
    corpus, rng, seen = Corpus(a.sentences, a.seed, True, a.chat), random.Random(a.seed), set()

    def fill(text):
        kept = re.sub(r"\{(agent|other)\}", r"<\1>", text)
        return re.sub(r"<(agent|other)>", r"{\1}", expand(kept, rng))

    def emit(kind, truth, text):
        text = fill(text)
        if text not in seen:
            seen.add(text)
            print(kind, truth, text, sep="\t")

    talk = lambda: next(w for w in iter(lambda: rng.choice(corpus.chat)[1] if rng.random() < 0.6 else corpus.plain_finished(), None) if 3 <= len(w.split()) <= 18)
    for _ in range(170):
        emit("called", 1, rng.choice(CALLS) + " " + rng.choice(ASK_LINES))
    for _ in range(60):
        emit("called-last", 1, rng.choice(END_CALLS))
    for _ in range(50):
        emit("called-within", 1, rng.choice(MIDDLE_CALLS))
    for _ in range(110):
        emit("mentioned", 0, rng.choice(MENTIONS))
    for _ in range(110):
        emit("other-called", 0, rng.choice(TO_OTHERS))
    for _ in range(40):
        emit("open", 0, rng.choice(OPEN))
    for _ in range(300):
        emit("talk", 0, talk())
    for _ in range(40):
        emit("follow-up", 1, rng.choice(FOLLOW))
    for _ in range(40):
        emit("reply", 1, rng.choice(REPLIES))


if __name__ == "__main__":
    main()
