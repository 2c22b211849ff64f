package io.faultline.app.dashboard;

import io.faultline.app.admin.AdminStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who watches. All get the same bytes. Who still reads the last piece when the next one is there misses
 * it, and who misses too many in a row is let go: the page comes back by itself and is told everything
 * anew.
 */
final class Watchers {

    static final int MOST = 16;

    /** Seconds. */
    static final int MOST_MISSED = 10;

    private final Map<AdminStream, Integer> missed = new ConcurrentHashMap<>();

    /** On the admin loop, which takes one after the other: the bound holds. */
    void add(AdminStream stream) {
        missed.put(stream, 0);
    }

    int count() {
        missed.keySet().removeIf(each -> !each.isOpen());
        return missed.size();
    }

    void tell(byte[] piece) {
        missed.replaceAll(
                (stream, before) -> {
                    if (stream.offer(piece)) {
                        return 0;
                    }
                    if (before + 1 >= MOST_MISSED) {
                        stream.close();
                    }
                    return before + 1;
                });
    }

    void close() {
        missed.keySet().forEach(AdminStream::close);
        missed.clear();
    }
}
