package parley.server.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoopGroup;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.conversation.rehearsal.Distribution;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.tts.Synthesizers;
import parley.webrtc.driver.MediaLoops;
import parley.webrtc.dtls.DtlsIdentity;

/**
 * Kills a gateway at random moments of recorded meetings, again and again, and looks at what is left when it is back: the
 * sound of each track against what had been said, and each final utterance that a subscriber had got. Two gateways take turns
 * on the processor, because a start leaves room for another.
 */
final class CrashTrial {
    private static final int GATEWAYS = 2;
    private static final int MEETINGS = 2;
    private static final String WORDS = "when does the meeting start";
    private static final int SOONEST_MILLIS = 700;
    private static final int LATEST_MILLIS = 4_500;

    private final HttpClient http;
    private final EventLoopGroup loops;
    private final DtlsIdentity identity;
    private final PcmFrame speech;
    private final boolean sealed;

    private CrashTrial(HttpClient http, EventLoopGroup loops, DtlsIdentity identity, PcmFrame speech, boolean sealed) {
        this.http = http;
        this.loops = loops;
        this.identity = identity;
        this.speech = speech;
        this.sealed = sealed;
    }

    /**
     * @param seed of the moments at which the gateways die
     * @param sealed with master keys
     */
    static void measure(
            Launcher launcher, int kills, long seed, boolean sealed, Path folder, ObjectNode report, PrintStream err)
            throws Exception {
        var loops = MediaLoops.open("talkers", 1);
        try (HttpClient http = HttpClient.newHttpClient();
                Synthesizers synthesizers = new Synthesizers();
                ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            short[] spoken = new SynthesizedCast(synthesizers).speak("espeak:en-us|freetts", WORDS, SampleRate.KHZ_24);
            CrashTrial trial = new CrashTrial(
                    http,
                    loops,
                    DtlsIdentity.generate(new SecureRandom()),
                    new PcmFrame(SampleRate.KHZ_24, 0, audible(spoken)),
                    sealed);
            AtomicInteger left = new AtomicInteger(kills);
            List<Future<List<Remains>>> running = new ArrayList<>();
            for (int lane = 0; lane < Math.min(GATEWAYS, kills); lane++) {
                Random random = new Random(seed * GATEWAYS + lane);
                Path own = folder.resolve("gateway-" + lane);
                Callable<List<Remains>> work = () -> trial.lane(launcher, own, random, left, err);
                running.add(lanes.submit(work));
            }
            List<Remains> all = new ArrayList<>();
            for (Future<List<Remains>> lane : running) {
                all.addAll(lane.get());
            }
            summarize(all, kills, report.putObject(sealed ? "crash_sealed" : "crash"));
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Without the silence around it: while it is said there is sound. */
    private static short[] audible(short[] samples) {
        int from = 0;
        int to = samples.length;
        while (from < to && Math.abs(samples[from]) < 300) {
            from++;
        }
        while (to > from && Math.abs(samples[to - 1]) < 300) {
            to--;
        }
        return Arrays.copyOfRange(samples, from, to);
    }

    private List<Remains> lane(Launcher launcher, Path folder, Random random, AtomicInteger left, PrintStream err)
            throws Exception {
        List<Remains> remains = new ArrayList<>();
        try (GatewayProcess gateway = GatewayProcess.start(launcher, http, folder, sealed)) {
            for (int round = 0; left.getAndDecrement() > 0; round++) {
                List<CrashedMeeting> meetings = new ArrayList<>();
                for (int i = 0; i < MEETINGS; i++) {
                    meetings.add(CrashedMeeting.open(
                            gateway, http, loops.next(), identity, "crash-" + round + "-" + i, speech));
                }
                for (CrashedMeeting meeting : meetings) {
                    meeting.begin();
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(SOONEST_MILLIS, LATEST_MILLIS));
                long killed = gateway.kill();
                meetings.forEach(CrashedMeeting::close);
                gateway.awaitUp();
                double downSeconds = (System.nanoTime() - killed) / 1e9;
                for (CrashedMeeting meeting : meetings) {
                    Remains found = meeting.remains(gateway, killed, downSeconds);
                    remains.add(found);
                    if (found.lostSeconds() > 1
                            || found.lostFinals() > 0
                            || !found.problem().isEmpty()) {
                        err.println("e2e: after a kill: " + found);
                    }
                }
            }
        }
        return remains;
    }

    private static void summarize(List<Remains> all, int kills, ObjectNode crash) {
        List<Double> lost = all.stream().map(Remains::lostSeconds).toList();
        List<Double> down = all.stream().map(Remains::downSeconds).toList();
        crash.put("kills", kills).put("meetings", all.size());
        crash.put("lost_seconds_max", hundredths(new Distribution(lost).percentile(1)));
        crash.put("lost_seconds_p50", hundredths(new Distribution(lost).percentile(0.5)));
        crash.put("finals", all.stream().mapToInt(Remains::finals).sum());
        crash.put("lost_finals", all.stream().mapToInt(Remains::lostFinals).sum());
        crash.put(
                "damaged_files",
                all.stream().filter(r -> !r.problem().isEmpty()).count());
        crash.put("back_after_s_p50", hundredths(new Distribution(down).percentile(0.5)));
        crash.put("back_after_s_max", hundredths(new Distribution(down).percentile(1)));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /**
     * What a killed meeting left.
     *
     * @param lostSeconds of sound before the kill, the worst of its tracks
     * @param finals final utterances that a subscriber had got
     * @param lostFinals those of them that the transcript does not have
     * @param problem what could not be read; empty for nothing
     */
    record Remains(
            String meeting, double lostSeconds, int finals, int lostFinals, double downSeconds, String problem) {}
}
