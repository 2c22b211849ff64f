package io.faultline.app.handover;

import io.faultline.app.unix.UnixSocket;
import io.faultline.app.unix.UnixSocket.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a running process to start its successor. */
public final class UpgradeRequest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /**
     * @param successor its process
     * @param refusal why there is none, or null
     */
    public record Answer(String successor, @Nullable String refusal) {}

    private UpgradeRequest() {}

    /** Waits for what comes of it. */
    public static Answer send(Path place) throws IOException {
        try (UnixSocket running = UnixSocket.connect(place)) {
            running.patience(PATIENCE);
            running.send(Words.say(Words.UPGRADE));
            Message answer = running.receive();
            String rest = Words.rest(answer);
            return Words.word(answer).equals(Words.UPGRADED)
                    ? new Answer(rest, null)
                    : new Answer("", rest);
        }
    }
}
