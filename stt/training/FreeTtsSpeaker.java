import com.sun.speech.freetts.Item;
import com.sun.speech.freetts.Relation;
import com.sun.speech.freetts.Utterance;
import com.sun.speech.freetts.UtteranceProcessor;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.VoiceManager;
import com.sun.speech.freetts.audio.AudioPlayer;
import com.sun.speech.freetts.audio.SingleFileAudioPlayer;
import com.sun.speech.freetts.relp.LPCResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sound.sampled.AudioFileFormat;

/**
 * FreeTTS's kevin16 as a long-lived speaker for the training scripts: reads lines of
 * {@code file <tab> words-a-minute <tab> hertz <tab> pitch-range <tab> text}, writes file.wav, and
 * answers each with one line {@code spoken phoneme:end-in-seconds ...}.
 */
public final class FreeTtsSpeaker {
    @SuppressWarnings("unchecked")
    public static void main(String[] arguments) throws Exception {
        System.setProperty("freetts.voices", "com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory");
        Voice voice = VoiceManager.getInstance().getVoice("kevin16");
        voice.allocate();
        Deque<Utterance> spoken = new ConcurrentLinkedDeque<>();
        voice.getUtteranceProcessors().add((UtteranceProcessor) spoken::add);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] fields = line.split("\t", 5);
            voice.setRate(Float.parseFloat(fields[1]));
            voice.setPitch(Float.parseFloat(fields[2]));
            voice.setPitchRange(Float.parseFloat(fields[3]));
            AudioPlayer player = new SingleFileAudioPlayer(fields[0], AudioFileFormat.Type.WAVE);
            voice.setAudioPlayer(player);
            voice.speak(fields[4]);
            player.close();
            StringBuilder answer = new StringBuilder();
            double start = 0;
            while (!spoken.isEmpty()) {
                Utterance utterance = spoken.remove();
                LPCResult residual = (LPCResult) utterance.getObject("target_lpcres");
                double end = start;
                Relation segments = utterance.getRelation(Relation.SEGMENT);
                for (Item item = segments.getHead(); item != null; item = item.getNext()) {
                    end = start + item.getFeatures().getFloat("end");
                    answer.append(String.format(Locale.ROOT, "%s:%.3f ", item, end));
                }
                start += residual.getNumberOfSamples() / 16000.0;
            }
            System.out.println("spoken " + answer.toString().strip());
            System.out.flush();
        }
    }
}
