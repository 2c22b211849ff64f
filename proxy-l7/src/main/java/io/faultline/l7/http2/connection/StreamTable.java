package io.faultline.l7.http2.connection;

import org.jspecify.annotations.Nullable;

/** The open streams of a connection by their number: an open hash without boxes. */
final class StreamTable {

    private static final int FIRST_SLOTS = 16; // a power of two, and twice what is in use at most

    private @Nullable Http2Stream[] slots = new @Nullable Http2Stream[FIRST_SLOTS];
    private int count;

    int count() {
        return count;
    }

    @Nullable Http2Stream get(int id) {
        int mask = slots.length - 1;
        for (int i = slot(id, mask); ; i = i + 1 & mask) {
            Http2Stream found = slots[i];
            if (found == null || found.id() == id) {
                return found;
            }
        }
    }

    void put(Http2Stream stream) {
        if (++count * 2 > slots.length) {
            grow();
        }
        insert(stream);
    }

    private void insert(Http2Stream stream) {
        int mask = slots.length - 1;
        int i = slot(stream.id(), mask);
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = stream;
    }

    private void grow() {
        @Nullable Http2Stream[] old = slots;
        slots = new @Nullable Http2Stream[old.length * 2];
        for (Http2Stream stream : old) {
            if (stream != null) {
                insert(stream);
            }
        }
    }

    void remove(int id) {
        int mask = slots.length - 1;
        int hole = slot(id, mask);
        while (true) {
            Http2Stream found = slots[hole];
            if (found == null) {
                return;
            }
            if (found.id() == id) {
                break;
            }
            hole = hole + 1 & mask;
        }
        slots[hole] = null;
        count--;
        // Those behind it that a search would no longer reach move up.
        for (int i = hole + 1 & mask; ; i = i + 1 & mask) {
            Http2Stream next = slots[i];
            if (next == null) {
                return;
            }
            int home = slot(next.id(), mask);
            if ((i - home & mask) >= (i - hole & mask)) {
                slots[hole] = next;
                slots[i] = null;
                hole = i;
            }
        }
    }

    /** Any of them, or null when there is none. */
    @Nullable Http2Stream any() {
        if (count > 0) {
            for (Http2Stream stream : slots) {
                if (stream != null) {
                    return stream;
                }
            }
        }
        return null;
    }

    /** Any one above this number, or null when there is none. */
    @Nullable Http2Stream above(int id) {
        for (Http2Stream stream : slots) {
            if (stream != null && stream.id() > id) {
                return stream;
            }
        }
        return null;
    }

    /** For a look at all of them: how many places to ask {@link #at}. */
    int places() {
        return slots.length;
    }

    @Nullable Http2Stream at(int place) {
        return slots[place];
    }

    private static int slot(int id, int mask) {
        return id >>> 1 & mask; // the lowest bit tells who opened it
    }
}
