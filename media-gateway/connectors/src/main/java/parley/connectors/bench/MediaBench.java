package parley.connectors.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.connectors.voice.VoicePath;
import parley.webrtc.bench.LossTrial;
import parley.webrtc.bench.Measurements;
import parley.webrtc.netem.NetworkConditions;
import parley.webrtc.peer.WebRtc;

/**
 * {@code ./parley bench media}: what the media core reaches on this machine. Gateway and participants share the process and
 * its cores; numbers per core count everything that is not the participants' thread as the gateway's.
 */
public final class MediaBench {
    private static final double LOSS = 0.1;

    private final MediaBenchOptions options;
    private final long seed;
    private final PrintStream progress;
    private final ObjectNode result = new ObjectMapper().createObjectNode();

    private MediaBench(MediaBenchOptions options, long seed, PrintStream progress) {
        this.options = options;
        this.seed = seed;
        this.progress = progress;
    }

    /** Runs everything, says on {@code progress} what it is at, and returns one JSON object. */
    public static String run(MediaBenchOptions options, long seed, PrintStream progress)
            throws IOException, OpusException {
        return new MediaBench(options, seed, progress).run();
    }

    private String run() throws IOException, OpusException {
        result.put("seed", seed).put("cores", Runtime.getRuntime().availableProcessors());
        progress.println("warming up");
        WebRtc.warmUp();
        VoicePath.warmUp();
        RoomTrials trials = new RoomTrials(options.measured());
        setup();
        packets(trials);
        speaking(trials);
        listening(trials);
        conversing(trials);
        memory();
        loss();
        if (options.janus()) {
            janus();
        }
        churn();
        return result.toString();
    }

    private void percentiles(String key, Measurements values) {
        result.putObject(key)
                .put("p50", rounded(values.percentile(0.5)))
                .put("p95", rounded(values.percentile(0.95)))
                .put("p99", rounded(values.percentile(0.99)))
                .put("count", values.count());
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private void packets(RoomTrials trials) throws IOException, OpusException {
        progress.println("packets to frames, " + options.speakers() + " speaking");
        percentiles("packet_to_frame_ms", trials.packetToFrame(options.speakers()));
    }

    private void speaking(RoomTrials trials) throws IOException, OpusException {
        progress.println("frames to packets");
        RoomTrials.Speaking speaking = trials.speaking();
        percentiles("frame_to_packet_ms", speaking.frameToPacketMillis());
        percentiles("pacing_error_ms", speaking.pacingErrorMillis());
        percentiles("timer_error_ms", speaking.timerErrorMillis());
    }

    private void listening(RoomTrials trials) throws IOException, OpusException {
        progress.println("listening to " + options.listening());
        RoomTrials.Cost cost = trials.listening(options.listening());
        result.put("listening_per_core", rounded(cost.perCore(options.listening())));
        cost("listening", cost, options.listening());
    }

    private void conversing(RoomTrials trials) throws IOException, OpusException {
        progress.println(options.conversing() + " conversing, a fifth of them talking");
        RoomTrials.Cost cost = trials.conversing(options.conversing());
        result.put("conversing_per_core", rounded(cost.perCore(options.conversing())));
        cost("conversing", cost, options.conversing());
    }

    private void cost(String key, RoomTrials.Cost cost, int participants) {
        result.putObject(key)
                .put("participants", participants)
                .put("gateway_cores", rounded(cost.gatewayCores()))
                .put("driver_cores", rounded(cost.driverCores()))
                .put("frames_delivered", rounded(cost.framesShare()));
    }

    private void setup() throws IOException, OpusException {
        progress.println("setting up " + options.setups() + " connections");
        percentiles("setup_ms", SetupTrial.setups(options.setups()));
    }

    private void memory() throws IOException, OpusException {
        progress.println("memory of " + options.speakers() + " participants");
        result.put("memory_per_participant_mb", rounded(SetupTrial.memoryPerParticipant(options.speakers())));
    }

    private void loss() throws OpusException {
        progress.println("a voice through 10% loss");
        LossTrial trial = new LossTrial(NetworkConditions.PERFECT.withLoss(LOSS).withDelay(20, 3), new Random(seed));
        OpusSettings protectedVoice = new OpusSettings(32_000, 5, 20, false);
        LossTrial.Outcome outcome = trial.run(120, protectedVoice);
        result.put("concealed_share_at_10_percent_loss", rounded(outcome.concealedVoicedShare()));
        result.putObject("loss")
                .put("lost", rounded(outcome.lostShare()))
                .put("concealed_of_all_frames", rounded(outcome.concealedShare()))
                .put("recovered", rounded(outcome.recoveredShare()))
                .put("wait_p50_ms", rounded(outcome.waitMillis().percentile(0.5)))
                .put("wait_p95_ms", rounded(outcome.waitMillis().percentile(0.95)));
    }

    private void janus() throws IOException, OpusException {
        progress.println("the same clips in Janus's AudioBridge and in a room");
        Optional<JanusTrial.Outcome> outcome;
        try {
            outcome = new JanusTrial(options.measured()).run(progress);
        } catch (CompletionException | IllegalStateException e) {
            // Another's server: what it does must not cost the other numbers.
            result.putObject("janus").put("failed", String.valueOf(e.getMessage()));
            return;
        }
        if (outcome.isEmpty()) {
            result.putObject("janus")
                    .put(
                            "skipped",
                            "janus is not installed (apt-get install -y janus), or there is no address but loopback");
            return;
        }
        JanusTrial.Outcome both = outcome.get();
        result.putObject("janus")
                .put("cpu_ratio", rounded(both.room().cores() / both.janus().cores()))
                .put(
                        "latency_ratio",
                        rounded(both.room().latencyMillis() / both.janus().latencyMillis()))
                .put("room_cores", rounded(both.room().cores()))
                .put("janus_cores", rounded(both.janus().cores()))
                .put("room_latency_ms", rounded(both.room().latencyMillis()))
                .put("janus_latency_ms", rounded(both.janus().latencyMillis()));
    }

    private void churn() throws IOException, OpusException {
        progress.println("coming and going for " + options.churn().toSeconds() + " s");
        ChurnTrial.Growth growth = new ChurnTrial(options.churn(), seed).run();
        result.putObject("churn")
                .put("memory_growth_mb", rounded(growth.memoryMb()))
                .put("thread_growth", growth.threads())
                .put("descriptor_growth", growth.descriptors())
                .put("joins", growth.joins())
                .put("seconds", options.churn().toSeconds());
    }
}
