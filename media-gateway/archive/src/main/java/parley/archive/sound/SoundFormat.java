package parley.archive.sound;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avcodec;

/** What a recording can be made into. */
public enum SoundFormat {
    MP4("mp4", avcodec.AV_CODEC_ID_AAC, "audio/mp4"),
    M4A("ipod", avcodec.AV_CODEC_ID_AAC, "audio/mp4"),
    MP3("mp3", avcodec.AV_CODEC_ID_MP3, "audio/mpeg");

    private final String container;
    private final int codec;
    private final String mediaType;

    SoundFormat(String container, int codec, String mediaType) {
        this.container = container;
        this.codec = codec;
        this.mediaType = mediaType;
    }

    /** The format of that name, in any case. */
    public static Optional<SoundFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.suffix().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All names, to tell a person. */
    public static String names() {
        return Arrays.stream(values()).map(SoundFormat::suffix).collect(Collectors.joining(", "));
    }

    public String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String mediaType() {
        return mediaType;
    }

    /** FFmpeg's name for the container. */
    String container() {
        return container;
    }

    int codec() {
        return codec;
    }

    boolean isMp4() {
        return this != MP3;
    }
}
