package io.faultline.l7.http2.hpack;

import io.faultline.l7.message.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the header blocks of one peer (RFC 7541) straight into {@link Fields}: each field becomes a line of HTTP/1
 * that {@code HeadWriter} sends as it stands.
 *
 * <p>Three things can go wrong, and they are told apart. What breaks the compression itself is an {@link HpackError}:
 * the connection ends. A message that {@linkplain #malformed breaks a rule of HTTP} or is {@linkplain #isTooLarge too large} is only its
 * own stream's affair: the block is decoded to its end, so that the table stays in step, but the bad field and what is beyond the
 * limits are not stored.
 *
 * <p>Pseudo-header fields are not fields of the message: their values stand in the same bytes, and are
 * {@linkplain #has asked for here}, until the next block is decoded.
 *
 * <p>One per connection and direction; on the worker's loop only. Allocates nothing once its table and the
 * fields have grown to what is needed.
 */
public final class HpackDecoder {

    /** RFC 9113 6.5.2: the size of the table before anybody has said anything. */
    public static final int DEFAULT_TABLE_SIZE = 4096;

    /** A list may count to so many times its limit before its sender is no longer listened to. */
    private static final int BOMB_FACTOR = 8;

    private static final int MOST_CONTINUATION_SHIFT = 28;

    private static final byte[] COLON = {':', ' '};
    private static final byte[] LINE_END = {'\r', '\n'};

    private final int maxListBytes;
    private final int maxFields;
    private final int ourTableSize;
    private int allowedTableSize;
    private boolean sizeUpdateDue;
    private final DynamicTable table = new DynamicTable(DEFAULT_TABLE_SIZE);

    private final int[] pseudoStart = new int[PseudoField.values().length];
    private final int[] pseudoEnd = new int[PseudoField.values().length];

    // Of the block that is being decoded:
    private int at;
    private HpackError error = HpackError.NONE;
    private long listBytes;
    private int listFields;
    private int pseudoSeen; // a bit for each
    private boolean fieldSeen;
    private final Complaint complaint = new Complaint();

    /**
     * @param tableSize the SETTINGS_HEADER_TABLE_SIZE that we announce
     * @param maxListBytes as RFC 9113 6.5.2 counts for SETTINGS_MAX_HEADER_LIST_SIZE: name, value and 32 for each field
     * @param maxFields fields in one block; pseudo-header fields do not count
     */
    public HpackDecoder(int tableSize, int maxListBytes, int maxFields) {
        this.ourTableSize = tableSize;
        this.maxListBytes = maxListBytes;
        this.maxFields = maxFields;
        // Until the peer has seen our setting it uses the default one.
        this.allowedTableSize = Math.max(tableSize, DEFAULT_TABLE_SIZE);
    }

    /** The peer has acknowledged our SETTINGS: from now on its table is as small as we have asked for. */
    public void settingsAcknowledged() {
        allowedTableSize = ourTableSize;
        sizeUpdateDue = table.maxSize() > ourTableSize;
    }

    /**
     * Decodes a whole block: the payloads of HEADERS and its CONTINUATION frames, without padding and priority.
     *
     * @param into where the fields are appended; not cleared, so a block of trailers may have fields of its own
     * @return anything but {@link HpackError#NONE} ends the connection
     */
    public HpackError decode(byte[] block, int from, int to, Fields into) {
        begin(from);
        boolean sizeMayChange = true;
        int firstField = into.count();
        while (at < to && error == HpackError.NONE) {
            int first = block[at++];
            if ((first & 0xe0) == 0x20) {
                changeSize(integer(block, to, first, 0x1f), sizeMayChange);
            } else {
                sizeMayChange = false;
                field(block, to, first, into);
            }
        }
        if (into.count() > firstField) {
            complaint.aboutConnections(into, firstField);
        }
        return error;
    }

    private void begin(int from) {
        at = from;
        error = HpackError.NONE;
        listBytes = 0;
        listFields = 0;
        pseudoSeen = 0;
        fieldSeen = false;
        complaint.clear();
    }

    private void changeSize(int newSize, boolean mayChange) {
        if (newSize < 0) {
            return;
        }
        if (!mayChange) {
            fail(HpackError.LATE_TABLE_SIZE);
        } else if (newSize > allowedTableSize) {
            fail(HpackError.TABLE_SIZE);
        } else {
            table.maxSize(newSize);
            sizeUpdateDue = false;
        }
    }

    private void field(byte[] block, int to, int first, Fields into) {
        if (sizeUpdateDue) {
            fail(HpackError.TABLE_SIZE_MISSING);
        } else if (first < 0) {
            indexed(integer(block, to, first, 0x7f), into);
        } else if ((first & 0x40) != 0) {
            literal(block, to, integer(block, to, first, 0x3f), first, into);
        } else {
            literal(block, to, integer(block, to, first, 0x0f), first, into);
        }
    }

    // ---- RFC 7541 6: the representations

    private void indexed(int index, Fields into) {
        if (index <= 0) {
            if (index == 0) {
                fail(HpackError.INDEX_ZERO);
            }
            return;
        }
        int line = into.length();
        if (index <= StaticTable.LENGTH) {
            byte[] bytes = StaticTable.line(index);
            int nameLength = StaticTable.nameLength(index);
            int valueLength = bytes.length - nameLength - DynamicTable.LINE_OVERHEAD;
            if (count(nameLength, valueLength)) {
                into.append(bytes);
                store(into, line, nameLength, valueLength, StaticTable.facts(index), false);
            }
            return;
        }
        int entry = index - StaticTable.LENGTH;
        if (entry > table.count()) {
            fail(HpackError.INDEX);
            return;
        }
        int nameLength = table.nameLength(entry);
        int valueLength = table.valueLength(entry);
        if (count(nameLength, valueLength)) {
            int length = nameLength + valueLength + DynamicTable.LINE_OVERHEAD;
            table.copyLine(entry, length, into.room(length), line);
            into.filled(length);
            store(into, line, nameLength, valueLength, table.facts(entry), false);
        }
    }

    private void literal(byte[] block, int to, int nameIndex, int first, Fields into) {
        if (nameIndex < 0) {
            return;
        }
        int line = into.length();
        int facts;
        if (nameIndex == 0) {
            if (!string(block, to, into)) {
                into.truncate(line);
                return;
            }
            facts = FieldFacts.ofName(into.bytes(), line, into.length());
        } else if (nameIndex <= StaticTable.LENGTH) {
            into.append(StaticTable.line(nameIndex), 0, StaticTable.nameLength(nameIndex));
            facts = StaticTable.facts(nameIndex);
        } else {
            int entry = nameIndex - StaticTable.LENGTH;
            if (entry > table.count()) {
                fail(HpackError.INDEX);
                return;
            }
            int length = table.nameLength(entry);
            table.copyLine(entry, length, into.room(length), line);
            into.filled(length);
            facts = table.facts(entry);
        }
        int nameLength = into.length() - line;
        into.append(COLON);
        int value = into.length();
        if (!string(block, to, into)) {
            into.truncate(line);
            return;
        }
        int valueLength = into.length() - value;
        facts = FieldFacts.withValue(facts, into.bytes(), value, into.length());
        into.append(LINE_END);
        if ((first & 0x40) != 0) {
            table.add(into.bytes(), line, nameLength, valueLength, facts);
        }
        if (count(nameLength, valueLength)) {
            store(into, line, nameLength, valueLength, facts, (first & 0xf0) == 0x10);
        } else {
            into.truncate(line);
        }
    }

    /** Whether the field still fits into the limits. */
    private boolean count(int nameLength, int valueLength) {
        listBytes += (long) nameLength + valueLength + DynamicTable.OVERHEAD;
        if (listBytes > (long) maxListBytes * BOMB_FACTOR) {
            fail(HpackError.BOMB);
        }
        return listBytes <= maxListBytes && listFields <= maxFields;
    }

    // ---- what a field may be

    private void store(
            Fields into,
            int line,
            int nameLength,
            int valueLength,
            int facts,
            boolean neverIndexed) {
        int nameEnd = line + nameLength;
        if (!FieldFacts.isWellFormed(facts)) {
            malformed(FieldFacts.malformed(facts), into, line, nameEnd);
        } else if (FieldFacts.isPseudo(facts)) {
            pseudo(into, line, nameEnd, valueLength, FieldFacts.pseudo(facts));
        } else {
            fieldSeen = true;
            if (++listFields > maxFields) {
                into.truncate(line);
            } else {
                into.foundLine(line, nameEnd, valueLength, FieldFacts.known(facts), neverIndexed);
            }
        }
    }

    private void pseudo(Fields into, int line, int nameEnd, int valueLength, PseudoField pseudo) {
        int bit = 1 << pseudo.ordinal();
        if (fieldSeen) {
            malformed(MalformedField.PSEUDO_LATE, into, line, nameEnd);
        } else if ((pseudoSeen & bit) != 0) {
            malformed(MalformedField.PSEUDO_TWICE, into, line, nameEnd);
        } else {
            pseudoSeen |= bit;
            pseudoStart[pseudo.ordinal()] = nameEnd + COLON.length;
            pseudoEnd[pseudo.ordinal()] = nameEnd + COLON.length + valueLength;
        }
    }

    private void malformed(
            @Nullable MalformedField fault, Fields into, int nameStart, int nameEnd) {
        complaint.about(fault, into.bytes(), nameStart, nameEnd);
        into.truncate(nameStart);
    }

    // ---- RFC 7541 5: integers and strings

    /** The integer that began with this byte, or -1. */
    private int integer(byte[] block, int to, int first, int mask) {
        int value = first & mask;
        return value < mask ? value : longInteger(block, to, mask);
    }

    private int longInteger(byte[] block, int to, int prefix) {
        long value = prefix;
        for (int shift = 0; shift <= MOST_CONTINUATION_SHIFT; shift += 7) {
            if (at == to) {
                return fail(HpackError.TRUNCATED);
            }
            int b = block[at++];
            value += (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value <= Integer.MAX_VALUE ? (int) value : fail(HpackError.INTEGER);
            }
        }
        return fail(HpackError.INTEGER);
    }

    /** Appends a string; false when it is broken. */
    private boolean string(byte[] block, int to, Fields into) {
        if (at == to) {
            fail(HpackError.TRUNCATED);
            return false;
        }
        int first = block[at++];
        int length = integer(block, to, first, 0x7f);
        if (length < 0) {
            return false;
        }
        if (length > to - at) {
            fail(HpackError.TRUNCATED);
            return false;
        }
        int from = at;
        at += length;
        if (first >= 0) {
            into.append(block, from, at);
            return true;
        }
        byte[] room = into.room(Huffman.mostDecoded(length));
        int end = Huffman.decode(block, from, at, room, into.length());
        if (end == Huffman.MALFORMED) {
            fail(HpackError.HUFFMAN);
            return false;
        }
        into.filled(end - into.length());
        return true;
    }

    private int fail(HpackError why) {
        if (error == HpackError.NONE) {
            error = why;
        }
        return -1;
    }

    // ---- what the last block was

    /** Whether this pseudo-header field came, well formed and in its place; its value may be empty. */
    public boolean has(PseudoField pseudo) {
        return (pseudoSeen & 1 << pseudo.ordinal()) != 0;
    }

    /** Whether any pseudo-header field came: in trailers none may (RFC 9113 8.1). */
    public boolean hasPseudo() {
        return pseudoSeen != 0;
    }

    /** Where its value begins in the bytes of the fields; only if it {@linkplain #has came}. */
    public int start(PseudoField pseudo) {
        return pseudoStart[pseudo.ordinal()];
    }

    public int end(PseudoField pseudo) {
        return pseudoEnd[pseudo.ordinal()];
    }

    /** The first rule of messages that was broken, or null. */
    public @Nullable MalformedField malformed() {
        return complaint.fault();
    }

    /** The beginning of the name of the field that is {@link #malformed}, printable. */
    public String malformedName() {
        return complaint.name();
    }

    /** The list was larger than allowed; what did not fit was not stored. */
    public boolean isTooLarge() {
        return listBytes > maxListBytes;
    }

    /** There were more fields than allowed; what did not fit was not stored. */
    public boolean hasTooMany() {
        return listFields > maxFields;
    }

    /** How large the list was, as RFC 9113 6.5.2 counts, even beyond the limit. */
    public long listBytes() {
        return listBytes;
    }
}
