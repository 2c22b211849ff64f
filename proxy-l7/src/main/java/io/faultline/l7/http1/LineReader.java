package io.faultline.l7.http1;

import io.faultline.core.fault.FaultCode;
import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies a head out of what was read and hands it on line by line: a start line, if there is one, then
 * fields until the empty line.
 *
 * <p>However the bytes arrive, the outcome is the same. Rules are judged on whole lines in their order,
 * limits on counts, and both as soon as the last byte they depend on is there; what stands behind it is
 * given back unseen. The line feed is looked for where the last search ended, so a head that drips in
 * byte by byte costs no more than one that comes at once.
 *
 * <p>Whoever keeps a connection open says mostly the same again. The lines that follow the start line
 * are compared with those of the head before, and what is equal byte by byte is not read twice: what
 * was found then is found again. See docs/adr/0039.
 */
abstract class LineReader {

    /** How much is copied at once: a head rarely has more, and a body behind it is hardly touched. */
    private static final int STEP = 1024;

    /** So many bytes say whether this is HTTP at all, and are worth being shown if not. */
    private static final int OPENING = 16;

    private final Sender sender;
    private final HeadLimits limits;

    private Parsed outcome = Parsed.MORE;
    private @Nullable Rejection rejection;
    private boolean startLineAhead;
    private boolean openingAhead;
    private int lineStart;
    private int scanned; // no line feed stands before it that was not seen
    private boolean plain; // nor any other control character, in this line
    private boolean underscores;
    private boolean underscoresBefore; // in the head before
    private int linesAgain; // of the head before, behind the start line that is being read
    private int bytesAgain;

    LineReader(Sender sender, HeadLimits limits) {
        this.sender = sender;
        this.limits = limits;
    }

    /** The lengths of the line do not count its CRLF. */
    abstract void startLine(Fields fields, int start, int end);

    /** All lines are there, and the bytes end with them. */
    abstract void end(Fields fields);

    /** Whether a start line may begin so, as far as it has come; asked once. */
    boolean mayOpenWith(byte[] bytes, int length) {
        return true;
    }

    /** The start line does not fit into the limit. */
    void tooLong(Fields fields) {
        headTooLarge(fields);
    }

    final void restart(boolean withStartLine) {
        outcome = Parsed.MORE;
        rejection = null;
        startLineAhead = withStartLine;
        openingAhead = withStartLine;
        lineStart = 0;
        scanned = 0;
        plain = true;
        underscores = false;
    }

    public final Parsed outcome() {
        return outcome;
    }

    /** Only after {@link Parsed#REJECTED}. */
    public final Rejection rejection() {
        return Objects.requireNonNull(rejection);
    }

    final HeadLimits limits() {
        return limits;
    }

    final Sender sender() {
        return sender;
    }

    /** Some field name holds an underscore. */
    final boolean hasUnderscores() {
        return underscores;
    }

    final int read(Chunk chunk, int from, int to, Fields fields) {
        int at = from;
        while (outcome == Parsed.MORE && at < to) {
            int length = fields.length();
            int step = Math.min(Math.min(STEP, to - at), limits.maxHeadBytes() - length);
            if (length == 0) {
                compareWithBefore(chunk, at, at + step, fields);
            }
            chunk.buffer().get(at, fields.room(step), length, step);
            fields.filled(step);
            at += step - lines(fields);
            if (outcome == Parsed.MORE && length + step == limits.maxHeadBytes()) {
                if (startLineAhead) {
                    tooLong(fields);
                } else {
                    headTooLarge(fields);
                }
            }
        }
        return at;
    }

    /**
     * Takes a whole head that is byte by byte the one before: it has the same lines, and they mean the
     * same together. To be asked before anything of a message is read.
     *
     * @return whether it is; then the fields are as they were found and judged
     */
    final boolean isSaidAgain(Chunk chunk, int from, int to, Fields fields) {
        boolean again = fields.wholeAgain(chunk, from, to);
        if (again) {
            outcome = Parsed.COMPLETE;
        }
        return again;
    }

    private void compareWithBefore(Chunk chunk, int from, int to, Fields fields) {
        int lineFeed = startLineAhead ? chunk.indexOf((byte) '\n', from, to) : -1;
        linesAgain = lineFeed < 0 ? 0 : fields.linesAgain(chunk, lineFeed + 1, to);
        bytesAgain = fields.bytesOfLines(linesAgain);
    }

    private void findAgain(Fields fields) {
        fields.foundAgain(linesAgain, lineStart);
        lineStart += bytesAgain;
        scanned = lineStart;
        underscores = underscoresBefore;
    }

    /** Returns how many bytes were copied too much. */
    private int lines(Fields fields) {
        byte[] bytes = fields.bytes();
        int length = fields.length();
        while (outcome == Parsed.MORE) {
            int lineFeed = lineFeed(bytes, length);
            int known = lineFeed < 0 ? length : lineFeed;
            if (openingAhead && (lineFeed >= 0 || known >= OPENING)) {
                openingAhead = false;
                int opening = Math.min(known, OPENING);
                if (!mayOpenWith(bytes, opening)) {
                    fields.truncate(opening);
                    reject(sender.broken(), "RFC 9112 4: this is not HTTP/1", bytes, 0, opening);
                    return length - opening;
                }
            }
            if (lineFeed < 0) {
                return 0;
            }
            int start = lineStart;
            lineStart = scanned = lineFeed + 1;
            line(fields, start, lineFeed);
            plain = true;
        }
        return length - lineStart;
    }

