package io.faultline.core.address;

/**
 * Writes addresses in the one form RFC 5952 allows, so that a line in our log can be searched for in
 * any other program's.
 */
final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {}

    static StringBuilder append(PeerAddress address, StringBuilder text) {
        if (address.isV4()) {
            return appendV4((int) address.low(), text);
        }
        appendV6(address.high(), address.low(), text);
        if (address.scopeId() != 0) {
            text.append('%').append(address.scopeId()); // RFC 4007 11.2
        }
        return text;
    }

    private static StringBuilder appendV4(int address, StringBuilder text) {
        return text.append(address >>> 24)
                .append('.')
                .append(address >>> 16 & 0xff)
                .append('.')
                .append(address >>> 8 & 0xff)
                .append('.')
                .append(address & 0xff);
    }

    private static void appendV6(long high, long low, StringBuilder text) {
        // RFC 5952 4.2: "::" stands for the longest run of zero groups, the first one of equals,
        // and never for a single group.
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = zerosFrom(i, high, low);
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
        }
        int i = 0;
        while (i < GROUPS) {
            if (i == runStart) {
                text.append("::");
                i += runLength;
                continue;
            }
            if (i > 0 && i != runStart + runLength) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i, high, low)));
            i++;
        }
    }

    private static int zerosFrom(int start, long high, long low) {
        int i = start;
        while (i < GROUPS && group(i, high, low) == 0) {
            i++;
        }
        return i - start;
    }

    private static int group(int index, long high, long low) {
        long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
    }
}
