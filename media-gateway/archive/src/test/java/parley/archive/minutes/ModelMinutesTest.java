package parley.archive.minutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.archive.transcript.Samples;
import parley.archive.transcript.StoredUtterance;

class ModelMinutesTest {
    private static final String ANSWER =
            "Sure! {\"summary\":[{\"text\":\"It was late.\",\"from\":[1,99]},{\"text\":\"Invented.\",\"from\":[]}],"
                    + "\"decisions\":[],\"action_items\":[{\"text\":\"Send it\",\"owner\":\"Eve\",\"due\":\"Friday\",\"from\":[2]}],"
                    + "\"open_questions\":[],\"topics\":[{\"title\":\"Billing\",\"from\":1}]}";

    private static final class Scripted implements MinutesModel {
        final List<String> asked = new ArrayList<>();
        private final String answer;

        Scripted(String answer) {
            this.answer = answer;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public String answer(String instructions, String text) {
            asked.add(text);
            return answer;
        }
    }

    private final List<StoredUtterance> talk = Samples.talk("m1", "Bob: it is late", "Eve: i will send it");

    @Test
    void shouldDropStatementsThatCiteNothing() throws Exception {
        Minutes minutes = new ModelMinutes(new Scripted(ANSWER)).of("m1", "", talk, List.of());
        assertThat(minutes.summary()).hasSize(1);
        assertThat(minutes.summary().getFirst().citations())
                .extracting(Minutes.Citation::utteranceId)
                .containsExactly("u1");
        assertThat(minutes.actionItems().getFirst().owner()).isEqualTo("Eve");
        assertThat(minutes.topics()).containsExactly(new Minutes.Topic("Billing", 0, 8_000));
        assertThat(minutes.method()).isEqualTo("scripted");
    }

    @Test
    void shouldReadALongMeetingInPartsAndMergeThem() throws Exception {
        String[] lines = Collections.nCopies(400, "Bob: we talk and talk about the very same thing again and again")
                .toArray(String[]::new);
        Scripted model = new Scripted(ANSWER);
        new ModelMinutes(model).of("m1", "", Samples.talk("m1", lines), List.of());
        assertThat(model.asked.size()).isGreaterThan(2);
        assertThat(model.asked.getLast()).startsWith("{").contains("\"summary\"");
    }

    @Test
    void shouldSayThatTheModelDoesNotKeepToTheForm() {
        assertThatThrownBy(() -> new ModelMinutes(new Scripted("I cannot do that")).of("m1", "", talk, List.of()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new ModelMinutes(new Scripted("{\"summary\": [}")).of("m1", "", talk, List.of()))
                .isInstanceOf(IOException.class);
    }
}
