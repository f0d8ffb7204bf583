package parley.tts.remote;

import java.net.URI;
import java.time.Duration;
import parley.audio.pcm.SampleRate;

/**
 * @param endpoint the whole address of the speech call, such as {@code https://host/v1/audio/speech}
 * @param key sent as a bearer token; nothing is sent when it is empty
 * @param rate of the samples that the endpoint answers in its format {@code pcm}
 * @param firstByte how long to wait for the answer to begin
 */
public record RemoteSettings(
        URI endpoint, String key, String model, String voice, SampleRate rate, Duration firstByte) {
    public RemoteSettings {
        String scheme = String.valueOf(endpoint.getScheme());
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("speech endpoint " + endpoint + " is neither http nor https");
        }
    }

    public static RemoteSettings of(URI endpoint, String key, String model, String voice) {
        return new RemoteSettings(endpoint, key, model, voice, SampleRate.KHZ_24, Duration.ofSeconds(5));
    }

    /** Without the key, which belongs in no log. */
    @Override
    public String toString() {
        return "speech endpoint " + endpoint + ", model " + model + ", voice " + voice;
    }
}
