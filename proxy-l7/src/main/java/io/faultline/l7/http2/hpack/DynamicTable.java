package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import java.util.Arrays;

/**
 * RFC 7541 2.3.2: the entries that one side has told the other, newest first. They lie one behind the other in a ring of bytes, each
 * as a line of HTTP/1, so that an indexed field is one copy away from a head, and an entry costs no object.
 *
 * <p>A line is shorter than what RFC 7541 4.1 counts for its entry, so a ring of the table's size always
 * has room. Ring and index grow with what is used: most connections never fill them.
 */
final class DynamicTable {

    /** RFC 7541 4.1: what an entry counts for beyond its name and value. */
    static final int OVERHEAD = 32;

    private static final int START = 0;
    private static final int NAME_LENGTH = 1;
    private static final int VALUE_LENGTH = 2;
    private static final int FACTS = 3;
    private static final int HASH = 4;
    private static final int OLDER = 5; // the entry before this one in the same bucket
    private static final int STRIDE = 6;

    private static final int FIRST_BYTES = 512;
    private static final int FIRST_ENTRIES = 16;
    private static final int MOST_STEPS = 16; // whoever makes hashes collide gains no more
    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};

    /** What a line has besides its name and value. */
    static final int LINE_OVERHEAD = COLON.length + LINE_END.length;

    private byte[] ring = new byte[0]; // a power of two, or empty
    private int[] entries = new int[0];
    private int ringEnd; // where the next line begins, not yet wrapped
    private int inserted; // entries ever inserted; wraps around in the end, and may
    private int count;
    private int size;
    private int maxSize;

    DynamicTable(int maxSize) {
        this.maxSize = maxSize;
    }

    int count() {
        return count;
    }

    /** As RFC 7541 4.1 counts. */
    int size() {
        return size;
    }

    int maxSize() {
        return maxSize;
    }

    void maxSize(int newMaxSize) {
        maxSize = newMaxSize;
        evict(newMaxSize);
    }

    private void evict(int down) {
        while (size > down) {
            int oldest = slot(count);
            size -= entries[oldest + NAME_LENGTH] + entries[oldest + VALUE_LENGTH] + OVERHEAD;
            count--;
        }
    }

    /** @param index 1 for the newest entry */
    private int slot(int index) {
        return slotOf(inserted - index);
    }

    private int slotOf(int sequence) {
        return (sequence & entries.length / STRIDE - 1) * STRIDE;
    }

    int nameLength(int index) {
        return entries[slot(index) + NAME_LENGTH];
    }

    int valueLength(int index) {
        return entries[slot(index) + VALUE_LENGTH];
    }

    /** See {@link FieldFacts}. */
    int facts(int index) {
        return entries[slot(index) + FACTS];
    }

    /** The first so many bytes of the line of this entry. */
    void copyLine(int index, int length, byte[] into, int at) {
        int from = entries[slot(index) + START] & ring.length - 1;
        int first = Math.min(length, ring.length - from);
        System.arraycopy(ring, from, into, at, first);
        System.arraycopy(ring, 0, into, at + first, length - first);
    }

    /**
     * Inserts an entry whose line stands in {@code bytes}. What no longer fits leaves; an entry larger
     * than the table leaves it empty (RFC 7541 4.4).
     */
    void add(byte[] bytes, int line, int nameLength, int valueLength, int facts) {
        if (makeRoom(nameLength, valueLength)) {
            put(bytes, line, nameLength + valueLength + LINE_OVERHEAD);
            entry(nameLength, valueLength, facts, 0, 0);
        }
    }

    /**
     * Inserts an entry that {@link #find} finds by this hash.
     *
     * @param older the sequence number of the last entry before this one with an equal hash, or any other
     * @return false when it does not fit, whatever leaves
     */
    boolean add(byte[] bytes, int name, int nameEnd, int value, int valueEnd, int hash, int older) {
        int nameLength = nameEnd - name;
        int valueLength = valueEnd - value;
        if (!makeRoom(nameLength, valueLength)) {
            return false;
        }
        for (int i = name; i < nameEnd; i++) {
            ring[ringEnd++ & ring.length - 1] = Ascii.lower(bytes[i]);
        }
        put(COLON, 0, COLON.length);
        put(bytes, value, valueLength);
        put(LINE_END, 0, LINE_END.length);
        entry(nameLength, valueLength, 0, hash, older);
        return true;
    }

    /** The number of the entry that was inserted last: one more than that of the entry before it. */
    int newest() {
        return inserted - 1;
    }

    /**
     * Looks for an entry of this name, in whatever case, and this value, beginning with the one of this
     * sequence number. What was evicted ends the search: all that is older has left before it.
     *
     * @return its index, or 0
     */
    int find(int sequence, int hash, byte[] bytes, int name, int nameEnd, int value, int valueEnd) {
        int nameLength = nameEnd - name;
        int valueLength = valueEnd - value;
        int index = inserted - sequence;
        for (int steps = 0; steps < MOST_STEPS && index > 0 && index <= count; steps++) {
            int at = slot(index);
            if (entries[at + HASH] == hash
                    && entries[at + NAME_LENGTH] == nameLength
                    && entries[at + VALUE_LENGTH] == valueLength
                    && hasName(entries[at + START], bytes, name, nameEnd)
                    && hasBytes(
                            entries[at + START] + nameLength + COLON.length,
                            bytes,
                            value,
                            valueEnd)) {
                return index;
            }
            index = inserted - entries[at + OLDER];
        }
        return 0;
    }

    private boolean hasName(int start, byte[] bytes, int from, int to) {
        int mask = ring.length - 1;
        for (int i = from, at = start; i < to; i++, at++) {
            if (Ascii.lower(bytes[i]) != ring[at & mask]) {
                return false;
            }
        }
        return true;
    }

    private boolean hasBytes(int start, byte[] bytes, int from, int to) {
        int at = start & ring.length - 1;
        int middle = Math.min(to, from + ring.length - at);
        return Arrays.equals(ring, at, at + middle - from, bytes, from, middle)
                && Arrays.equals(ring, 0, to - middle, bytes, middle, to);
    }

    private boolean makeRoom(int nameLength, int valueLength) {
        // As a long: lengths come from the peer.
        long needed = (long) nameLength + valueLength + OVERHEAD;
        if (needed > maxSize) {
            evict(0);
            return false;
        }
        evict(maxSize - (int) needed);
        int line = nameLength + valueLength + LINE_OVERHEAD;
        int live = count == 0 ? 0 : ringEnd - entries[slot(count) + START];
        if (live + line > ring.length) {
            growRing(live, live + line);
        }
        if (count == entries.length / STRIDE) {
            growEntries();
        }
        return true;
    }

    private void growRing(int live, int needed) {
        byte[] larger = new byte[Math.max(FIRST_BYTES, Integer.highestOneBit(needed - 1) << 1)];
        int from = ringEnd - live;
        for (int at = from; at != ringEnd; at++) {
            larger[at & larger.length - 1] = ring[at & ring.length - 1];
        }
        ring = larger;
    }

    private void growEntries() {
        int slots = Math.max(FIRST_ENTRIES, count * 2);
        int[] larger = new int[slots * STRIDE];
        for (int sequence = inserted - count; sequence != inserted; sequence++) {
            System.arraycopy(
                    entries, slotOf(sequence), larger, (sequence & slots - 1) * STRIDE, STRIDE);
        }
        entries = larger;
    }

    private void put(byte[] bytes, int from, int length) {
        int at = ringEnd & ring.length - 1;
        int first = Math.min(length, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, length - first);
        ringEnd += length;
    }

    private void entry(int nameLength, int valueLength, int facts, int hash, int older) {
        int lineLength = nameLength + valueLength + LINE_OVERHEAD;
        int at = slotOf(inserted);
        entries[at + START] = ringEnd - lineLength;
        entries[at + NAME_LENGTH] = nameLength;
        entries[at + VALUE_LENGTH] = valueLength;
        entries[at + FACTS] = facts;
        entries[at + HASH] = hash;
        entries[at + OLDER] = older;
        inserted++;
        count++;
        size += nameLength + valueLength + OVERHEAD;
    }
}
