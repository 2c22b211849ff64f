package io.faultline.core.gate;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How many connections each client has open, counted by all workers without a lock.
 *
 * <p>A fixed array of buckets, each an immutable array of counts that is replaced by compare-and-set
 * when a client comes or goes; between the two only its own count moves. A count that fell to zero is
 * dead for ever: whoever comes next puts a fresh one in its place, so a client never has two. An entry
 * exists only while a connection of its client is open, so the cap on connections also bounds this
 * table, whatever addresses a flood comes from. docs/adr/0009 weighs the alternatives.
 */
public final class ClientCounts {

    private static final int BUCKETS = 1 << 14;
    private static final long V4_KEYS = 1L << 48; // 0:1::/32, a range RFC 4291 2.4 never assigns
    private static final long NAT64 = 0x0064_ff9b_0000_0000L; // 64:ff9b::/96, RFC 6052 2.1

    private final AtomicReferenceArray<Count[]> buckets;

    // Drawn per process: nobody outside can choose addresses that share a bucket.
    private final long salt = ThreadLocalRandom.current().nextLong();

    public ClientCounts() {
        this(BUCKETS);
    }

    /** The number of buckets is a power of two. */
    ClientCounts(int bucketCount) {
        var empty = new Count[bucketCount][];
        Arrays.fill(empty, Count.NOBODY);
        buckets = new AtomicReferenceArray<>(empty);
    }

    /** Counts one more, or returns null if the client has the limit open already. */
    @Nullable Count tryEnter(PeerAddress client, int limit) {
        long key = keyOf(client);
        int place = placeOf(key);
        while (true) {
            Count[] bucket = buckets.get(place);
            int index = indexOf(key, bucket);
            if (index < bucket.length) {
                Count known = bucket[index];
                int open = known.enter(limit);
                if (open > 0) {
                    return open <= limit ? known : null;
                }
            }
            // Unknown, or dead and about to be taken out by the one who left last.
            Count[] longer = Arrays.copyOf(bucket, Math.max(bucket.length, index + 1));
            longer[index] = new Count(key);
            if (buckets.compareAndSet(place, bucket, longer)) {
                return longer[index];
            }
        }
    }

    /** Once for each count {@link #tryEnter} returned. */
    void leave(Count count) {
        int left = count.decrementAndGet();
        assert left >= 0 : "left more often than entered";
        if (left == 0) {
            takeOut(count);
        }
    }

    private void takeOut(Count dead) {
        int place = placeOf(dead.key);
        while (true) {
            Count[] bucket = buckets.get(place);
            int index = Arrays.asList(bucket).indexOf(dead);
            if (index < 0) {
                return; // a newcomer has replaced it already
            }
            if (buckets.compareAndSet(place, bucket, without(index, bucket))) {
                return;
            }
        }
    }

    private static Count[] without(int index, Count[] bucket) {
        if (bucket.length == 1) {
            return Count.NOBODY;
        }
        Count[] shorter = Arrays.copyOf(bucket, bucket.length - 1);
        System.arraycopy(bucket, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }

    /** Where the key is, or the length of the bucket. */
    private static int indexOf(long key, Count[] bucket) {
        int index = 0;
        while (index < bucket.length && bucket[index].key != key) {
            index++;
        }
        return index;
    }

    private int placeOf(long key) {
        long mixed = (key ^ salt) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return (int) (mixed >>> 40) & buckets.length() - 1;
    }

    /**
     * Who counts as one client: an IPv4 address, or the /64 of an IPv6 address. A /64 is the least a
     * subscriber gets; counting single addresses would cap nobody who holds 2^64 of them.
     */
    private static long keyOf(PeerAddress client) {
        boolean throughNat64 = client.high() == NAT64 && client.low() >>> 32 == 0;
        return client.isV4() || throughNat64
                ? V4_KEYS | client.low() & 0xffff_ffffL
                : client.high();
    }

    /** What {@link #tryEnter} takes for one client, as an operator would write it. */
    static String clientText(PeerAddress client) {
        return keyOf(client) == client.high()
                ? new IpPrefix(client.high(), 0, 64).toString()
                : client.addressText();
    }

    public int openFrom(PeerAddress client) {
        long key = keyOf(client);
        Count[] bucket = buckets.get(placeOf(key));
        int index = indexOf(key, bucket);
        return index < bucket.length ? bucket[index].get() : 0;
    }

    /** How many clients have a connection open. Walks the table: for the admin and for tests. */
    public int clients() {
        int clients = 0;
        for (int place = 0; place < buckets.length(); place++) {
            clients += buckets.get(place).length;
        }
        return clients;
    }

    /** One client's open connections; whoever was counted holds it until it leaves. */
    static final class Count extends AtomicInteger {

        private static final Count[] NOBODY = {};

        private final long key;

        private Count(long key) {
            super(1);
            this.key = key;
        }

        /** The count after entering; more than the limit if it was full, 0 if it is dead. */
        private int enter(int limit) {
            int open = get();
            while (open > 0 && open < limit) {
                int witness = compareAndExchange(open, open + 1);
                if (witness == open) {
                    return open + 1;
                }
                open = witness;
            }
            return open == 0 ? 0 : Math.max(open, limit) + 1;
        }
    }
}
