package io.faultline.l7.message;

import io.faultline.core.wire.Chunk;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a head or of trailers: an index over bytes that stay as they came. An edit never moves
 * bytes: a dropped field stays where it is and is left out when the head is written, an added one is
 * appended behind the head, as the line that will be sent.
 *
 * <p>Reused from message to message; in steady state nothing is allocated. On the worker's loop only.
 */
public final class Fields {

    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int META = 4; // ordinal of the known field + 1, and the flags
    private static final int STRIDE = 5;

    private static final int DROPPED = 1 << 16;
    private static final int ADDED = 1 << 17;
    private static final int FOLLOWS =
            1 << 18; // its line begins where that of the field before ends
    private static final int NEVER_INDEXED = 1 << 19;
    private static final int ENDED = 1 << 20; // was dropped already when the head was kept
    private static final int ORDINAL = DROPPED - 1;

    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};

    private static final KnownField[] KNOWN = KnownField.values();
    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_FIELDS = 24;

    private byte[] bytes = new byte[FIRST_BYTES];
    private MemorySegment view = MemorySegment.ofArray(bytes);
    private int length;
    private int[] table = new int[FIRST_FIELDS * STRIDE];
    private int count;
    private long present; // a bit per known field that is there and not dropped
    private int lineEnd; // where the last line that was appended ends

    private int keptLines; // of the head before, which bytes and table still hold
    private int keptEnd;
    private int keptLength; // of all of that head, 0 where it was not kept as a whole
    private long keptPresent;
    private boolean dropped; // some of its lines, since it was kept

    /** Forgets everything, keeps the memory. */
    public void clear() {
        length = 0;
        count = 0;
        present = 0;
        lineEnd = -1;
    }

    // ---- the bytes

    /** Good until the next append: appending may move them to a larger array. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes are there: the head as it came, and what edits appended. */
    public int length() {
        return length;
    }

    /** Makes room for so many more bytes behind {@link #length} and returns the array to fill. */
    public byte[] room(int more) {
        if (length < keptEnd) {
            keptLines = 0; // about to be overwritten
        }
        if (length < keptLength) {
            keptLength = 0;
        }
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            view = MemorySegment.ofArray(bytes);
        }
        return bytes;
    }

    /** So many bytes have been put into the {@link #room}. */
    public void filled(int more) {
        length += more;
    }

    /** Gives bytes back that do not belong to this head. */
    public void truncate(int newLength) {
        length = newLength;
    }

    /** Appends bytes behind the head and returns where they begin. */
    public int append(byte[] source, int from, int to) {
        int start = length;
        System.arraycopy(source, from, room(to - from), start, to - from);
        length += to - from;
        return start;
    }

    public int append(byte[] source) {
        return append(source, 0, source.length);
    }

    // ---- the index

    /** All fields that ever were here, dropped and added ones too. */
    public int count() {
        return count;
    }

    /** A codec has found a field in the bytes, where lines of HTTP/1 lie one behind the other. */
    public void found(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        KnownField known = KnownField.of(bytes, nameStart, nameEnd);
        put(nameStart, nameEnd, valueStart, valueEnd, ordinal(known), count > 0 ? FOLLOWS : 0);
    }

    /**
     * A codec has appended a field as the line that HTTP/1 would send, which ends with the bytes:
     * {@code name: value CRLF}.
     *
     * @param known the ordinal of the {@link KnownField} + 1, or 0
     * @param neverIndexed see {@link #isNeverIndexed}
     */
    public void foundLine(
            int nameStart, int nameEnd, int valueLength, int known, boolean neverIndexed) {
        int follows = nameStart == lineEnd ? FOLLOWS : 0;
        int valueStart = nameEnd + COLON.length;
        int flags = neverIndexed ? follows | NEVER_INDEXED : follows;
        put(nameStart, nameEnd, valueStart, valueStart + valueLength, known, flags);
        lineEnd = length;
    }

    /**
     * All lines of a head of HTTP/1 are here, as they came, and the last one ends there: a head like it
     * may follow, for which {@link #linesAgain} is asked after the next {@link #clear}. Edits do no harm,
     * because they move no bytes.
     */
    public void keepLines(int end) {
        keptLines = count;
        keptEnd = end;
    }

    /** So many lines of the head that was kept begin this chunk again, byte by byte. */
    public int linesAgain(Chunk chunk, int from, int to) {
        if (keptLines == 0) {
            return 0;
        }
        int start = table[NAME_START];
        int end = start + chunk.sameAs(from, view, start, Math.min(keptEnd - start, to - from));
        int lines = 0;
        while (lines < keptLines && keptLineEnd(lines) <= end) {
            lines++;
        }
        return lines;
    }

    /** How many bytes the first lines of the head that was kept have. */
    public int bytesOfLines(int lines) {
        return lines == 0 ? 0 : keptLineEnd(lines - 1) - table[NAME_START];
    }

    private int keptLineEnd(int line) {
        return line + 1 < keptLines ? table[(line + 1) * STRIDE + NAME_START] : keptEnd;
    }

    /**
     * The first fields are those of the head before, whose bytes stand at {@code start} now. Nothing may
     * have been found since they were counted by {@link #linesAgain}.
     */
    public void foundAgain(int lines, int start) {
        int shift = start - table[NAME_START];
        int end = lines * STRIDE;
        for (int at = 0; at < end; at += STRIDE) {
            table[at + NAME_START] += shift;
            table[at + NAME_END] += shift;
            table[at + VALUE_START] += shift;
            table[at + VALUE_END] += shift;
            int meta = table[at + META] & ~(DROPPED | ENDED);
            table[at + META] = meta;
            present |= 1L << (meta & ORDINAL) >>> 1;
        }
        count = lines;
    }

    /**
     * What was found in the lines that were {@linkplain #keepLines kept} has been judged, and nothing was
     * added: the same bytes from the first to the last may follow, and mean the same.
     */
    public void keepWhole() {
        if (count != keptLines || length != keptEnd + LINE_END.length) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int meta = table[i * STRIDE + META] & ~ENDED;
            table[i * STRIDE + META] = (meta & DROPPED) == 0 ? meta : meta | ENDED;
        }
        keptLength = length;
        keptPresent = present;
        dropped = false;
    }

    /**
     * Whether this chunk begins with the whole head that was {@linkplain #keepWhole kept}, start line and
     * empty line too. If so, everything is as it was then, whatever edits have done meanwhile.
     */
    public boolean wholeAgain(Chunk chunk, int from, int to) {
        int whole = keptLength;
        if (whole == 0 || to - from < whole || chunk.sameAs(from, view, 0, whole) < whole) {
            return false;
        }
        length = whole;
        count = keptLines;
        present = keptPresent;
        lineEnd = -1;
        if (dropped) {
            restoreLines();
        }
        return true;
    }

    private void restoreLines() {
        for (int i = 0; i < count; i++) {
            int meta = table[i * STRIDE + META];
            table[i * STRIDE + META] = (meta & ENDED) == 0 ? meta & ~DROPPED : meta | DROPPED;
        }
        dropped = false;
    }

    /** The last field from this one on whose line can be copied together with it, as one run of bytes. */
    public int lastOfRun(int field) {
        int last = field;
        while (last + 1 < count
                && (table[(last + 1) * STRIDE + META] & (FOLLOWS | DROPPED)) == FOLLOWS) {
            last++;
        }
        return last;
    }

    private static int ordinal(@Nullable KnownField known) {
        return known == null ? 0 : known.ordinal() + 1;
    }

    private void put(
            int nameStart, int nameEnd, int valueStart, int valueEnd, int known, int flags) {
        int at = count * STRIDE;
        if (at == table.length) {
            table = Arrays.copyOf(table, table.length * 2);
        }
        table[at + NAME_START] = nameStart;
        table[at + NAME_END] = nameEnd;
        table[at + VALUE_START] = valueStart;
        table[at + VALUE_END] = valueEnd;
        table[at + META] = flags | known;
        count++;
        if (known > 0) {
            present |= 1L << known - 1;
        }
    }

    public int nameStart(int field) {
        return table[field * STRIDE + NAME_START];
    }

    public int nameEnd(int field) {
        return table[field * STRIDE + NAME_END];
    }

    public int valueStart(int field) {
        return table[field * STRIDE + VALUE_START];
    }

    public int valueEnd(int field) {
        return table[field * STRIDE + VALUE_END];
    }

    public @Nullable KnownField known(int field) {
        int ordinal = table[field * STRIDE + META] & ORDINAL;
        return ordinal == 0 ? null : KNOWN[ordinal - 1];
    }

    /** Left out when the head is written. */
    public boolean isDropped(int field) {
        return (table[field * STRIDE + META] & DROPPED) != 0;
    }

    /** Put there by us; it did not come with the message. */
    public boolean isAdded(int field) {
        return (table[field * STRIDE + META] & ADDED) != 0;
    }

    /** RFC 7541 6.2.3: its sender wants it kept out of every compression table, on all hops. */
    public boolean isNeverIndexed(int field) {
        return (table[field * STRIDE + META] & NEVER_INDEXED) != 0;
    }

    /** Cheap: no field is looked at. */
    public boolean has(KnownField known) {
        return (present & known.bit()) != 0;
    }

    /** Whether one of the fields of this {@linkplain KnownField#mask mask} is here. */
    public boolean hasAny(long mask) {
        return (present & mask) != 0;
    }

    /** The first such field from this index on that was not dropped, or -1. */
    public int next(KnownField known, int from) {
        if (has(known)) {
            int wanted = known.ordinal() + 1;
            for (int i = from; i < count; i++) {
                int meta = table[i * STRIDE + META];
                if ((meta & ORDINAL) == wanted && (meta & DROPPED) == 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    public int first(KnownField known) {
        return next(known, 0);
    }

    /** The first field from this index on whose name is this one (given in lower case), or -1. */
    public int next(byte[] lowerName, int from) {
        for (int i = from; i < count; i++) {
            if (!isDropped(i)
                    && Ascii.equalsIgnoreCase(bytes, nameStart(i), nameEnd(i), lowerName)) {
                return i;
            }
        }
        return -1;
    }

    /** The value of a field as text; allocates, so not for the plain way of a message. */
    public String value(int field) {
        return Ascii.text(bytes, valueStart(field), valueEnd(field));
    }

    public @Nullable String value(KnownField known) {
        int field = first(known);
        return field < 0 ? null : value(field);
    }

    public String name(int field) {
        return Ascii.text(bytes, nameStart(field), nameEnd(field));
    }

    // ---- edits

    public void drop(int field) {
        table[field * STRIDE + META] |= DROPPED;
        dropped = true;
        KnownField known = known(field);
        if (known != null) {
            present &= ~(known.bit());
            restorePresence(known);
        }
    }

    private void restorePresence(KnownField known) {
        int wanted = known.ordinal() + 1;
        for (int i = 0; i < count; i++) {
            int meta = table[i * STRIDE + META];
            if ((meta & ORDINAL) == wanted && (meta & DROPPED) == 0) {
                present |= known.bit();
                return;
            }
        }
    }

    /** Drops every field of that name. */
    public void dropAll(KnownField known) {
        for (int i = first(known); i >= 0; i = next(known, i + 1)) {
            table[i * STRIDE + META] |= DROPPED;
            dropped = true;
        }
        present &= ~(known.bit());
    }

    /** Drops every field of that name, given in lower case. */
    public void dropAll(byte[] lowerName) {
        for (int i = next(lowerName, 0); i >= 0; i = next(lowerName, i + 1)) {
            drop(i);
        }
    }

    /** Adds a field behind the others. The bytes are copied. */
    public void add(byte[] name, byte[] value, int valueFrom, int valueTo) {
        int field = beginAdded(name);
        append(value, valueFrom, valueTo);
        endAdded(field);
    }

    public void add(byte[] name, byte[] value) {
        add(name, value, 0, value.length);
    }

    /** Begins a field whose value is {@linkplain #append appended} piece by piece until {@link #endAdded}. */
    public int beginAdded(byte[] name) {
        int follows = length == lineEnd ? FOLLOWS : 0;
        int nameStart = append(name);
        int nameEnd = length;
        append(COLON);
        KnownField known = KnownField.of(bytes, nameStart, nameEnd);
        put(nameStart, nameEnd, length, length, ordinal(known), ADDED | follows);
        return count - 1;
    }

    public void endAdded(int field) {
        table[field * STRIDE + VALUE_END] = length;
        append(LINE_END);
        lineEnd = length;
    }

    /** Adds fields that are the same from message to message, all at once. */
    public void add(PreparedFields prepared) {
        if (prepared.count() == 0) {
            return;
        }
        int shift = append(prepared.bytes());
        int[] entries = prepared.table();
        int end = (count + prepared.count()) * STRIDE;
        if (end > table.length) {
            table = Arrays.copyOf(table, Math.max(end, table.length * 2));
        }
        int to = count * STRIDE;
        for (int from = 0; to < end; from += STRIDE, to += STRIDE) {
            table[to + NAME_START] = entries[from + NAME_START] + shift;
            table[to + NAME_END] = entries[from + NAME_END] + shift;
            table[to + VALUE_START] = entries[from + VALUE_START] + shift;
            table[to + VALUE_END] = entries[from + VALUE_END] + shift;
            table[to + META] = entries[from + META];
        }
        if (shift == lineEnd) {
            table[count * STRIDE + META] |= FOLLOWS;
        }
        count += prepared.count();
        present |= prepared.present();
        lineEnd = length;
    }

    /** What was added here since the last {@link #clear}, to be added to other messages. */
    public PreparedFields prepared() {
        return new PreparedFields(
                Arrays.copyOf(bytes, length), Arrays.copyOf(table, count * STRIDE), count, present);
    }
}
