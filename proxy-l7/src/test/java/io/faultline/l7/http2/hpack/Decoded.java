package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import java.util.HexFormat;

/** What a decoder makes of blocks, as text: pseudo-header fields first, then the lines. */
final class Decoded {

    static final int MAX_LIST_BYTES = 32 * 1024;
    static final int MAX_FIELDS = 100;

    private final Fields fields = new Fields();
    final HpackDecoder decoder;

    Decoded(HpackDecoder decoder) {
        this.decoder = decoder;
    }

    static Decoded withDefaults() {
        return withTable(HpackDecoder.DEFAULT_TABLE_SIZE);
    }

    static Decoded withTable(int size) {
        return new Decoded(new HpackDecoder(size, MAX_LIST_BYTES, MAX_FIELDS));
    }

    static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replaceAll("\\s", ""));
    }

    HpackError decode(byte[] block) {
        fields.clear();
        return decoder.decode(block, 0, block.length, fields);
    }

    HpackError decode(String hex) {
        return decode(hex(hex));
    }

    Fields fields() {
        return fields;
    }

    String text() {
        var text = new StringBuilder();
        for (PseudoField pseudo : PseudoField.values()) {
            if (decoder.has(pseudo)) {
                text.append(pseudo.label())
                        .append(": ")
                        .append(
                                Ascii.text(
                                        fields.bytes(), decoder.start(pseudo), decoder.end(pseudo)))
                        .append('\n');
            }
        }
        for (int i = 0; i < fields.count(); i++) {
            text.append(fields.name(i)).append(": ").append(fields.value(i)).append('\n');
        }
        return text.toString();
    }
}
