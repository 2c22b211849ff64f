package io.faultline.app.handover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Starts a successor and waits for what comes of it. One at a time. */
final class Upgrades {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration TO_STOP = Duration.ofSeconds(5);

    private final Path meeting;
    private @Nullable CompletableFuture<String> outcome; // "" when it serves
    private long pid;
    private boolean committed;
    private boolean givenUp;

    Upgrades(Path meeting) {
        this.meeting = meeting;
    }

    /** Waits until the successor serves, and returns null then, else why it does not. */
    @Nullable String start() {
        var result = new CompletableFuture<String>();
        Process process;
        synchronized (this) {
            if (outcome != null) {
                return "another upgrade is under way (process " + pid + ")";
            }
            try {
                process = Successor.start(meeting);
            } catch (IOException e) {
                return "the successor cannot be started: " + e.getMessage();
            }
            outcome = result;
            pid = process.pid();
            committed = false;
            givenUp = false;
        }
        try {
            process.onExit().thenAccept(ended -> result.complete(exit(ended.exitValue())));
            String why = result.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return why.isEmpty() ? null : why;
        } catch (TimeoutException late) {
            if (!giveUp()) {
                return null;
            }
            stop(process);
            return "the successor did not serve within "
                    + DEADLINE.toSeconds()
                    + " s, and was ended";
        } catch (ExecutionException | InterruptedException e) {
            stop(process);
            return "waiting for the successor was interrupted";
        } finally {
            synchronized (this) {
                outcome = null;
            }
        }
    }

    private static void stop(Process process) {
        process.destroy();
        process.onExit()
                .orTimeout(TO_STOP.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
    }

    private static String exit(int code) {
        return "the successor ended with exit code " + code + "; what it said stands in the log";
    }

    /** False when it serves by now: whoever ends it then ends the only one that accepts. */
    private synchronized boolean giveUp() {
        givenUp = !committed;
        return givenUp;
    }

    /** A successor serves. False when it is too late: it is being ended. */
    synchronized boolean commit(long who) {
        if (givenUp && who == pid) {
            return false;
        }
        committed = true;
        return true;
    }

    synchronized void succeeded() {
        if (outcome != null) {
            outcome.complete("");
        }
    }

    synchronized void failed(long who, String why) {
        if (outcome != null && who == pid) {
            outcome.complete(why);
        }
    }
}
