package io.faultline.l7.message;

/**
 * Fields that were put together once and are added to many messages: what an endpoint is told about a
 * client is the same in all its requests. Made by {@link Fields#prepared}.
 */
public final class PreparedFields {

    private final byte[] bytes;
    private final int[] table;
    private final int count;
    private final long present;

    PreparedFields(byte[] bytes, int[] table, int count, long present) {
        this.bytes = bytes;
        this.table = table;
        this.count = count;
        this.present = present;
    }

    /** The lines. A value may be overwritten before they are added, by one of the same length. */
    public byte[] bytes() {
        return bytes;
    }

    int[] table() {
        return table;
    }

    int count() {
        return count;
    }

    long present() {
        return present;
    }
}
