package io.faultline.benchmarks.load;

import java.util.Locale;

/**
 * What the generator is told to do, as one line.
 *
 * @param workload one of {@link LoadGenerator}'s
 * @param perSecond the fixed rate of an open loop, or 0: as fast as answers come
 * @param path what HTTP asks for
 */
public record LoadOrder(
        String workload, int port, int connections, double seconds, double perSecond, String path) {

    private static final String OPEN = "open-";

    public static LoadOrder closed(String workload, int port, int connections, double seconds) {
        return new LoadOrder(workload, port, connections, seconds, 0, "/");
    }

    /** To open the connections of this one, which follows. */
    public LoadOrder opening() {
        return new LoadOrder(OPEN + workload, port, connections, seconds, perSecond, path);
    }

    /** The one that follows. */
    LoadOrder opened() {
        var following = workload.substring(OPEN.length());
        return new LoadOrder(following, port, connections, seconds, perSecond, path);
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "%s %d %d %.3f %.3f %s",
                workload,
                port,
                connections,
                seconds,
                perSecond,
                path);
    }

    static LoadOrder parse(String line) {
        var part = line.split(" ");
        if (part.length != 6) {
            throw new IllegalArgumentException("not an order: " + line);
        }
        return new LoadOrder(
                part[0],
                Integer.parseInt(part[1]),
                Integer.parseInt(part[2]),
                Double.parseDouble(part[3]),
                Double.parseDouble(part[4]),
                part[5]);
    }
}
