package io.faultline.core.tls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** However the stream is cut, the same number of records ends. */
class RecordCounterTest {

    @RepeatedTest(50)
    void theCutsDoNotMatter(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        int records = 1 + random.nextInt(20);
        Chunk stream = Chunk.allocate(records * 600);
        var ends = new TreeSet<Integer>();
        int length = 0;
        for (int i = 0; i < records; i++) {
            int body = random.nextInt(4) == 0 ? 0 : random.nextInt(595);
            byte[] header = {23, 3, 3, (byte) (body >> 8), (byte) body};
            stream.buffer().put(length, header);
            length += header.length + body;
            ends.add(length);
        }

        var counter = new RecordCounter();
        int counted = 0;
        for (int at = 0; at < length; ) {
            int to = Math.min(length, at + 1 + random.nextInt(700));
            counted += counter.count(stream, at, to);
            assertThat(counted).isEqualTo(ends.headSet(to, true).size());
            assertThat(counter.isBetweenRecords()).isEqualTo(ends.contains(to));
            at = to;
        }
    }
}
