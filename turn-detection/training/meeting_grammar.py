"""A grammar of meeting talk: what people say when they are done, and when they ask to wait.

A pattern is text with [a|b|c] for alternatives (nested allowed, an empty one too) and {name} for a slot.
Patterns are the unit of holding out: the hash of a pattern decides whether it trains or measures.
"""
import hashlib
import random
import re

SLOTS = {
    "name": "anna|tom|maria|john|david|sarah|peter|lisa|mike|emma|james|laura|kevin|rachel|daniel|sophie|mark|nina|alex|julia|robert|helen|chris|priya|omar|wei|ahmed|carlos|yuki|ben",
    "agent": "parley|nova|iris|max|ada|atlas|sam|clara|echo|ruby|oscar|mira",
    "surname": "smith|johnson|miller|brown|garcia|wilson|anderson|taylor|moore|lee|walker|young|king|hill|green|baker|turner|carter|cooper|ward",
    "day": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|next week|next monday|this friday",
    "month": "january|february|march|april|may|june|july|august|september|october|november|december",
    "time": "nine|ten|eleven|noon|one|two|three|four thirty|half past five|six|seven o'clock|eight in the morning|three in the afternoon|a quarter to two",
    "number": "two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty|thirty|forty two|fifty|a hundred|two hundred|a thousand",
    "ordinal": "first|second|third|fourth|fifth|tenth|twelfth|fifteenth|twentieth|twenty third|thirtieth",
    "unit": "days|weeks|months|hours|minutes|people|seats|licenses|users|copies|boxes|tickets|items",
    "money": "fifty dollars|two hundred euros|twelve hundred dollars|a thousand pounds|five million|thirty percent|eighty thousand|nine ninety nine",
    "team": "sales|marketing|finance|engineering|legal|support|design|product|operations|human resources|the data team|the platform team",
    "thing": "report|budget|contract|invoice|proposal|presentation|agenda|roadmap|design|document|spreadsheet|plan|draft|schedule|email|ticket|release|dashboard|offer|order|account|password|subscription|review|survey|prototype|database|server|website|migration|backlog|forecast|policy|slide|summary",
    "things": "reports|numbers|contracts|invoices|slides|documents|customers|tickets|results|figures|emails|orders|changes|features|bugs|tests|requirements|deadlines|candidates|suppliers|meetings|files|licenses|minutes|notes|action items",
    "adj": "new|old|final|updated|current|quarterly|annual|revised|internal|first|last|main|original|latest|second",
    "quality": "good|great|fine|difficult|expensive|ready|late|clear|important|useful|wrong|right|ambitious|risky|finished|confusing|reasonable|too high|too slow|much better|a bit unclear|very promising|pretty close",
    "place": "berlin|london|paris|new york|the office|the airport|the main office|chicago|tokyo|room four|the second floor|the warehouse|boston|madrid|the hotel|the lobby",
    "verb": "send|share|check|review|finish|update|approve|sign|print|fix|change|cancel|move|prepare|deliver|discuss|summarize|archive|test|publish|postpone|rewrite|close|open",
    "past": "sent|shared|checked|reviewed|finished|updated|approved|signed|fixed|changed|cancelled|moved|prepared|delivered|discussed|tested|published|postponed|rewrote|closed",
    "food": "a pizza|two coffees|the soup|a sandwich|the salad|fish and chips|a glass of water|green tea|the pasta|a burger",
    "problem": "the login does not work|the page is slow|the payment failed|my screen is black|the app keeps crashing|i forgot my password|the delivery is late|the numbers do not add up|the link is broken|i was charged twice|my microphone is off|the printer is jammed",
    "opinion": "we need more time|we should start earlier|this is the right approach|it is too expensive|we can do better|nobody will notice|the customers will like it|it depends on the price|we are on track|they are not ready|it makes sense|we missed the deadline",
    "person": "my manager|the customer|our supplier|the client|my colleague|the director|her assistant|the new hire|the vendor|our lawyer|the team lead|the accountant",
    "place_type": "a table|a room|a flight|a meeting|a demo|a call|an appointment|a car|a seat|a ticket",
    "company": "acme|globex|initech|umbrella|northwind|contoso|the bank|the agency|the city council|our partner",
    "topic": "pricing|the timeline|the budget|security|hiring|the launch|onboarding|the audit|travel|the contract|the roadmap|the outage|training|quality|the merger|customer feedback",
}

