package parley.webrtc.sdp;

/** An {@code a=} line; the value is empty for properties. */
public record SdpAttribute(String name, String value) {
    static SdpAttribute parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new SdpAttribute(text, "")
                : new SdpAttribute(text.substring(0, colon), text.substring(colon + 1));
    }

    String line() {
        return value.isEmpty() ? "a=" + name : "a=" + name + ":" + value;
    }
}
