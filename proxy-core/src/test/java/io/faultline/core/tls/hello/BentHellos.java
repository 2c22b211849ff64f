package io.faultline.core.tls.hello;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Hellos nobody thought of: those of the corpus and of the builder, bent where it hurts. */
final class BentHellos {

    private static final int[] TELLING = {0, 1, 2, 3, 4, 16, 22, 32, 43, 127, 128, 254, 255};

    private final List<byte[]> seeds = new ArrayList<>();
    private final Random random;

    BentHellos(Random random) {
        this.random = random;
        HelloCorpus.entries().forEach(entry -> seeds.add(entry.bytes()));
        BrokenHelloTest.broken().forEach(each -> seeds.add((byte[]) each.get()[1]));
        byte[] sound =
                HelloBuilder.hello().session(32).name("a.b.example").alpn("h2", "imap").message();
        seeds.add(HelloBuilder.record(sound));
        seeds.add(HelloBuilder.records(sound, 7));
    }

    byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int bends = random.nextInt(4); bends > 0 && bytes.length > 0; bends--) {
            bytes = bend(bytes);
        }
        return bytes;
    }

    private byte[] bend(byte[] bytes) {
        int at = position(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
            case 2 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 3 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                byte[] extra = new byte[1 + random.nextInt(8)];
                random.nextBytes(extra);
                byte[] end = Arrays.copyOfRange(bytes, at, bytes.length);
                return HelloBuilder.join(Arrays.copyOf(bytes, at), extra, end);
            }
        }
        return bytes;
    }

    /** Mostly near the beginning, where the lengths are. */
    private int position(int length) {
        return random.nextInt(random.nextBoolean() ? Math.min(12, length) : length);
    }
}
