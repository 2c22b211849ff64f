package io.faultline.core.upstream;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells a cluster's listeners what happened: in the order it happened, and not before it took effect,
 * because a listener looks at the cluster and may call back. Control thread only, but for {@link
 * #addListener}.
 */
final class ClusterNews {

    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<ClusterEvent> untold = new ArrayDeque<>();
    private boolean telling;

    /** Any thread. */
    void addListener(ClusterListener listener) {
        listeners.add(listener);
    }

    void add(ClusterEvent event) {
        untold.add(event);
    }

    /** All that was added has taken effect. */
    void tell() {
        if (telling) {
            return; // a listener called back: what follows from it is told after the rest
        }
        telling = true;
        try {
            ClusterEvent event;
            while ((event = untold.poll()) != null) {
                for (ClusterListener listener : listeners) {
                    listener.on(event);
                }
            }
        } finally {
            telling = false;
        }
    }
}
