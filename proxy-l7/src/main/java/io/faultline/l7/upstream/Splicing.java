package io.faultline.l7.upstream;

import io.faultline.core.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Sends long bodies of one connection from socket to socket, without a copy here. What the kernel can hand on need not
 * be read, so after such a body the next read is a short one: the next answer is most likely like the last.
 */
final class Splicing {

    /** What comes yet of a body of known length is worth a splice from here on. */
    private static final int WORTH_BYTES = 32 * 1024;

    /** Enough for a head; the rest of a body that is spliced need not be copied. */
    private static final int GLANCE_BYTES = 8 * 1024;

    private final Wire wire;
    private boolean spliced; // the body under way, or the last one

    Splicing(Wire wire) {
        this.wire = wire;
    }

    void exchangeBegins() {
        if (spliced) {
            wire.readAtMost(GLANCE_BYTES);
            spliced = false;
        }
    }

    void bodyBegins() {
        wire.readAtMost(Integer.MAX_VALUE);
    }

    static boolean isWorth(long rest) {
        return rest >= WORTH_BYTES;
    }

    /** @param sink null where bodies must pass through here */
    void begin(@Nullable Wire sink, long rest) {
        if (sink != null && wire.spliceTo(sink, rest)) {
            spliced = true;
        }
    }
}
