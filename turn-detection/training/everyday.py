"""Everyday sentences with all kinds of objects: wishes, needs, plans, indirect questions, and statements that begin like requests to wait.

A pattern is one of meeting_grammar's with marks: " / " stands where the sentence cannot end yet. Its slots are filled from word lists
that are read off real text, so that no pattern is learnt by its usual objects.
"""
import collections
import re

from meeting_grammar import NEVER_LAST, SLOTS, held_out

DETERMINERS = set("a an the my your our some this that his her their another more any".split())
NO_VERBS = set("be you me us him them all it that for this one myself not".split())
COPULAS = set("is are was were so very too really be pretty".split())
VERBS = ("check find read open order buy see try use write change cancel book sell bring take get make cook clean fix move print send sign draw build plan watch hear visit "
         "learn test start finish join leave keep paint borrow rent lend pay save download install restart schedule review approve share compare count measure pick return ship "
         "replace remove add delete copy explain describe discuss present announce publish prepare record upload update translate edit correct confirm reserve invite call meet "
         "thank help hire train pack weigh wash carry lift park wear repair charge connect unplug mention forget remember choose avoid study practise improve collect deliver").split()
PLURALS = "tickets people boxes rooms chairs steps pages errors questions guests offers steps cars copies seats emails customers friends options books windows rules cups".split()
ADJECTIVES = ("big small large long short high low deep wide old new late early expensive cheap difficult easy heavy light far close fast slow loud quiet strong weak hot cold "
              "full empty busy free safe clean dirty dark bright good bad serious common accurate reliable popular dangerous important useful complicated ready open tall warm").split()
DOES = "works|fits|starts|ends|begins|arrives|opens|closes|happened|failed|changed|broke|costs|looks like|says|means|is due|went|stopped|is made|will be ready|is going to start|has arrived|was moved|was built|ends up"
WHEN = "tomorrow|today|tonight|next week|on {day}|this afternoon|before lunch|right away|as soon as possible|by {day}|later|in the morning|at {time}|this year|for {name}|with {name}|for my sister|when i get home|if that's okay|first|again"
WHO = "i|we|they|she|he|you|{name}|my brother|the team|our neighbor|everybody|somebody|the manager"

WISHES = """
[i'd|we'd|she'd|i would|we would] / like / {np} [{when}|please||]
[i'd|we'd|he'd|i would] / [like|love|prefer] / to / {v} {np} [{when}|please||]
i'd like to / {v} {np}
[i|we|they|you] want / to / {v} {np} [{when}|]
[i|we|they] wanted / to / {v} {np}
[i|we|you] need {np} [{when}|please||]
[i|we|they|you] / need / to / {v} {np} [{when}|]
i need to / [check|read|find|open|finish|look at|look up|think about|see] {np} [{when}|]
[i|we|they] have / to / {v} {np} [{when}|]
[i've|we've|you've] / got / to / {v} {np}
[i'm|we're|they're] / going / to / {v} {np} [{when}|]
[i'm|we're] / planning / to / {v} {np} [{when}|]
[i'm|we're|he's] / hoping / to / {v} {np}
[i'm|we're|she's] / looking / for / {np}
[i'm|we're|he's] / trying / to / {v} {np}
i was / [hoping|going|about|supposed] / to / {v} {np}
[i'll|we'll] / {v} {np} {when}
[i'll|we'll] / {v} {np}
[i'll|we'll] / have {np} [please|]
[can|could|may] / [i|we] / [have|get|see] {np} [please|]
[can|could] / you / {v} {np} [please|{when}|]
[can|could|would] / you / please / {v} {np}
[should|shall] / we / {v} {np} [{when}|]
why don't / we / {v} {np}
do / you / want / to / {v} {np}
would / you / like / {np}
have / you / ever seen {np}
[i|we|they|{name}] / forgot / to / {v} {np}
[i|we] decided / to / {v} {np}
[i|we|they] used / to / have {np}
i asked {name} / to / {v} {np}
{name} wants / to / {v} {np} [{when}|]
please {v} / {np} [{when}|]
let's {v} / {np} [{when}|]
don't / forget / to / {v} {np}
it's / time / to / {v} {np}
it would / be / {adj} / to / {v} {np}
we're / thinking / of / moving {np}
my plan / is / to / {v} {np}
my goal / is / to / {v} {np} {when}
my wish / is {np}
all / i / want / is {np}
i could / use {np}
i bought {np} [{when}|]
i have {np}
i don't / have {np}
we have / already seen {np}
there's {np} in / {np}
there is {np}
it's / {np}
that's / {np}
this / is / {np}
{np} / is {adj}
{np} / is / {np}
{np} / was / [too|very|really|not] / {adj}
{np} / and / {np} / are {adj}
{np} doesn't / work
i think / that / {np} / is {adj}
i think / {np} / is {adj}
so / basically / {np} / is {adj}
so / basically / we / need / {np}
[basically|actually|honestly] / i / like {np}
what / i / mean / is / that / {np} / is {adj}
the thing / is / that / {np} / is {adj}
if / {np} / is / {adj} / we / can {v} {np}
when / {np} / is / {adj} / let's {v} {np}
because / {np} / was / {adj} / we / {past} {np}
{who} / {past} {np} [{when}|]
{who} / {past} / {np} / and / {past} {np}
""".strip().split("\n")

