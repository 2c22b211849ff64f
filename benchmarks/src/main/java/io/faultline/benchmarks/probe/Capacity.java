package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What HAProxy moves at most with the same generator (Faultline, where HAProxy is not installed): shares of it are the fixed rates that everybody is
 * put under. Found out once per section, when first asked for.
 */
public final class Capacity {

    private static final double SECONDS = 1.5;

    private final Drive atFullSpeed;
    private @Nullable Entrant reference;
    private double most;

    /** @param atFullSpeed the same load, as fast as answers come */
    public Capacity(Drive atFullSpeed) {
        this.atFullSpeed = atFullSpeed;
    }

    public void measuredOn(Map<String, Entrant> running) {
        reference = running.getOrDefault(Haproxy.NAME, running.get(Faultline.NAME));
    }

    /** Requests per second that are this share of the most. */
    public double share(double share) {
        if (most == 0) {
            var entrant = reference;
            if (entrant == null) {
                throw new IllegalStateException(
                        "neither haproxy nor faultline is here to tell what 100 % is");
            }
            try {
                atFullSpeed.run(entrant.port(), SECONDS); // the generator is compiled by a JIT too
                var result = atFullSpeed.run(entrant.port(), SECONDS);
                most = result.units() / result.seconds();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return share * most;
    }
}
