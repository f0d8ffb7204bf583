package parley.tts.text;

/** Whether a place in a text lies inside something that must stay whole: a code fence, a link, an SSML element. */
final class OpenSpans {
    private final int longestSpan;
    private final int longestFence;
    private int bracketSince = -1;
    private int linkSince = -1;
    private int tagSince = -1;
    private int elementSince = -1;
    private int fenceSince = -1;
    private int tagNameStart;

    OpenSpans(int longestSpan, int longestFence) {
        this.longestSpan = longestSpan;
        this.longestFence = longestFence;
    }

    void accept(CharSequence text, int at) {
        char c = text.charAt(at);
        if (c == '`'
                && at >= 2
                && text.charAt(at - 1) == '`'
                && text.charAt(at - 2) == '`'
                && (at < 3 || text.charAt(at - 3) != '`')) {
            fenceSince = fenceSince < 0 ? at : -1;
        }
        if (fenceSince >= 0) {
            return;
        }
        switch (c) {
            case '[' -> bracketSince = at;
            case ']' -> bracketSince = -1;
            case '(' -> linkSince = at > 0 && text.charAt(at - 1) == ']' ? at : linkSince;
            case ')' -> linkSince = -1;
            case '<' -> {
                tagSince = at;
                tagNameStart = at + 1;
            }
            case '>' -> {
                if (tagSince >= 0) {
                    closeTag(text, at);
                }
            }
            default -> {}
        }
        if (tagSince >= 0 && at == tagNameStart && !Character.isLetter(c) && c != '/') {
            tagSince = -1; // "a < b" is no tag
        }
    }

    private void closeTag(CharSequence text, int at) {
        String tag = text.subSequence(tagNameStart, at).toString();
        tagSince = -1;
        boolean holdsTogether = SsmlMarkup.holdsTogether(tag);
        if (holdsTogether && tag.startsWith("/")) {
            elementSince = -1;
        } else if (holdsTogether && !tag.endsWith("/")) {
            elementSince = at;
        }
    }

    boolean open(int at) {
        return within(bracketSince, at, longestSpan)
                || within(linkSince, at, longestSpan)
                || within(tagSince, at, longestSpan)
                || within(elementSince, at, longestSpan)
                || within(fenceSince, at, longestFence);
    }

    private static boolean within(int since, int at, int longest) {
        return since >= 0 && at - since <= longest;
    }
}