FINISHED = """
can you [please |]{verb} the {adj} {thing}
can you [please |]{verb} the {thing} [by|before|on] {day}
can you send me the {things}
could you [please |]{verb} the {things} for me
could you tell me what {topic} means for us
would you mind [sharing|sending|checking] the {thing} again
can we [move|push] the meeting to {day}
can we talk about {topic}
can we {verb} the {thing} [today|now|later|after lunch|next week]
shall we [start|begin|continue|take a break|move on|wrap up]
should we {verb} the {thing} first
what [is|was] the {adj} {thing} about
what [time|day] [is|was] the {thing} due
what did {name} say about {topic}
what do you think [about {topic}|of the {adj} {thing}|we should do|]
what happened to the {thing}
what is the status of the {thing}
what's next [on the agenda|]
when [is|was] the {thing} due
when will the {thing} be ready
when did you {verb} the {thing}
when can you {verb} it
where can i find the {thing}
where are the {things}
where did we leave off
who [is|was] responsible for the {thing}
who {past} the {thing}
who wants to go first
who else is joining us
why did we {verb} the {thing}
why is the {thing} so late
why do we need the {adj} {thing}
how [much|many {things}] do we need
how much does the {thing} cost
how long will the {thing} take
how are you [doing|today|]
how did the {thing} go
how do i {verb} the {thing}
how many {things} did we {verb}
is the {thing} {quality}
is {name} [here|coming|on the call|in the office today]
is there anything else [we need to discuss|]
are the {things} {quality}
are you [still there|ready|sure|happy with the {thing}|coming on {day}]
are we [done|still on for {day}|going to {verb} it]
do you have [any questions|the {thing}|a minute|the {things}]
do you know [the answer|who did it|where {name} is|when it starts]
do we have enough {things}
does that [work|make sense|sound {quality}] [for you|to you|]
does anybody know {name}
did you {verb} the {thing}
did {name} [call you|{verb} the {things}|get the {thing}]
have you [seen|{past}] the {adj} {thing}
have we {past} the {things} yet
has {name} [arrived|finished|left|replied]
will you be there on {day}
will the {thing} be {quality}
i would like to book {place_type} for {number} people
i would like to book {place_type} for {day} at {time}
i would like to [cancel|change|confirm] my {thing}
i'd like to order {food}
i'd like to speak to {person}
i want to {verb} the {thing}
i want to know when the {thing} will be {quality}
i need the {thing} [by|on|before] {day}
i need {number} {things}
i need help with the {thing}
i need to {verb} my {thing}
i think [that |]{opinion}
i don't think [that |]{opinion}
i think so [too|]
i don't know
i have no idea
i'm not sure [about that|]
i'm sure [that |]{opinion}
i agree [with {name}|with that|with you|completely|]
i disagree
i {past} the {thing} [yesterday|last week|this morning|on {day}|]
i already {past} it
i will {verb} the {thing} [tomorrow|on {day}|after the meeting|tonight]
i'll {verb} it [tomorrow|right away|later today|by {day}]
i'll send you the {things}
i'll call you back [on {day}|in {number} minutes|]
i'll ask {name} [about it|to {verb} it|]
i spoke to {person} [yesterday|about the {thing}|about {topic}]
i got an email from {person}
i am calling about my {thing}
i'm calling because {problem}
i have a question about the {adj} {thing}
i can hear you [fine|now|]
i can't [hear you|see the screen|open the {thing}|find the {thing}]
i was in {place} [yesterday|last week|]
i live in {place}
i work in {team}
my name is {name} {surname}
my name is {name}
this is {name} [from {team}|{surname}|speaking]
my problem is that {problem}
my {thing} is {quality}
{problem}
{opinion}
we {past} the {things} [yesterday|last week|in {month}|]
we should {verb} the {thing} [before {day}|first|together]
we need to {verb} the {adj} {thing}
we need {number} more {unit}
we have {number} {unit} left
we agreed to {verb} it
we are [late|done|almost there|running out of time]
we can {verb} it [later|on {day}|without {name}]
we decided to go with {company}
we lost {money}
we're meeting at {time}
we're going to {verb} the {thing} in {month}
let's {verb} the {thing} [first|tomorrow|together|]
let's talk about {topic}
let's [move on|get started|wrap up|take a break|do that]
let's meet on {day} at {time}
let's go with the {ordinal} option
they {past} the {thing}
they want to {verb} the {things}
they are based in {place}
{name} {past} the {thing} [yesterday|on {day}|]
{name} will {verb} it
{name} is [on vacation|out sick|in {place}|working on the {thing}]
{name} told me that {opinion}
{person} {past} the {thing}
{person} said that {opinion}
{person} wants to know about {topic}
the {adj} {thing} is {quality}
the {things} are {quality}
the {thing} costs {money}
the {thing} starts at {time}
the {thing} is due on {day}
the meeting is on the {ordinal} of {month}
the deadline is the {ordinal} of {month}
the problem is that {problem}
the customer said {problem}
the total is {money}
it costs {money}
it takes about {number} {unit}
it's {quality}
it's on {day} at {time}
it's in {place}
it is [not |]{quality}
it was {quality} [last year|before|]
it's the {ordinal} of {month}
it doesn't work
that [is|was|sounds|looks] {quality}
that's all [from me|i have|for today|]
that's it [from my side|for me|]
that would be {quality}
that's what i [meant|said|thought]
that works [for me|]
that makes sense
that's a good [point|question|idea]
there is a problem with the {thing}
there are {number} {unit} [left|]
there's nothing else
yes
yes [please|i do|it is|we can|of course|exactly|that's right|that works|i think so]
yeah [sure|that's fine|i think so|sounds good|exactly|me too|]
yep
no
no [thanks|not yet|i don't think so|that's all|it isn't|not really|never mind|problem]
nope
sure
sure [thing|no problem|why not|go ahead]
okay
okay [thanks|great|sounds good|let's do that|that's fine|got it|i understand]
alright
right
maybe
maybe [later|tomorrow|next time|you are right]
of course
exactly
absolutely
definitely
probably
not really
not yet
never
go ahead
sounds good
fair enough
good idea
thank you [very much|so much|for your help|everyone|{name}|]
thanks [a lot|{name}|for the update|for calling|]
you're welcome
no worries
hello
hello [everyone|{name}|there|can you hear me]
hi [{name}|everybody|there|how are you|]
good [morning|afternoon|evening] [everyone|{name}|]
nice to meet you
how's it going
bye
goodbye
see you [later|on {day}|tomorrow|then]
talk to you [soon|later|on {day}]
have a nice [day|weekend|evening]
{agent} what do you think
{agent} can you {verb} the {thing}
{agent} [please |]{verb} the {thing}
{agent} what is the {thing}
what do you think {agent}
hey {agent} [when is the {thing} due|who {past} it|what's next]
please {verb} the {thing}
please send the {things} to {name}
please give me the {things}
tell me about {topic}
tell {name} that {opinion}
remind me to {verb} the {thing} on {day}
show me the {adj} {thing}
read me the {things}
send it to {name}
put it on the agenda
schedule {place_type} for {day}
add {name} to the {thing}
if {name} agrees we can {verb} it
if it is {quality} we should {verb} it
when the {thing} is {quality} we can start
because {opinion}
because {problem}
since {name} left we have no {things}
after the {thing} we went to {place}
so {opinion}
so the {thing} is {quality}
and {name} will {verb} the {thing}
but {opinion}
well {opinion}
actually {opinion}
honestly i don't mind
{day} at {time}
at {time}
on {day}
in {place}
in {month}
{number}
{number} {unit}
{money}
{name} {surname}
the {ordinal} one
the {adj} one
both
neither
all of them
with {name} from {team}
about {number} {unit}
{food} please
just {food}
{food} and {food}
{name} {name} and {name}
we need {things} {things} and {things}
the {thing} the {thing} and the {thing}
first we {verb} the {thing} then we {verb} the {things} and finally we {verb} the {thing}
i talked to {name} {name} and {name}
either {day} or {day}
it was hard but we {past} it
i like it but it is {quality}
she {past} it because {opinion}
i told him to stop {verb}ing it
please stop sending me {things}
we had to wait [for an hour|until {day}|in the lobby|two {unit}]
i can wait
i can't wait to see it
it can wait [until {day}|]
don't wait for me
the train will stop at {place}
we need to stop the {thing}
when does it stop
i hold the record
she put me on hold
we should hold the meeting on {day}
hold the meeting on {day}
wait [a minute |]did you say {day}
can you hold the {thing}
let me know [if {opinion}|when it is {quality}|what you think|]
let me {verb} that for you
give me the {thing}
give me {number} {unit}
give it to {name}
the second one
it took a second
the moment has come
one moment changed everything
i'm thinking about {topic}
i thought about it
just a thought
pause the recording
we paused the {thing}
could you repeat that [please|]
have you got a [minute|second|moment]
are you free for a minute
it will only take a [minute|moment|second]
it happened in a second
that was the moment of truth
every second counts
the second item is {quality}
i stopped by the office
the bus stops here
he stopped talking to me
i waited for {name}
she is waiting for you
we wait until {day}
hold the door for {name}
i'm thinking of moving to {place}
i checked the {thing}
let me in
let me help you
let me introduce {name}
let me show you the {thing}
how's everything
how's the {thing} coming along
what's going on
what's up
what's the plan [for {day}|]
what's wrong with the {thing}
who's next
who's in charge of {topic}
where's {name}
i love [it|that|the {adj} {thing}]
i like [it|that|your {thing}]
i hate [it|this|{topic}]
i see
i see what you mean
i understand
i understood
i hope so
i guess so
i guess not
i doubt it
i doubt that {opinion}
i object
i apologize
i appreciate it
i forgot [the {thing}|about {topic}|]
i remember [that|the {thing}|]
i'm good
i'm fine [thanks|]
i'm in
i'm here
i'm ready
i'm [busy|late|lost|tired|happy|confused|{number} minutes late]
i'm from {place}
i'm with {name} on this
i was [busy|late|wrong|right|there] [yesterday|]
i have a meeting at {time}
i have {number} {things}
i got it
i bought the {thing} in {place}
i believe [so|you|that {opinion}]
i prefer the {ordinal} {thing}
i'd rather {verb} it
i'd love to
i'd say {money}
i would {verb} it
i wouldn't do that
i won't be there on {day}
i can do that
i can {verb} the {thing} for you
we tried [it|that|everything]
we met {name} in {place}
we talked about {topic}
we won
we lost
we agree
we know
we'll see
we'll be there at {time}
you can {verb} it now
you can say that again
you know what i mean
you said {opinion}
you should talk to {name}
you were right [about {topic}|]
you have {number} {unit}
he [left|called|agreed|forgot|is late|doesn't know|said no]
she [left|called|agreed|forgot|is in a meeting|doesn't care|said yes]
they [left|called|agreed|forgot|are late|don't care]
he is the {ordinal} person who asked
it [works|failed|broke|happens|helps|hurts|matters]
it depends
it all went [well|wrong]
it's over
it's done
it's a deal
it's a [problem|mess|surprise|start]
it's up to {name}
it's been {number} {unit}
it was nice talking to you
it is what it is
all good
all set
all right then
all of us
none of them
everyone is here
everybody knows {name}
nobody knows
nobody asked
somebody has to {verb} it
something is wrong with the {thing}
nothing
nothing much
nothing to add
never heard of it
no idea
no questions
no rush
no comment
not at all
not today
not me
not bad
not that i know of
me neither
me too
same here
same for me
my fault
my mistake
my pleasure
my {person} will call you
great
great [job|news|work everyone]
perfect
awesome
cool
interesting
correct
wrong
true
indeed
wow
really
seriously
good for you
good luck
good night
take care
take your time
welcome [everyone|back|to the team]
congratulations
cheers
sorry
sorry about that
sorry i'm late
excuse me
pardon me
one of us should {verb} it
two of them are {quality}
next question [please|]
next slide please
any [questions|thoughts|updates|volunteers|news from {name}]
anything else
anyone else
what a [day|surprise|relief]
what else
what for
why
why not
why me
how come
how so
how about {day}
how about you
how about we {verb} the {thing}
when
where
who
since when
for how long
for {number} {unit}
from {day} to {day}
with {name}
without me
by {day}
next to {place}
the same
the same as {day}
the {adj} {thing} please
as soon as possible
as you wish
as always
whatever you [want|prefer|say]
up to you
let's see what happens
let's leave it there
let's call {name}
let's ask the {agent}
make it {number}
make sure {opinion}
turn it off
turn up the volume
take a note
take note that {opinion}
find the {adj} {thing}
check with {name}
ask {name} [about {topic}|]
call {name}
open the {thing}
read the {ordinal} one
explain the {thing} to me
start the recording
mute {name}
write that down
do it
do that again
go on
go back to the {ordinal} slide
keep going
keep me posted
try again
come in
count me in
count me out
there you go
here you go
here it is
here we are
that's me
that's not what i said
that's too [late|much|bad|expensive]
that's why {opinion}
that's where {person} lives
that's {name} speaking
that took {number} {unit}
this is the {ordinal} time
this is {quality}
this one
those are mine
these are the {adj} {things}
both of them are {quality}
either one is fine
according to {name} {opinion}
apparently {opinion}
unfortunately {problem}
hopefully {name} {past} it
luckily we {past} it
obviously {opinion}
by the way {problem}
in that case {opinion}
in my opinion {opinion}
for me {opinion}
to be honest {opinion}
as far as i know {opinion}
as i said {opinion}
for example {name} {past} the {thing}
first of all {opinion}
could you say that again
can you hear me
sorry i didn't catch that
what was the question
i mean the {adj} one
never mind
forget it
""".strip().split("\n")

