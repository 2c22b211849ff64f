package io.faultline.core.observe.saturation.linux;

import io.faultline.core.address.PeerAddress;
import java.util.ArrayDeque;

/** The connections of all workers towards one address: those open now, and those closed lately. */
final class PortTally {

    private record Closed(double atSeconds, long total) {}

    private final PeerAddress address;
    private final ArrayDeque<Closed> history = new ArrayDeque<>();
    private long openSum;
    private long closedSum;
    private long open;

    PortTally(PeerAddress address) {
        this.address = address;
    }

    PeerAddress address() {
        return address;
    }

    /** What one worker has counted, within one look. */
    void add(long openNow, long closedEver) {
        openSum += Math.max(0, openNow);
        closedSum += closedEver;
    }

    /** All workers have been added: the look was at this time. */
    void counted(double nowSeconds, double keepSeconds) {
        open = openSum;
        if (!history.isEmpty() && closedSum < history.getLast().total()) {
            history.clear(); // a worker had forgotten this address, and began anew
        }
        history.addLast(new Closed(nowSeconds, closedSum));
        while (history.getFirst().atSeconds() < nowSeconds - keepSeconds) {
            history.removeFirst();
        }
        openSum = 0;
        closedSum = 0;
    }

    long open() {
        return open;
    }

    /** How many were closed within the time that is kept. */
    long closedLately() {
        return history.isEmpty() ? 0 : history.getLast().total() - history.getFirst().total();
    }
}