    /**
     * Where the line ends, or -1. One pass tells as well whether a control character stands in it: as a
     * rule, its CR is the first one.
     */
    private int lineFeed(byte[] bytes, int length) {
        if (plain) {
            int control = Ascii.indexOfControlOrTab(bytes, scanned, length);
            if (control < 0 || bytes[control] == '\r' && control + 1 == length) {
                scanned = control < 0 ? length : control;
                return -1;
            }
            if (bytes[control] == '\r' && bytes[control + 1] == '\n') {
                return control + 1;
            }
            plain = false;
            scanned = control;
        }
        int lineFeed = Syntax.indexOfLineFeed(bytes, scanned, length);
        if (lineFeed < 0) {
            scanned = length;
        }
        return lineFeed;
    }

    private void line(Fields fields, int start, int lineFeed) {
        byte[] bytes = fields.bytes();
        int end = lineFeed - 1;
        if (end < start || bytes[end] != '\r') {
            // RFC 9112 2.2 would allow a bare LF; who reads
            // it so sees other lines than who does not.
            reject(
                    sender.broken(),
                    "RFC 9112 2.2: a line ends with LF alone",
                    Syntax.glimpse(bytes, start, lineFeed + 1));
        } else if (startLineAhead) {
            startLineAhead = false;
            startLine(fields, start, end);
            if (linesAgain > 0 && outcome == Parsed.MORE) {
                findAgain(fields);
            }
        } else if (end == start) {
            fields.keepLines(start);
            underscoresBefore = underscores;
            finish(fields);
            return;
        } else {
            field(fields, start, end);
        }
        if (outcome == Parsed.REJECTED) {
            fields.truncate(lineStart);
        }
    }

    private void finish(Fields fields) {
        // Before the end is judged: what it adds to the head is appended behind its bytes.
        fields.truncate(lineStart);
        outcome = Parsed.COMPLETE;
        end(fields);
    }

    private void field(Fields fields, int start, int end) {
        if (fields.count() == limits.maxFields()) {
            reject(
                    sender.tooMany(),
                    "more than " + limits.maxFields() + " fields",
                    "the next one is " + Syntax.glimpse(fields.bytes(), start, end));
            return;
        }
        byte[] bytes = fields.bytes();
        int classes = 0;
        int at = start;
        while (at < end) {
            int is = Syntax.classes(bytes[at]);
            if ((is & Syntax.TOKEN) == 0) {
                break;
            }
            classes |= is;
            at++;
        }
        if (at == start || at == end || bytes[at] != ':') {
            reject(
                    sender.broken(),
                    nameRule(bytes, start, at, end),
                    Syntax.glimpse(bytes, start, end));
            return;
        }
        int valueStart = Syntax.skipBlanks(bytes, at + 1, end);
        int valueEnd = Syntax.trimBlanks(bytes, valueStart, end);
        int control = plain ? -1 : Syntax.indexOfControl(bytes, valueStart, valueEnd);
        if (control >= 0) {
            reject(
                    sender.broken(),
                    valueRule(bytes[control]),
                    Syntax.quote(bytes, start, at)
                            + " has 0x"
                            + Syntax.hex(bytes[control])
                            + " at byte "
                            + (control - valueStart)
                            + " of its value");
            return;
        }
        underscores |= (classes & Syntax.UNDERSCORE) != 0;
        fields.found(start, at, valueStart, valueEnd);
    }

    private static String nameRule(byte[] bytes, int start, int at, int end) {
        if (at == start && Syntax.isBlank(bytes[start])) {
            return "RFC 9112 5.2: a line begins with a blank (obsolete folding)";
        }
        if (at == start && bytes[start] == ':') {
            return "RFC 9112 5: a field without a name";
        }
        if (at == end) {
            return "RFC 9112 5: a line without a colon";
        }
        if (bytes[at] == '\r') {
            return "RFC 9112 2.2: CR alone";
        }
        int behind = Syntax.skipBlanks(bytes, at, end);
        return behind > at && behind < end && bytes[behind] == ':'
                ? "RFC 9112 5.1: a blank between field name and colon"
                : "RFC 9110 5.1: a field name that is not a token";
    }

    private static String valueRule(byte control) {
        return control == '\r'
                ? "RFC 9112 2.2: CR alone"
                : "RFC 9110 5.5: a control character in a field value";
    }

    private void headTooLarge(Fields fields) {
        reject(
                sender.tooLarge(),
                "a head of more than " + limits.maxHeadBytes() + " bytes",
                "after "
                        + fields.count()
                        + " fields, in the line "
                        + Syntax.glimpse(fields.bytes(), lineStart, fields.length()));
    }

    final void reject(FaultCode code, String rule, byte[] bytes, int from, int to) {
        reject(code, rule, Syntax.quote(bytes, from, to));
    }

    final void reject(FaultCode code, String rule, String detail) {
        outcome = Parsed.REJECTED;
        rejection = new Rejection(code, rule, detail);
    }
}
