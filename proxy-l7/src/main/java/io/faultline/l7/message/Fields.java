package io.faultline.l7.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a head or of trailers: an index over bytes that stay as they came. An edit never moves
 * bytes: a dropped field stays where it is and is left out when the head is written, an added one is
 * appended behind the head.
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
    private static final int ORDINAL = DROPPED - 1;

    private static final KnownField[] KNOWN = KnownField.values();
    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_FIELDS = 24;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int[] table = new int[FIRST_FIELDS * STRIDE];
    private int count;
    private long present; // a bit per known field that is there and not dropped

    /** Forgets everything, keeps the memory. */
    public void clear() {
        length = 0;
        count = 0;
        present = 0;
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
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
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

    /** A codec has found a field in the bytes. */
    public void found(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        KnownField known = KnownField.of(bytes, nameStart, nameEnd);
        put(nameStart, nameEnd, valueStart, valueEnd, known, 0);
    }

    private void put(
            int nameStart,
            int nameEnd,
            int valueStart,
            int valueEnd,
            @Nullable KnownField known,
            int flags) {
        int at = count * STRIDE;
        if (at == table.length) {
            table = Arrays.copyOf(table, table.length * 2);
        }
        table[at + NAME_START] = nameStart;
        table[at + NAME_END] = nameEnd;
        table[at + VALUE_START] = valueStart;
        table[at + VALUE_END] = valueEnd;
        table[at + META] = flags | (known == null ? 0 : known.ordinal() + 1);
        count++;
        if (known != null) {
            present |= 1L << known.ordinal();
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

    /** Cheap: no field is looked at. */
    public boolean has(KnownField known) {
        return (present & 1L << known.ordinal()) != 0;
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
        KnownField known = known(field);
        if (known != null) {
            present &= ~(1L << known.ordinal());
            restorePresence(known);
        }
    }

    private void restorePresence(KnownField known) {
        int wanted = known.ordinal() + 1;
        for (int i = 0; i < count; i++) {
            int meta = table[i * STRIDE + META];
            if ((meta & ORDINAL) == wanted && (meta & DROPPED) == 0) {
                present |= 1L << known.ordinal();
                return;
            }
        }
    }

    /** Drops every field of that name. */
    public void dropAll(KnownField known) {
        for (int i = first(known); i >= 0; i = next(known, i + 1)) {
            table[i * STRIDE + META] |= DROPPED;
        }
        present &= ~(1L << known.ordinal());
    }

    /** Drops every field of that name, given in lower case. */
    public void dropAll(byte[] lowerName) {
        for (int i = next(lowerName, 0); i >= 0; i = next(lowerName, i + 1)) {
            drop(i);
        }
    }

    /** Adds a field behind the others. The bytes are copied. */
    public void add(byte[] name, byte[] value, int valueFrom, int valueTo) {
        int nameStart = append(name);
        int valueStart = append(value, valueFrom, valueTo);
        KnownField known = KnownField.of(bytes, nameStart, nameStart + name.length);
        put(nameStart, nameStart + name.length, valueStart, length, known, ADDED);
    }

    public void add(byte[] name, byte[] value) {
        add(name, value, 0, value.length);
    }

    /** Begins a field whose value is {@linkplain #append appended} piece by piece until {@link #endAdded}. */
    public int beginAdded(byte[] name) {
        int nameStart = append(name);
        KnownField known = KnownField.of(bytes, nameStart, nameStart + name.length);
        put(nameStart, length, length, length, known, ADDED);
        return count - 1;
    }

    public void endAdded(int field) {
        table[field * STRIDE + VALUE_END] = length;
    }
}