# Leads that are no sentence without what they ask for, and leads that may be.
LEADS = ("can you tell me|could you tell me|would you tell me|do you know|do you happen to know|i wonder|i was wondering|i'd like to know|i want to know|i would like to know|could you explain|can you explain to me|could you check|"
         "can you find out|we need to find out|please tell me|could you remind me|i'm curious|tell us|i asked him|she asked me|we have to decide|it all depends on|i wanted to ask you|let me ask you|can anybody say|"
         "i can't say|could you show me|any idea|did they say|did you see|have you heard|have we decided").split("|")
SOFT_LEADS = "i don't know|i have no idea|i'm not sure|nobody knows|i forgot|i don't remember|i see|let me know|it depends|i understand|we never found out|who knows|please check".split("|")
ASKED = """
/ how / {adj} / {np} / [is|was|are|will be|should be|has to be]
/ how / {adj} / it / [is|was|gets|will be]
/ how many / {plural} / [there are|we need|you have|came|are left|we sold]
/ how much / {np} / [costs|weighs|is|was]
/ how much / [it costs|we owe|time we have|you paid|is left]
/ how long / [it takes|we have|you stayed|that will be|it lasts]
/ how often / [it happens|they meet|you go there|it breaks]
/ how / {np} / [works|went|looks|ended|is made]
/ how / [it works|it went|they did it|you feel|we got here]
/ how / to / {v} {np}
/ where / {np} / [is|was|are|went|starts|ends]
/ where / [it is|they live|you work|we meet|he went|to go|you put it]
/ when / {np} / [starts|ends|begins|arrives|opens|closes|is due|leaves|will be ready|is going to start|was built]
/ when / [it starts|we leave|you arrive|they come|it happened|we're done|it's my turn]
/ what / {np} / [means|is|does|says|costs|looks like|is about|is for|was]
/ what / [it means|you mean|we should do|he said|they want|happened|time it is|i should wear|it was called|she does]
/ what / time / {np} / [starts|ends|opens|closes|is]
/ what / kind / of / {n} / [it is|you have|we need|they sell]
/ why / {np} / [failed|broke|stopped|changed|is {adj}|was moved|is so {adj}]
/ why / [it failed|she left|they did that|we stopped|you ask|it matters]
/ who / [called|wrote it|is coming|is responsible|won|asked|said that|{past} {np}]
/ who / {np} / belongs to
/ which / {n} / [it is|we need|you mean|is {adj}|works|they chose]
/ whose / {n} / [it is|this is|that was]
/ if / {np} / [is {adj}|works|fits|arrived|is still there|has changed|will be {adj}]
/ if / [you can come|it works|they agree|we're ready|it's open|that helps]
/ whether / {np} / [is {adj}|works|fits|counts|has arrived|is enough]
/ whether / [it's true|it works|we should go|they know|he's coming]
""".strip().split("\n")

# Statements that share their first words with a request to wait.
NO_WAIT = """
[we|they] / had / to / wait / for / {np}
[i|we] waited / for {np}
[i|we] / can't / wait / to / {v} {np}
[i|she] / can't / wait / for {np}
don't / wait / for {np}
{who} / stopped / {np}
{np} stopped [working|here|yesterday]
we / have / to / stop {np}
[i|we] / want / to / stop {np}
please stop / {np}
stop / by / {np} [{when}|]
give / {name} / {np}
give / me / {np} [please|{when}]
i gave / {name} {np}
could you give / me / {np}
hold / {np} [with both hands|for {name}|please]
{name} / holds {np}
the wait / was / {adj}
it / took / a / [minute|moment|second] / to / {v} {np}
that / was / the / moment / {who} / {past} {np}
one second / is / not / {adj}
a / moment / ago / {who} / {past} {np}
every / minute / counts
i'll / be / back / [on {day}|in {month}|next week|after lunch|at {time}]
i'll / check / {np} / and / let / you / know
i'll / look / at / {np} {when}
i / checked {np}
i / found {np}
i / thought / about {np}
i / think / about {np} a lot
i / looked / at {np}
i'm / looking / at {np}
i'm / looking / forward / to {np}
let / me / tell / you / about {np}
let / me / show / you {np}
let / me / give / you {np}
let / me / explain {np}
let / me / start / with {np}
let / me / add / that / {np} / is {adj}
let / me / introduce {np}
let / me / know / [when|if] / {np} / is {adj}
let / me / {v} {np} / for / you
let / me / {v} {np} / and / get / back / to / you
let / me / {v} {np} {when}
i need / a / [minute|second|moment] / of / your time
i need / {np} / in / a / minute
just / one / of / {np}
just / {np} [please|]
one / of / {np} / is {adj}
pause / {np} [please|]
we paused / {np}
i'm / still / working / on {np}
i'm / still / waiting / for {np}
i / have / to / think / about {np} {when}
i / need / to / finish {np} {when}
no / i / need {np}
hang / {np} on / the wall
the {n} / is / on / hold
they / put / {np} / on hold
""".strip().split("\n")

