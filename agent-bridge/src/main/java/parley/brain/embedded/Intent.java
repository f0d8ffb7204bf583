package parley.brain.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody wants of the agent, apart from an answer out of its file. The first that fits counts. */
enum Intent {
    NOTE(
            "(?:please )?(?:can you |could you )?(?:note|write down|take a note|make a note|remember|put down)(?: that| of)?[:,]? (?<rest>.{3,})"),
    FORGET_NOTE("(?:scratch|forget|delete|remove|undo) (?:that|the last|your last|my last)(?: one| note)?"),
    REPEAT("(?:(?:can|could|would|will) you )?(?:please )?(?:repeat|say)(?: (?:that|it))? ?(?:again|once more|please)?|"
            + "(?:sorry|pardon|excuse me|what)(?: (?:what|sorry|what was that))?|(?:what|pardon) did you (?:just )?say|"
            + "i (?:didn't|did not) (?:hear|get|catch) (?:that|you)|come again|(?:what was that|once more)(?: again)?"),
    MORE(
            "(?:tell me|say|know|give me)? ?(?:some |a bit |a little )?more(?: about (?:that|it))?(?: please)?|go on|continue|"
                    + "and then|what else|keep going|please continue"),
    HAND_OVER(
            ".*\\b(?:talk|speak|get|connect|transfer|put)\\b.*\\b(?:a |an |some |real )?(?:human|person|people|colleague|"
                    + "operator|representative|somebody real|someone real|real person)\\b.*|.*\\bhuman please\\b.*"),
    LEAVE(
            "(?:you (?:can|may|should) |please )?(?:leave|go|hang up|drop off|leave us)(?: now| the (?:meeting|call|room)| alone| please)*"
                    + "|(?:good)?bye(?: bye)?(?: .{0,12})?|see you(?: later| soon)?"),
    STOP("stop(?: talking| it| please)?|be quiet|quiet|shush|shut up|never mind|that's enough|enough|silence"),
    SUMMARY(
            ".*\\b(?:summary|summarize|summarise|sum up|recap|your notes|my notes|the notes|action items?|what (?:did we|have we|was) "
                    + "(?:decide|decided|agree|agreed)|to ?dos?|minutes so far)\\b.*"),
    WHO(
            ".*\\b(?:who are you|what are you|what's your name|what is your name|your name|introduce yourself|are you (?:a |an )?"
                    + "(?:robot|bot|human|real|ai|person|machine|computer))\\b.*"),
    ABILITIES(
            "(?:so |and )?what (?:can|could|do) you do(?: .{0,20})?|(?:how )?can you help(?: me| us)?|help(?: me| us)?|"
                    + "what (?:can|may|should) (?:i|we) (?:ask|say)(?: you)?|what do you know(?: about)?"),
    HEARD(
            "(?:can|do) you hear (?:me|us)|are you (?:still )?(?:there|listening)|testing|test|one two three|hello is (?:this|it) (?:on|working)"),
    HOW("how are you(?: doing)?(?: today)?|how do you do|how is it going|how's it going|what's up"),
    THANKS("(?:okay |ok |great |perfect |cool |alright |good |no )*(?:thanks?|thank you|cheers)(?: .{0,20})?"
            + "|(?:great|perfect|cool|awesome|excellent|very good|nice|good job|well done)"),
    GREETING(
            "(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|howdy|welcome)(?: (?:there|everyone|everybody|all|again))?"
                    + "(?:,? (?:nice|good|great) to (?:meet|see) you)?|nice to meet you"),
    WEATHER_OR_NEWS(".*\\b(?:weather|news|stock price|football|joke|sing|poem|time is it|what day)\\b.*"),
    OUTSIDE(
            "(?:please )?(?:can|could|will|would)? ?(?:you )?(?:please )?(?<rest>(?:send|email|mail|call|phone|book|order|schedule|"
                    + "invite|buy|pay|google|search the (?:web|internet)|look up|translate|share (?:your|the) screen|remind|draw|open a ticket)\\b.*)");

    private static final List<Intent> ALL = List.of(values());
    /** What somebody begins with who takes the word and then asks: "no wait, when does it start". */
    private static final Pattern TAKING_THE_WORD = Pattern.compile(
            "^(?:wait|hold on|hang on|stop|sorry|excuse me|actually)"
                    + "(?: please| it| now| there| a (?:second|moment|minute))*[, ]+"
                    + "(?=(?:what|when|where|who|whose|which|how|why|is|are|can|could|do|does|did|will|would|tell)\\b.{6,})",
            Pattern.CASE_INSENSITIVE);

    private final Pattern pattern;

    Intent(String regex) {
        pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** An intent and what it is about. */
    record Meant(Intent intent, String rest) {}

    static Optional<Meant> in(String text, List<String> names) {
        String bare = bare(text, names);
        for (Intent intent : ALL) {
            Matcher matcher = intent.pattern.matcher(bare);
            if (matcher.matches()) {
                boolean rest = intent == NOTE || intent == OUTSIDE;
                return Optional.of(new Meant(intent, rest ? matcher.group("rest") : ""));
            }
        }
        return Optional.empty();
    }

    /** Without the agent's name, fillers, words that take the floor, and marks at either end. */
    static String bare(String text, List<String> names) {
        String bare =
                text.strip().replace('\u2019', '\'').replaceAll("[?!.]+$", "").strip();
        boolean changed = true;
        while (changed) {
            String before = bare;
            for (String name : names) {
                String quoted = Pattern.quote(name);
                bare = bare.replaceFirst("(?i)^(?:hey |hi |hello |okay |ok |so )?" + quoted + "\\b[,.:!]?\\s*", "")
                        .replaceFirst("(?i)[,\\s]+" + quoted + "$", "");
                if (bare.isBlank()) {
                    return before.toLowerCase(Locale.ROOT).matches("(?:hi|hello|hey)\\b.*") ? "hello" : "are you there";
                }
            }
            bare = bare.replaceFirst("(?i)^(?:um|uh|well|so|okay|ok|and|please|yes|no|right|alright)[, ]+(?=\\S)", "");
            bare = TAKING_THE_WORD.matcher(bare).replaceFirst("");
            changed = !bare.equals(before);
        }
        return bare;
    }
}
