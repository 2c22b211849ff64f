package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;

/**
 * The fields behind the last chunk: same syntax and limits as a head. RFC 9110 6.5.1: what frames, routes,
 * authenticates or otherwise decides about a message comes too late here, and is dropped.
 */
final class TrailerReader extends LineReader {

    private static final byte[] CONTENT_DIGEST = Ascii.bytes("content-digest");

    private final Fields fields = new Fields();

    TrailerReader(Sender sender, HeadLimits limits) {
        super(sender, limits);
        begin();
    }

    void begin() {
        fields.clear();
        restart(false);
    }

    int feed(Chunk chunk, int from, int to) {
        return read(chunk, from, to, fields);
    }

    Fields fields() {
        return fields;
    }

    @Override
    void startLine(Fields all, int start, int end) {
        throw new AssertionError("trailers begin with a field");
    }

    @Override
    void end(Fields all) {
        MessageRules.dropWhatMayNotTrail(all);
    }

    static boolean mayTrail(Fields all, int field) {
        KnownField known = all.known(field);
        if (known != null) {
            return known == KnownField.SERVER_TIMING || known == KnownField.GRPC_STATUS;
        }
        byte[] bytes = all.bytes();
        int from = all.nameStart(field);
        int to = all.nameEnd(field);
        return Ascii.equalsIgnoreCase(bytes, from, to, CONTENT_DIGEST) // RFC 9530 6.3: may trail
                || !EndToEnd.names(bytes, from, to) && !EndToEnd.imitates(bytes, from, to);
    }
}
