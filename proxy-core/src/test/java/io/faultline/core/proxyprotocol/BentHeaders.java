package io.faultline.core.proxyprotocol;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Headers of the corpus with a few bytes changed: what a parser meets on its worst day. */
final class BentHeaders {

    private static final List<HeaderCorpus.Entry> SEEDS = HeaderCorpus.entries();
    private static final String SPICE = "\r\n\0 PROXYTCP46UNKNOWN:.%+-0123456789abcdefg\u00ff";

    private BentHeaders() {}

    static byte[] next(Random random) {
        byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).bytes();
        for (int bends = random.nextInt(4); bends > 0; bends--) {
            bytes = bendOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] bendOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        byte spice = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
        var bent = new ByteArrayOutputStream();
        bent.write(bytes, 0, at);
        switch (random.nextInt(6)) {
            case 0 -> {} // cut short
            case 1 -> {
                bent.write(spice); // one byte more
                bent.write(bytes, at, bytes.length - at);
            }
            case 2 -> { // one byte less
                int from = Math.min(bytes.length, at + 1);
                bent.write(bytes, from, bytes.length - from);
            }
            case 3 -> { // another byte in its place
                bent.write(spice);
                int from = Math.min(bytes.length, at + 1);
                bent.write(bytes, from, bytes.length - from);
            }
            case 4 -> { // a bit flipped
                int from = Math.min(bytes.length, at + 1);
                bent.write(at < bytes.length ? bytes[at] ^ 1 << random.nextInt(8) : spice);
                bent.write(bytes, from, bytes.length - from);
            }
            default -> { // continued by the end of another header
                byte[] other = SEEDS.get(random.nextInt(SEEDS.size())).bytes();
                int from = random.nextInt(other.length + 1);
                bent.write(other, from, other.length - from);
            }
        }
        return bent.toByteArray();
    }
}
