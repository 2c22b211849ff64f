package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.message.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring behaves as the plain list of RFC 7541 2.3.2 would, however it wraps, grows and is cut. */
class DynamicTableTest {

    private record Entry(String name, String value) {
        int size() {
            return name.length() + value.length() + DynamicTable.OVERHEAD;
        }

        String line() {
            return name + ": " + value + "\r\n";
        }
    }

    private final List<Entry> model = new ArrayList<>(); // newest first
    private int modelMax = 4096;

    private int modelSize() {
        return model.stream().mapToInt(Entry::size).sum();
    }

    private void evict(int down) {
        while (modelSize() > down) {
            model.removeLast();
        }
    }

    private void insert(Entry entry) {
        if (entry.size() > modelMax) {
            model.clear();
        } else {
            evict(modelMax - entry.size());
            model.addFirst(entry);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void itIsAListNewestFirst(long seed) {
        var random = new Random(seed);
        var table = new DynamicTable(modelMax);
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(200) == 0) {
                modelMax = random.nextInt(8193);
                evict(modelMax);
                table.maxSize(modelMax);
            }
            int longest = random.nextInt(30) == 0 ? 3000 : 60;
            var entry =
                    new Entry(
                            "n" + "m".repeat(random.nextInt(longest)),
                            "v".repeat(random.nextInt(longest)) + random.nextInt(10));
            byte[] line = Ascii.bytes(entry.line());
            insert(entry);
            table.add(line, 0, entry.name().length(), entry.value().length(), round);
            check(table);
        }
    }

    /** As the encoder uses it: entries are found again, as long as they are there. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void itIsFoundByNameAndValue(long seed) {
        var random = new Random(seed);
        var table = new EncoderTable(modelMax);
        for (int round = 0; round < 20_000; round++) {
            var entry =
                    new Entry(
                            "n" + random.nextInt(300),
                            "v".repeat(random.nextInt(40)) + random.nextInt(3));
            byte[] bytes =
                    Ascii.bytes(entry.name().toUpperCase(java.util.Locale.ROOT) + entry.value());
            int nameEnd = entry.name().length();
            int hash = EncoderTable.hash(bytes, 0, nameEnd, nameEnd, bytes.length);
            int found = table.find(hash, bytes, 0, nameEnd, nameEnd, bytes.length);
            assertThat(found).as("round %d", round).isEqualTo(model.indexOf(entry) + 1);
            if (found == 0) {
                boolean worth = table.isWorthIt(hash, nameEnd, bytes.length - nameEnd);
                if (worth || random.nextBoolean()) {
                    insert(entry);
                    table.add(hash, bytes, 0, nameEnd, nameEnd, bytes.length);
                }
            }
        }
    }

    private void check(DynamicTable table) {
        assertThat(table.count()).isEqualTo(model.size());
        assertThat(table.size()).isEqualTo(modelSize());
        for (int index = 1; index <= model.size(); index++) {
            Entry expected = model.get(index - 1);
            byte[] line = new byte[expected.line().length()];
            table.copyLine(index, line.length, line, 0);
            assertThat(table.nameLength(index)).isEqualTo(expected.name().length());
            assertThat(table.valueLength(index)).isEqualTo(expected.value().length());
            assertThat(new String(line, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .isEqualTo(expected.line());
        }
    }
}
