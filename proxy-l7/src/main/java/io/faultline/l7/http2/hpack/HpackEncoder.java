package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the header blocks for one peer (RFC 7541). A block is begun, gets its pseudo-header fields, then its
 * fields, and then lies in the {@link HpackBlock}, to be cut into frames. A block that was begun must be sent: the peer's table
 * follows what it says.
 *
 * <pre>{@code
 * encoder.begin();
 * encoder.status(head.status());
 * encoder.fields(head.fields());
 * encoder.contentLength(head.bodyLength());
 * frames.headers(stream, block.bytes(), block.length(), endStream);
 * }</pre>
 *
 * <p>Names go out in lower case, however they came. Fields about a connection are left out. What must not be guessed
 * by whoever watches lengths (credentials, cookies, and what came so marked) never gets into a table, here or behind the peer.
 *
 * <p>One per connection and direction; on the worker's loop only. Allocates nothing in steady state.
 */
public final class HpackEncoder {

    /** More than this we do not keep for a peer, whatever it allows. */
    private static final int MAX_TABLE_SIZE = 4096;

    private static final int INDEXED = 0x80;
    private static final int INDEXED_MASK = 0x7f;
    private static final int INCREMENTAL = 0x40;
    private static final int INCREMENTAL_MASK = 0x3f;
    private static final int NEVER_INDEXED = 0x10;
    private static final int NOT_INDEXED = 0;
    private static final int LITERAL_MASK = 0x0f;
    private static final int TABLE_SIZE = 0x20;
    private static final int TABLE_SIZE_MASK = 0x1f;

    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] POST = Ascii.bytes("POST");
    private static final byte[] GZIP_DEFLATE = Ascii.bytes("gzip, deflate");
    private static final int MOST_DIGITS = 19;

    private final HpackBlock block;
    private final EncoderTable table = new EncoderTable(HpackDecoder.DEFAULT_TABLE_SIZE);
    private int smallestTableSize = -1; // since the last block, or -1 when nothing was changed
    private int nextTableSize;
    private byte[] scratch = new byte[128];

    /** @param block where blocks are put together; shared by all encoders of a worker */
    public HpackEncoder(HpackBlock block) {
        this.block = block;
    }

    /** The peer's SETTINGS_HEADER_TABLE_SIZE, 0 to 2^32 - 1, to be applied before it is acknowledged. */
    public void maxTableSize(long peers) {
        int size = (int) Math.min(peers, MAX_TABLE_SIZE);
        nextTableSize = size;
        smallestTableSize = smallestTableSize < 0 ? size : Math.min(smallestTableSize, size);
    }

    /** Begins a block; what lay in the {@link HpackBlock} is gone. */
    public void begin() {
        block.clear();
        if (smallestTableSize >= 0) {
            changeTableSize();
        }
    }

    private void changeTableSize() {
        // RFC 7541 4.2: the smallest size in between is told too, because it has evicted.
        if (smallestTableSize < Math.min(nextTableSize, table.maxSize())) {
            tell(smallestTableSize);
        }
        if (nextTableSize != table.maxSize()) {
            tell(nextTableSize);
        }
        smallestTableSize = -1;
    }

    private void tell(int size) {
        table.maxSize(size);
        block.integer(TABLE_SIZE, TABLE_SIZE_MASK, size);
    }

    // ---- pseudo-header fields

    public void status(int status) {
        int index =
                switch (status) {
                    case 200 -> StaticTable.STATUS;
                    case 204 -> StaticTable.STATUS + 1;
                    case 206 -> StaticTable.STATUS + 2;
                    case 304 -> StaticTable.STATUS + 3;
                    case 400 -> StaticTable.STATUS + 4;
                    case 404 -> StaticTable.STATUS + 5;
                    case 500 -> StaticTable.STATUS + 6;
                    default -> 0;
                };
        if (index > 0) {
            indexed(index);
        } else {
            scratch[0] = (byte) ('0' + status / 100);
            scratch[1] = (byte) ('0' + status / 10 % 10);
            scratch[2] = (byte) ('0' + status % 10);
            block.integer(NOT_INDEXED, LITERAL_MASK, StaticTable.STATUS);
            block.string(scratch, 0, 3);
        }
    }

    public void scheme(boolean https) {
        indexed(https ? StaticTable.HTTPS : StaticTable.HTTP);
    }

    public void method(byte[] bytes, int from, int to) {
        if (Ascii.equals(bytes, from, to, GET)) {
            indexed(StaticTable.GET);
        } else if (Ascii.equals(bytes, from, to, POST)) {
            indexed(StaticTable.POST);
        } else {
            pseudo(PseudoField.METHOD, bytes, from, to);
        }
    }

    /** Path and query apart, as {@code RequestHead} has them; {@code queryFrom < 0} where there is no query. */
    public void path(byte[] bytes, int from, int to, int queryFrom, int queryTo) {
        if (queryFrom < 0) {
            if (to - from == 1 && bytes[from] == '/') {
                indexed(StaticTable.SLASH);
            } else {
                pseudo(PseudoField.PATH, bytes, from, to);
            }
            return;
        }
        int length = to - from + 1 + queryTo - queryFrom;
        byte[] joined = scratch(length);
        System.arraycopy(bytes, from, joined, 0, to - from);
        joined[to - from] = '?';
        System.arraycopy(bytes, queryFrom, joined, to - from + 1, queryTo - queryFrom);
        pseudo(PseudoField.PATH, joined, 0, length);
    }

    private byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[Integer.highestOneBit(length) << 1];
        }
        return scratch;
    }

    /** Any other one, and those above with a value of any kind. */
    public void pseudo(PseudoField field, byte[] value, int from, int to) {
        byte[] name = field.lowerBytes();
        int index = StaticTable.find(name, 0, name.length);
        literal(NOT_INDEXED, LITERAL_MASK, index, name, 0, name.length);
        block.string(value, from, to);
    }

    // ---- fields

    /** All fields that are not dropped, but for those about a connection. */
    public void fields(Fields fields) {
        fields(fields, 0);
    }

    /** @param omitted a {@linkplain KnownField#mask mask} of what is left out as well, such as Host */
    public void fields(Fields fields, long omitted) {
        long skipped = FieldFacts.OF_CONNECTION | omitted;
        byte[] bytes = fields.bytes();
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            KnownField known = fields.known(i);
            if (fields.isDropped(i) || known != null && (known.bit() & skipped) != 0) {
                continue;
            }
            field(
                    known,
                    fields.isNeverIndexed(i),
                    bytes,
                    fields.nameStart(i),
                    fields.nameEnd(i),
                    fields.valueStart(i),
                    fields.valueEnd(i));
        }
    }

    private void field(
            @Nullable KnownField known,
            boolean neverIndexed,
            byte[] bytes,
            int name,
            int nameEnd,
            int value,
            int valueEnd) {
        int nameIndex = StaticTable.find(known, bytes, name, nameEnd);
        if (neverIndexed || isSensitive(nameIndex)) {
            literal(NEVER_INDEXED, LITERAL_MASK, nameIndex, bytes, name, nameEnd);
            block.string(bytes, value, valueEnd);
            return;
        }
        if (nameIndex == StaticTable.ACCEPT_ENCODING
                && Ascii.equals(bytes, value, valueEnd, GZIP_DEFLATE)) {
            indexed(nameIndex);
            return;
        }
        int hash = EncoderTable.hash(bytes, name, nameEnd, value, valueEnd);
        int entry = table.find(hash, bytes, name, nameEnd, value, valueEnd);
        if (entry > 0) {
            indexed(StaticTable.LENGTH + entry);
        } else if (table.isWorthIt(hash, nameEnd - name, valueEnd - value)) {
            literal(INCREMENTAL, INCREMENTAL_MASK, nameIndex, bytes, name, nameEnd);
            block.string(bytes, value, valueEnd);
            table.add(hash, bytes, name, nameEnd, value, valueEnd);
        } else {
            literal(NOT_INDEXED, LITERAL_MASK, nameIndex, bytes, name, nameEnd);
            block.string(bytes, value, valueEnd);
        }
    }

    private static boolean isSensitive(int nameIndex) {
        return switch (nameIndex) {
            case StaticTable.AUTHORIZATION,
                    StaticTable.COOKIE,
                    StaticTable.PROXY_AUTHORIZATION,
                    StaticTable.SET_COOKIE ->
                    true;
            default -> false;
        };
    }

    /** A number of at least 0, for {@code content-length}. */
    public void contentLength(long length) {
        int from = MOST_DIGITS;
        long rest = length;
        do {
            scratch[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        block.integer(NOT_INDEXED, LITERAL_MASK, StaticTable.CONTENT_LENGTH);
        block.string(scratch, from, MOST_DIGITS);
    }

    private void indexed(int index) {
        block.integer(INDEXED, INDEXED_MASK, index);
    }

    private void literal(int kind, int mask, int nameIndex, byte[] bytes, int name, int nameEnd) {
        block.integer(kind, mask, nameIndex);
        if (nameIndex == 0) {
            int length = nameEnd - name;
            byte[] lower = scratch(length);
            for (int i = 0; i < length; i++) {
                lower[i] = Ascii.lower(bytes[name + i]);
            }
            block.string(lower, 0, length);
        }
    }
}
