package parley.server.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import parley.archive.sealing.StoredFile;
import parley.archive.sound.SoundConversion;
import parley.gateway.v1.ReadRecordingRequest;
import parley.gateway.v1.RecordingChunk;
import parley.server.gateway.Caller;
import parley.server.gateway.ProblemException;
import parley.server.gateway.RecordingCalls;

/** Sends a recording as fast as the caller takes it. The call's thread may block; its handlers run elsewhere. */
final class RecordingStream extends OutputStream {
    private static final int CHUNK = 64 * 1024;

    private final ServerCallStreamObserver<RecordingChunk> answer;
    private final Semaphore ready = new Semaphore(0);

    /** To be made before the call's method returns, as gRPC asks of whoever sets handlers. */
    RecordingStream(ServerCallStreamObserver<RecordingChunk> answer) {
        this.answer = answer;
        answer.setOnReadyHandler(ready::release);
        answer.setOnCancelHandler(ready::release);
    }

    void send(RecordingCalls recordings, Caller caller, ReadRecordingRequest request) throws Exception {
        String format = request.getFormat();
        if (format.isEmpty() || format.equals(RecordingCalls.AS_RECORDED)) {
            sendFile(recordings.file(caller, request.getMeetingId(), request.getName()), request.getOffset());
            return;
        }
        if (request.getOffset() != 0) {
            throw new ProblemException(
                    ProblemException.Kind.INVALID,
                    "invalid-argument",
                    "only a recording as it was recorded can be read from the middle",
                    "Leave the offset out, or the format.",
                    "offset");
        }
        try (SoundConversion conversion =
                recordings.convert(caller, request.getMeetingId(), request.getName(), format)) {
            conversion.stream(this, (seconds, part) -> {});
        }
    }

    private void sendFile(StoredFile file, long offset) throws IOException {
        try (InputStream in = file.stream(offset)) {
            in.transferTo(this);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int at = 0; at < length; at += CHUNK) {
            awaitReady();
            answer.onNext(RecordingChunk.newBuilder()
                    .setData(ByteString.copyFrom(bytes, from + at, Math.min(CHUNK, length - at)))
                    .build());
        }
    }

    private void awaitReady() throws IOException {
        while (!answer.isReady()) {
            if (answer.isCancelled()) {
                throw new IOException("the caller has gone");
            }
            try {
                ready.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
