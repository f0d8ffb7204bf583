package parley.conversation.rehearsal;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import parley.archive.recording.DiskQueue;
import parley.archive.retention.MeetingFolders;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoreException;
import parley.connectors.room.RoomConfig;
import parley.connectors.room.RoomConnector;
import parley.connectors.room.RoomSignalling;
import parley.conversation.driver.BatchingVoiceScorer;
import parley.conversation.driver.BatchingWordJudge;
import parley.conversation.driver.ListeningEndingJudge;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.stt.Recognizer;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerSettings;
import parley.stt.Recognizers;
import parley.tts.SynthesisException;
import parley.tts.Synthesizer;
import parley.tts.Synthesizers;
import parley.turns.completeness.OnnxCompletenessModel;
import parley.turns.end.AudioEndingModel;
import parley.turns.floor.Pronunciations;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceModel;
import parley.webrtc.driver.MediaLoops;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;

/** Everything that rehearsals share: a gateway without a server around it, and the actors' side of the network. */
public final class Workbench implements AutoCloseable {
    private static final int GATEWAY_LOOPS = 2;
    private static final int WAITING_FOR_DISK = 16_384;

    final EventLoopGroup gatewayLoops;
    final EventLoopGroup actorLoops;
    final DtlsIdentity actorIdentity;
    final RoomConnector rooms;
    final RoomSignalling door;
    final BatchingVoiceScorer voices;
    final BatchingWordJudge words;
    /** Listens to the ends of turns, where that was asked for. */
    final Optional<ListeningEndingJudge> endings;

    final Inference inference;
    final Recognizer recognizer;
    final Synthesizers synthesizers;
    final Synthesizer agentVoice;
    final Pronunciations pronunciations;
    final DiskQueue disk;
    final SqliteTranscriptStore store;
    final MeetingFolders folders;
    final ScheduledExecutorService stage;
    private final MediaPort port;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** @param voice the agent's, as {@link Synthesizers} names it */
    public Workbench(Path output, String voice) throws IOException, StoreException, SynthesisException {
        this(output, voice, OnnxVoiceModel.bundled(), Optional.empty());
    }

    /**
     * @param voice the agent's, as {@link Synthesizers} names it
     * @param hearsVoices what tells voices from silence; closed with the workbench
     * @param hearsEndings what listens to the ends of turns, if anything; closed with the workbench
     */
    public Workbench(Path output, String voice, VoiceModel hearsVoices, Optional<AudioEndingModel> hearsEndings)
            throws IOException, StoreException, SynthesisException {
        SecureRandom random = new SecureRandom();
        Files.createDirectories(output);
        gatewayLoops = MediaLoops.open("gateway", GATEWAY_LOOPS);
        actorLoops = MediaLoops.open("actors", 1);
        EventLoop mediaLoop = gatewayLoops.next();
        port = MediaPort.open(MediaPortConfig.loopback(), mediaLoop, DtlsIdentity.generate(random), random);
        actorIdentity = DtlsIdentity.generate(random);
        rooms = new RoomConnector(port, RoomConfig.USUAL);
        door = new RoomSignalling(rooms);
        voices = new BatchingVoiceScorer(hearsVoices);
        endings = hearsEndings.map(ListeningEndingJudge::new);
        words = new BatchingWordJudge(OnnxCompletenessModel.bundled());
        inference = new Inference(InferenceSettings.forThisMachine());
        recognizer = Recognizers.with(inference).open(RecognizerSettings.auto(RecognizerInfo.Hears.SYNTHETIC_VOICES));
        synthesizers = new Synthesizers();
        agentVoice = synthesizers.open(voice);
        pronunciations = Pronunciations.load();
        disk = new DiskQueue(WAITING_FOR_DISK);
        store = SqliteTranscriptStore.open(output.resolve("rehearsals.db"));
        folders = new MeetingFolders(output);
        stage = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("stage").daemon().factory());
    }

    /** What is slow the first time only is done here. Blocks for some seconds. */
    public void warmUp() throws IOException, ScenarioException, InterruptedException {
        Warmup.run(this);
    }

    public RecognizerInfo recognizerInfo() {
        return recognizer.info();
    }

    public String voiceName() {
        return agentVoice.info().engine() + " " + agentVoice.info().voice();
    }

    /** The networks that hear voices and ends of turns. */
    public String turnEngines() {
        return voices.modelName() + ", "
                + endings.map(ListeningEndingJudge::modelName).orElse("words, melody and silence");
    }

    VoiceCast cast() {
        return new SynthesizedCast(synthesizers);
    }

    /** Closed with the workbench. */
    <T extends AutoCloseable> T keep(T part) {
        synchronized (opened) {
            opened.add(part);
        }
        return part;
    }

    @Override
    public void close() {
        synchronized (opened) {
            for (AutoCloseable part : opened) {
                try {
                    part.close();
                } catch (Exception e) {
                    org.slf4j.LoggerFactory.getLogger(Workbench.class).warn("cannot close {}", part, e);
                }
            }
        }
        stage.shutdownNow();
        rooms.close();
        port.close();
        voices.close();
        words.close();
        endings.ifPresent(ListeningEndingJudge::close);
        recognizer.close();
        inference.close();
        synthesizers.close();
        disk.close();
        try {
            store.close();
        } catch (StoreException e) {
            org.slf4j.LoggerFactory.getLogger(Workbench.class).warn("cannot close the store", e);
        }
        gatewayLoops.shutdownGracefully(0, 200, TimeUnit.MILLISECONDS);
        actorLoops.shutdownGracefully(0, 200, TimeUnit.MILLISECONDS);
    }
}
