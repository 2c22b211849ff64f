package io.faultline.app.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the program's own log says more of, or less, for a time. Loggers of ours and of Netty only; none
 * of them is on the way of a request, so a loud log costs the disk and not the traffic. Any thread.
 */
public final class LogLevels {

    /** What can be asked for, from the loudest on. */
    public static final List<String> LEVELS =
            List.of("trace", "debug", "info", "warning", "error", "off");

    /** Whose loggers may be touched; names below them too. */
    public static final List<String> ROOTS = List.of("faultline", "io.faultline", "io.netty");

    private static final List<Level> JUL =
            List.of(Level.FINEST, Level.FINE, Level.INFO, Level.WARNING, Level.SEVERE, Level.OFF);

    /**
     * One that is set.
     *
     * @param until when it ends, or null
     */
    public record Setting(String logger, String level, @Nullable Instant until) {}

    private record Held(Logger logger, Level before, Setting setting) {}

    private final InstantSource clock;
    private final Map<String, Held> held = new TreeMap<>();

    public LogLevels(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Sets a level in the place of the one before.
     *
     * @param lasts null: until another one is set, or the process ends
     * @throws IllegalArgumentException with a sentence
     */
    public synchronized Setting set(String logger, String level, @Nullable Duration lasts) {
        if (!isOurs(logger)) {
            throw new IllegalArgumentException(
                    "There is no logger '"
                            + logger
                            + "'. Those that are: "
                            + String.join(", ", ROOTS)
                            + ", and what is below them.");
        }
        int index = LEVELS.indexOf(level);
        if (index < 0) {
            throw new IllegalArgumentException("level is one of: " + String.join(", ", LEVELS));
        }
        Logger target = Logger.getLogger(logger);
        Held earlier = held.get(logger);
        Level before = earlier == null ? target.getLevel() : earlier.before;
        var setting =
                new Setting(logger, level, lasts == null ? null : clock.instant().plus(lasts));
        held.put(logger, new Held(target, before, setting));
        target.setLevel(JUL.get(index));
        if (lasts != null) {
            CompletableFuture.delayedExecutor(lasts.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> end(setting));
        }
        return setting;
    }

    /** Gives a logger back what it had; nothing where nothing is set. */
    public synchronized void reset(String logger) {
        Held over = held.remove(logger);
        if (over != null) {
            over.logger.setLevel(over.before);
        }
    }

    /** Unless another one has taken its place. */
    private synchronized void end(Setting setting) {
        Held now = held.get(setting.logger());
        if (now != null && now.setting == setting) {
            reset(setting.logger());
        }
    }

    /** What is set now. */
    public synchronized List<Setting> all() {
        return new ArrayList<>(held.values().stream().map(Held::setting).toList());
    }

    private static boolean isOurs(String logger) {
        return ROOTS.stream()
                .anyMatch(root -> logger.equals(root) || logger.startsWith(root + "."));
    }
}