WAIT = """
hold on
hold on [a second|a sec|a minute|a moment|one second|please|for a moment|for a second]
[please |]hold on
can you hold on [a second|a minute|for a moment|please|]
could you hold on [a second|a minute|for a moment|please|]
hang on
hang on [a second|a sec|a minute|a moment|one second|please|there]
can you hang on [a second|a minute|please|]
wait
wait [a second|a sec|a minute|a moment|one second|please|for me|up]
wait wait
wait wait wait
no wait
oh wait
please wait
please wait [a second|a minute|a moment|here]
can you wait [a second|a sec|a minute|a moment|please]
could you wait [a second|a minute|a moment|please]
would you wait [a second|a minute|a moment] [please|]
just wait
just wait [a second|a minute]
one second
one sec
one minute
one moment
one [second|moment|minute] please
just one [second|moment|minute|sec]
just a [second|moment|minute|sec]
just a [second|moment|minute|sec] please
just a [tiny |quick |]moment
give me a [second|sec|minute|moment]
give me one [second|sec|minute|moment]
give me just a [second|sec|minute|moment]
can you give me a [second|sec|minute|moment]
could you give me a [second|minute|moment] please
give me a [second|minute|moment] to [think|check|find it|look it up|read it]
give me some time [to think|]
give me a bit of time
i need a [second|minute|moment]
i need a [second|minute|moment] to [think|check|find it|look it up]
i need to think [about it|about that|for a second|for a moment]
i just need a [second|minute|moment]
let me think
let me think [about it|about that|for a second|for a moment|a moment]
let me see
let me [check|look|find it|look it up|look that up|see if i can find it|have a look|pull it up]
let me just [check|look|find it|look that up|grab it]
let me check [that|my {thing}|the {thing}|my calendar|with {name}] [for a second|real quick|first]
let me find [the {thing}|my {thing}|it]
let me get [my {thing}|a pen|my notes|the {thing}]
let me finish
let me finish [please|my sentence|what i was saying|first]
i'm not finished
i'm not finished yet
i'm not done [yet|]
i wasn't finished
i haven't finished
stop
stop [please|it|talking|there|right there|for a second|for a moment|now]
please stop
please stop talking
stop stop
stop stop stop
no stop
okay stop
{agent} stop
{agent} wait
{agent} hold on
{agent} [please |]be quiet
be quiet [please|for a second|for a moment|]
quiet please
hush
shut up
shush
pause
pause [please|for a second|for a moment|there]
can you pause [for a second|for a moment|please|there]
could you stop [please|for a second|for a moment|talking]
can you stop [please|for a second|for a moment|talking]
don't [say anything|answer yet|talk yet|speak yet|go yet|hang up]
not yet {agent}
don't interrupt me
please don't interrupt
bear with me
bear with me [please|for a second|for a moment|a second|a moment]
please bear with me
stand by
stand by [please|for a moment]
be right back
i'll be right back
i'll be back in a [second|minute|moment]
be with you in a [second|minute|moment]
back in a [second|minute|moment]
hold that thought
hold the line [please|]
can i put you on hold [for a moment|for a second|]
excuse me for a [second|moment|minute]
sorry [one|just a|give me a] [second|moment|minute]
sorry hold on
sorry hang on
um hold on [a second|]
uh wait [a second|]
uh one [second|moment]
um let me [think|see|check]
well let me [think|see|check]
hmm let me [think|see|check]
okay hold on [a second|]
okay give me a [second|moment|minute]
okay one [second|moment]
yeah hold on [a second|]
yeah one [second|moment]
yes just a [second|moment|minute]
sure give me a [second|moment|minute]
sure let me [check|look it up|see]
hold on i need to [find my {thing}|get a pen|open the {thing}|check something]
hold on i have to [find my {thing}|get a pen|open the {thing}|check something]
hold on let me [check|find it|get my {thing}|look it up]
wait let me [check|find it|get my {thing}|look it up|think]
wait i need to [find my {thing}|get a pen|check something]
hang on let me [check|find it|get my {thing}|look it up]
hang on i'm [looking|checking|still looking|opening it]
one second i'm [looking|checking|still looking|opening it]
i'm [still |]looking for it
i'm [still |]thinking
i'm still [reading|looking|checking]
i have to look it up
i'm looking it up
hold your horses
time out
give us a [second|minute|moment]
can we have a [second|moment|minute]
could we have a [second|moment|minute]
can i have a [second|moment|minute] [to think|please|]
can i think about it for a [second|moment|minute]
would you give me a [second|moment|minute]
would you hold on
do you mind waiting [a second|a minute|a moment]
would you mind waiting [a second|a minute|a moment]
mind if i take a [second|moment|minute]
i'll need a [second|moment|minute]
it'll take me a [second|moment|minute] to find it
let me take a [second|moment|minute]
just let me [think|check|finish|look]
give me a break for a second
give me a chance to [think|finish|look|speak]
give me time
let me speak
let me talk
let me read it first
let me ask [{name}|someone|{person}]
let me open [it|the {thing}|my calendar]
let me write that down
let me grab [a pen|my glasses|the {thing}]
let me turn on the light
let me put you on hold
you're interrupting me
you interrupted me
i was talking
i was still talking
i was speaking
i'm still talking
i'm not talking to you
that's enough
enough
okay enough
enough {agent}
cut it out
no no no
no no wait
no no stop
quit it
silence please
hold it
hold it right there
hold up
hold up a [second|minute]
whoa
whoa hold on
whoa wait
wait a bit
wait for it
wait there
wait just a [second|moment|minute]
wait no
wait what
wait let me finish
stay on the line
i have another call
i have to take this call
i need to take this
just a bit
a moment please
a second please
a minute please
not now
not now {agent}
later {agent}
i'm trying to remember
i'm trying to find it
still looking
still thinking
still searching
just looking for it
just checking
just a sec i'm [looking|checking]
checking now
looking now
just hold on
just hang on
just give me a [second|moment|minute|sec]
""".strip().split("\n")