MORE_WAIT = """
let me [check|look up|find|open|pull up|get|grab|look at|have a look at] {np} [real quick|quickly|for a second|first|for a moment]
[hold on|hang on|wait|one second|one moment|just a second|just a moment|just a minute] let me [check|look up|find|open|pull up|get|grab|read] {np}
[hold on|hang on|wait|one second|sorry] i [need|have] to [check|find|open|get|read|close|turn off|answer] {np}
give me [two|five|ten|a few|a couple of|thirty] [seconds|minutes] [please|to {v} {np}|]
[can you|could you|please] give me [a second|a minute|a moment|five minutes|some time] to {v} {np}
i need a [second|minute|moment] to {v} {np}
[just a moment|please hold|please wait|wait|hold on|bear with me|one moment] while i {v} {np}
[wait|hold on|hang on|sorry] [there's someone|somebody is] at the door
[wait|hold on|sorry|one second] my [phone is ringing|computer froze|screen just went black|dog is barking]
[wait|no wait|hold on|stop] [i'm not done|i wasn't done|i'm still talking|let me finish]
[stop|please stop|okay stop] [talking|reading|right there|that]
i'm still looking for {np} [one second|hold on|give me a second]
[give me|i need] a moment [here|please|alone|with this]
{agent} [wait a second|one moment please|hold on please|please wait|stop talking|give me a second]
""".strip().split("\n")


def marked(pattern, rng, slots):
    """Words of a pattern, and which of them cannot be the last."""
    while "[" in pattern:
        pattern = re.sub(r"\[([^\[\]]*)\]", lambda m: rng.choice(m.group(1).split("|")), pattern, count=1)
    while "{" in pattern:
        pattern = re.sub(r"\{(\w+)\}", lambda m: rng.choice(slots[m.group(1)]), pattern, count=1)
    words, open_at = [], set()
    for w in pattern.split():
        if w == "/":
            open_at.add(len(words) - 1)
        else:
            words.append(w)
    return words, {k for k in open_at if 0 <= k < len(words) - 1}


class Everyday:
    """Draws such sentences. `lines` are real ones, for the word lists; `measured` chooses the held-out patterns."""

    def __init__(self, lines, rng, measured):
        self.rng = rng
        self.slots = {k: v.split("|") for k, v in SLOTS.items()}
        self.slots.update(word_lists(lines), when=WHEN.split("|"), who=WHO.split("|"), plural=PLURALS)
        keep = lambda pattern: held_out("everyday:" + pattern) == measured
        self.wishes, self.asked, self.no_wait, self.waits = ([p for p in part if keep(p)] for part in (WISHES, ASKED, NO_WAIT, MORE_WAIT))

    def wish(self):
        return marked(self.rng.choice(self.wishes), self.rng, self.slots)

    def no_wait_line(self):
        return marked(self.rng.choice(self.no_wait), self.rng, self.slots)

    def indirect(self):
        lead = self.rng.choice(LEADS) if self.rng.random() < 0.75 else self.rng.choice(SOFT_LEADS)
        asked = self.rng.choice(self.asked)
        return marked(lead + " " + (asked if lead in LEADS else asked[2:]), self.rng, self.slots)

    def wait_words(self):
        return " ".join(marked(self.rng.choice(self.waits), self.rng, self.slots)[0])


def word_lists(lines):
    """Noun phrases, nouns, verbs with objects and adjectives that stand in real lines."""
    phrases, verbs, adjectives, past = collections.Counter(), collections.Counter(), collections.Counter(), collections.Counter()
    for line in lines:
        w = line.split()
        for k in (2, 3, 4):
            end = w[-k:]
            if len(w) > k and end[0] in DETERMINERS and not any(x in NEVER_LAST or x in DETERMINERS for x in end[1:]):
                phrases[" ".join(end)] += 1
        for a, b, c in zip(w, w[1:], w[2:]):
            if a == "to" and c in DETERMINERS:
                verbs[b] += 1
            if a in ("i", "we", "they", "he", "she") and b.endswith("ed") and c in DETERMINERS:
                past[b] += 1
        if len(w) > 2 and w[-2] in COPULAS and w[-1] not in NEVER_LAST:
            adjectives[w[-1]] += 1
    known = set("second sec minute moment".split())
    np = [p for p in sorted(phrases) if not known & set(p.split())]
    return {
        "np": np,
        "n": sorted({p.split()[-1] for p in np}),
        "v": VERBS * 3 + [v for v in sorted(verbs) if verbs[v] > 5 and v not in NO_VERBS],
        "adj": ADJECTIVES * 3 + [a for a in sorted(adjectives) if adjectives[a] > 2],
        "past": SLOTS["past"].split("|") + [p for p in sorted(past) if past[p] > 1]}
