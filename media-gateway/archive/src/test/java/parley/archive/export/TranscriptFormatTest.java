package parley.archive.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.Samples;
import parley.archive.transcript.StoredUtterance;

class TranscriptFormatTest {
    private final MeetingRecord meeting = Samples.meeting("m1", "a");
    private final List<StoredUtterance> talk =
            Samples.talk("m1", "Bob: the *budget* is <large> --> too large", "Eve: how large");

    @Test
    void shouldWriteWebVtt() {
        assertThat(TranscriptFormat.WEBVTT.write(meeting, talk))
                .startsWith("WEBVTT\n")
                .contains("00:00:05.000 --> 00:00:08.000\n<v Eve>how large\n")
                .contains("<v Bob>the *budget* is &lt;large&gt; --&gt; too large");
    }

    @Test
    void shouldWriteSrt() {
        assertThat(TranscriptFormat.SRT.write(meeting, talk))
                .startsWith("1\n00:00:00,000 --> 00:00:03,000\nBob: the *budget*")
                .contains("2\n00:00:05,000 --> 00:00:08,000\nEve: how large\n");
    }

    @Test
    void shouldWriteMarkdownInWhichNothingSaidIsMarkup() {
        assertThat(TranscriptFormat.MARKDOWN.write(meeting, talk))
                .startsWith("# Weekly review\n")
                .contains("the \\*budget\\* is \\<large\\>");
    }

    @Test
    void shouldWriteText() {
        assertThat(TranscriptFormat.TEXT.write(meeting, talk)).contains("[00:05] Eve: how large\n");
    }

    @Test
    void shouldWriteJson() throws Exception {
        assertThat(new ObjectMapper()
                        .readTree(TranscriptFormat.JSON.write(meeting, talk))
                        .at("/utterances/1/start_ms")
                        .asInt())
                .isEqualTo(5_000);
    }

    @Test
    void shouldKnowItsNames() {
        assertThat(TranscriptFormat.of("vtt")).contains(TranscriptFormat.WEBVTT);
        assertThat(TranscriptFormat.of("WebVTT")).contains(TranscriptFormat.WEBVTT);
        assertThat(TranscriptFormat.of("doc")).isEmpty();
    }
}
