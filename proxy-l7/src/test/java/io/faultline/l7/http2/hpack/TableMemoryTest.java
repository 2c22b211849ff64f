package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7541 4.1 counts 32 bytes for what an entry costs beside its bytes: what a table costs us is of that order, whatever is put into it. */
class TableMemoryTest {

    /** Ring and index double as they grow, so twice their size, and what they were before. */
    private static final int FOR_EACH_BYTE_OF_A_TABLE = 6;

    private static final int SMALL_THINGS = 8 * 1024;
    private static final int FIELDS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 200, 4_000})
    void aDecoderCostsNoMoreThanItsTable(int valueLength) {
        var encoder = new HpackBlock();
        Fields fields = grown();
        measured(valueLength, encoder, fields); // loads what there is to load
        assertThat(measured(valueLength, encoder, fields))
                .isLessThan(4096 * FOR_EACH_BYTE_OF_A_TABLE + SMALL_THINGS);
    }

    /** Of a decoder that reads so many different fields, each to be kept in the table. */
    private long measured(int valueLength, HpackBlock block, Fields fields) {
        long before = threads.getCurrentThreadAllocatedBytes();
        var decoder = new HpackDecoder(4096, 1 << 20, 100);
        for (int i = 0; i < FIELDS; i++) {
            block.clear();
            block.put(0x40);
            block.integer(0, 0x7f, 5);
            digits(block, i, 5);
            block.integer(0, 0x7f, valueLength);
            for (int at = 0; at < valueLength; at++) {
                block.put('v');
            }
            fields.clear();
            decoder.decode(block.bytes(), 0, block.length(), fields);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void digits(HpackBlock block, int number, int count) {
        for (int rest = number, i = 0; i < count; i++, rest /= 10) {
            block.put('0' + rest % 10);
        }
    }

    private static Fields grown() {
        var fields = new Fields();
        fields.room(64 * 1024);
        return fields;
    }

    /** A peer may allow any size; what it allows is not what we use. */
    @Test
    void anEncoderKeepsToItsOwnLimit() {
        var block = new HpackBlock();
        Fields fields = grown();
        encode(block, fields);
        assertThat(encode(block, fields))
                .isLessThan(4096 * FOR_EACH_BYTE_OF_A_TABLE + SMALL_THINGS);
    }

    private long encode(HpackBlock block, Fields fields) {
        byte[] name = Ascii.bytes("x-name");
        byte[] value = Ascii.bytes("0123456789");
        long before = threads.getCurrentThreadAllocatedBytes();
        var encoder = new HpackEncoder(block);
        encoder.maxTableSize(0xffff_ffffL);
        for (int i = 0; i < FIELDS; i++) {
            for (int rest = i, at = 0; at < 5; at++, rest /= 10) {
                value[at] = (byte) ('0' + rest % 10);
            }
            for (int time = 0; time < 2; time++) { // what comes a second time gets an entry
                fields.clear();
                fields.add(name, value);
                encoder.begin();
                encoder.fields(fields);
            }
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
