package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker's connections lead, counted by address. Source ports run out towards one address, not
 * on the whole, and the kernel's own list of sockets is too long to be read while all is well.
 *
 * <p>Asked once per connect. Bounded, for addresses may come from DNS: beyond the bound those without a
 * connection are forgotten, and if all have one, a newcomer is not counted.
 */
public final class Destinations {

    static final int MOST = 4_096;

    private final Map<PeerAddress, Destination> known = new ConcurrentHashMap<>();
    private int untilForgetting;

    /** The counts of an address, or null where there are too many. On the worker's loop only. */
    public @Nullable Destination towards(PeerAddress address) {
        Destination found = known.get(address);
        if (found != null || known.size() >= MOST && !forget()) {
            return found;
        }
        var added = new Destination(address);
        known.put(address, added);
        return added;
    }

    /** Looks through all of them, and so not at every connect. */
    private boolean forget() {
        if (untilForgetting > 0) {
            untilForgetting--;
            return false;
        }
        untilForgetting = MOST;
        known.values().removeIf(each -> each.open() == 0);
        return known.size() < MOST;
    }

    /** Connections to this address now. On any thread. */
    public long openTowards(PeerAddress address) {
        Destination found = known.get(address);
        return found == null ? 0 : found.open();
    }

    /** On any thread. */
    public Collection<Destination> all() {
        return known.values();
    }
}
