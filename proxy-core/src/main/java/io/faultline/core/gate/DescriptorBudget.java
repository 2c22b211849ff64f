package io.faultline.core.gate;

import com.sun.management.UnixOperatingSystemMXBean;
import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.source.Origins;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many file descriptors this process may open and has open. A connection takes two, the client's
 * and the endpoint's; what is left after a reserve, halved, is how many connections we can serve
 * without ever running into {@code EMFILE}, where the health checks and the admin would go blind too.
 *
 * @param limit the soft {@code RLIMIT_NOFILE}
 * @param open how many were open when we looked
 * @param promised how many we shall open ourselves, for listeners and pipes
 */
public record DescriptorBudget(long limit, long open, long promised) {

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int PER_CONNECTION = 2;
    private static final int PER_PIPE = 2;
    private static final int SHARE_OF_PIPES = 8; // an eighth: without a pipe bytes are only copied
    private static final Pattern OPEN_FILES =
            Pattern.compile("^Max open files\\s+(\\d+|unlimited)\\s", Pattern.MULTILINE);

    /** Of this process, now. The JVM has raised its soft limit to the hard one at its start. */
    public static DescriptorBudget ofThisProcess() {
        DescriptorBudget fromProc =
                ofProcess(Path.of("/proc/self/limits"), Path.of("/proc/self/fd"));
        return fromProc == null ? ofPlatformBean() : fromProc;
    }

    /** From a {@code limits} file and a directory with an entry per descriptor; null without them. */
    static @Nullable DescriptorBudget ofProcess(Path limits, Path descriptors) {
        try (Stream<Path> open = Files.list(descriptors)) {
            Matcher line = OPEN_FILES.matcher(Files.readString(limits));
            if (!line.find()) {
                return null;
            }
            String soft = line.group(1);
            long limit = soft.equals("unlimited") ? UNLIMITED : Long.parseLong(soft);
            return new DescriptorBudget(limit, open.count(), 0);
        } catch (IOException noProc) {
            return null; // not Linux, or /proc is not mounted
        }
    }

    private static DescriptorBudget ofPlatformBean() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? new DescriptorBudget(
                        os.getMaxFileDescriptorCount(), os.getOpenFileDescriptorCount(), 0)
                : new DescriptorBudget(UNLIMITED, 0, 0);
    }

    /** How many pipes each of the workers may make, so that splicing leaves room for connections. */
    public int pipesPerWorker(int workers, int most) {
        long share = Math.max(0, limit - open - promised) / SHARE_OF_PIPES;
        return Math.clamp(share / PER_PIPE / workers, 0, most);
    }

    /** After these have been promised to workers: a socket per listener each, and pipes. */
    public DescriptorBudget less(int workers, int listeners, int pipesPerWorker) {
        long each = listeners + (long) PER_PIPE * pipesPerWorker;
        return new DescriptorBudget(limit, open, promised + workers * each);
    }

    /** How many connections the descriptors are good for, at least one. */
    private int connections(LimitsConfig limits) {
        return limit == UNLIMITED
                ? Integer.MAX_VALUE
                : Math.clamp(left(limits) / PER_CONNECTION, 1, Integer.MAX_VALUE);
    }

    private long left(LimitsConfig limits) {
        return limit - open - promised - limits.reservedDescriptors();
    }

    /** The cap on all connections of the process: what was asked for, or less where it cannot be kept. */
    Cap connectionCap(LimitsConfig limits, Origins origins) {
        int affordable = connections(limits);
        int asked = limits.maxConnections();
        boolean asAsked = limit == UNLIMITED || asked != 0 && asked <= affordable;
        return asAsked
                ? new Cap("limits.maxConnections", asked, origins.of(limits, "maxConnections"))
                : new Cap("limits.maxConnections", affordable, derivation(limits));
    }

    private String derivation(LimitsConfig limits) {
        return "(%d descriptors - %d open - %d for listeners and pipes - %d reserved) / %d"
                .formatted(limit, open, promised, limits.reservedDescriptors(), PER_CONNECTION);
    }

    /** What an operator should hear at start, or null where the limit is fine. */
    public @Nullable String warning(LimitsConfig limits, Origins origins) {
        int affordable = connections(limits);
        int asked = limits.maxConnections();
        if (left(limits) < PER_CONNECTION) {
            return "L4: no file descriptors are left for connections: %s. %s"
                    .formatted(derivation(limits), wayOut(1, limits));
        }
        return asked <= affordable
                ? null
                : "L4: limits.maxConnections is %d (%s), but the descriptors are good for %d: %s. Connections beyond that are refused. %s"
                        .formatted(
                                asked,
                                origins.of(limits, "maxConnections"),
                                affordable,
                                derivation(limits),
                                wayOut(asked, limits));
    }

    private String wayOut(int connections, LimitsConfig limits) {
        long needed = limit - left(limits) + (long) PER_CONNECTION * connections;
        return "Raise the limit to at least %d (ulimit -n, or LimitNOFILE= in the unit) and restart."
                .formatted(needed);
    }
}
