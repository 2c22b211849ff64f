package io.faultline.l7.route;

import io.faultline.l7.message.Ascii;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose keys are ranges of bytes, so that a request is looked up without making text of
 * it. Immutable. The hash is the caller's, who works it out while walking over the bytes.
 */
final class ByteTable<V> {

    private final byte[][] keys;
    private final @Nullable Object[] values;
    private final int[] hashes;
    private final int mask;
    private final int longest;
    private final boolean ignoresCase;

    private ByteTable(int slots, int longest, boolean ignoresCase) {
        keys = new byte[slots][];
        values = new Object[slots];
        hashes = new int[slots];
        mask = slots - 1;
        this.longest = longest;
        this.ignoresCase = ignoresCase;
    }

    /** For paths: hashed from the first byte to the last. */
    static <V> ByteTable<V> ofPaths(Map<String, V> entries) {
        ByteTable<V> table = empty(entries, false);
        entries.forEach(
                (path, value) -> {
                    byte[] key = Ascii.bytes(path);
                    table.put(key, ByteHash.of(key, 0, key.length), value);
                });
        return table;
    }

    /** For hosts in lower case: hashed from the last byte to the first, and looked up in any case. */
    static <V> ByteTable<V> ofHosts(Map<String, V> entries) {
        ByteTable<V> table = empty(entries, true);
        entries.forEach(
                (host, value) -> {
                    byte[] key = Ascii.bytes(host);
                    int hash = ByteHash.EMPTY;
                    for (int i = key.length - 1; i >= 0; i--) {
                        hash = ByteHash.next(hash, key[i]);
                    }
                    table.put(key, hash, value);
                });
        return table;
    }

    private static <V> ByteTable<V> empty(Map<String, V> entries, boolean ignoresCase) {
        int longest = entries.keySet().stream().mapToInt(String::length).max().orElse(-1);
        int slots = Integer.highestOneBit(Math.max(entries.size(), 1)) * 4; // at most half full
        return new ByteTable<>(slots, longest, ignoresCase);
    }

    private void put(byte[] key, int hash, V value) {
        int slot = slot(hash);
        while (values[slot] != null) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        hashes[slot] = hash;
        values[slot] = value;
    }

    /** The length of the longest key, or -1 for an empty table. */
    int longest() {
        return longest;
    }

    @SuppressWarnings("unchecked") // only put() writes
    @Nullable V find(byte[] bytes, int from, int to, int hash) {
        for (int slot = slot(hash); values[slot] != null; slot = slot + 1 & mask) {
            if (hashes[slot] == hash && isKey(keys[slot], bytes, from, to)) {
                return (V) values[slot];
            }
        }
        return null;
    }

    private boolean isKey(byte[] key, byte[] bytes, int from, int to) {
        return ignoresCase
                ? Ascii.equalsIgnoreCase(bytes, from, to, key)
                : Ascii.equals(bytes, from, to, key);
    }

    private int slot(int hash) {
        int mixed = hash * 0x9e37_79b9;
        return (mixed ^ mixed >>> 15) & mask;
    }
}