CORE = {"wait", "stop", "hold on", "hang on", "pause", "one second", "one moment", "one minute", "one sec", "hush", "let me think", "let me see", "yes", "no", "sure", "okay",
        "hello", "bye", "thanks", "right", "maybe", "{number}", "{money}", "{name} {surname}", "so", "and", "but", "um", "uh", "i", "the", "well", "because", "if"}

# Beginnings that are never an end, whatever follows.
OPENINGS = """
so
and
but
well
um
uh
i
the
so um
okay so
yeah so
well i
i mean
i was
i guess the
and then
and um
so i
so the
but the
but i
because
because the
if
if we
when the
what about the
can you
can we
could you
i think the
i think we should
i would like to
i'd like to
i want to
i need to
i was wondering if
i was thinking that
what i mean is
the thing is
the problem is
the question is
my question is
my point is
the reason is that
what i wanted to say is
one more thing about the
as i said
as far as i
in terms of
with regard to
regarding the
the first
first of all
on the one hand
on the other hand
for example
let's say
it depends on
it's like
it's kind of
you know
we could
we should
we have to
we are going to
they said that
he told me that
she said the
do you
did you
how do we
how many
what is the
what do you
where is the
when do we
who is the
is there a
are there any
would you like to
please tell the
tell me the
send it to
give me the
give me
let me
let us
hold the
wait for the
hey {agent}
hi {agent} can you
{agent} can you
{agent} what is
{agent} i would like
{agent} please
""".strip().split("\n")

HESITATIONS = "um|uh|er|uhm|you know|like|i mean|well|hmm|so|let's see|how do i say|what's the word|sort of|basically".split("|")
TRAILING = "and|but|so|because|or|and then|and um|but um|so um|and the|or the|because the|which is|and also|and i|but i|so that|if|when|with|for|like|and uh|or uh|except|unless|although|then|plus|as well as the|including|such as".split("|")
# A sentence hardly ever stops behind one of these.
NEVER_LAST = set(
    "a an the of to for and but or nor with from at by into onto upon my your our their its his this these those is are was were be been being am "
    "will would can could should shall may might must have has had do does did i we they he she i'm we're they're you're he's she's i'd we'd i'll we'll you'll they'll i've we've they've "
    "because if when while although unless since than as about between during through toward towards among without within against under over per via "
    "very really quite too rather more most less such each every some any no another other which who whom whose that what where how why whether and/or "
    "don't doesn't didn't can't won't couldn't shouldn't wouldn't isn't aren't wasn't weren't let's there's mr mrs dr".split())
ASK = {
    "phone": ["what's your phone number", "can i have your phone number please", "which number can we reach you on", "could you give me your mobile number", "what number should i call"],
    "card": ["can you read me the card number", "what is your card number", "the long number on the card please"],
    "code": ["what is the code", "can i have your order number", "what's your customer number", "please tell me the reference number", "what's the booking code"],
    "email": ["what's your email address", "where should i send it", "can i have your email please", "could you spell your email"],
    "date": ["what is your date of birth", "which day would you like", "when should we meet", "what date works for you"],
    "address": ["what's your address", "where do you live", "where should we deliver it"],
    "count": ["how many would you like", "how many people", "how many do you need"],
    "name": ["what's your name", "who am i speaking with", "could you spell your name"],
    "open": ["how can i help you", "what can i do for you", "anything else", "what do you think", "tell me more", "is that all right", "does that work for you", "who wants to start", "what happened next", "shall we move on"],
}
DIGITS = "zero oh one two three four five six seven eight nine".split()
LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z".split()
DOMAINS = "gmail dot com|yahoo dot com|example dot org|outlook dot com|acme dot io|work dot net|company dot co dot uk|mail dot de".split("|")


def held_out(unit: str, share: int = 12) -> bool:
    """Whether a pattern or a sentence belongs to the measured part (share in a hundred)."""
    return int(hashlib.sha256(unit.encode()).hexdigest(), 16) % 100 < share


def expand(pattern: str, rng: random.Random) -> str:
    while "[" in pattern:
        pattern = re.sub(r"\[([^\[\]]*)\]", lambda m: rng.choice(m.group(1).split("|")), pattern, count=1)
    while "{" in pattern:
        pattern = re.sub(r"\{(\w+)\}", lambda m: rng.choice(SLOTS[m.group(1)].split("|")), pattern, count=1)
    return re.sub(r"\s+", " ", pattern).strip()
