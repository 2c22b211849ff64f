package io.faultline.l7.route.match;

import io.faultline.core.config.text.Quote;
import io.faultline.l7.config.route.ValueMatchConfig;
import io.faultline.l7.regex.LinearRegex;
import io.faultline.l7.regex.RegexSyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the value of a header field or query parameter has to look like. */
public final class ValueTest {

    enum Kind {
        IS,
        BEGINS_WITH,
        ENDS_WITH,
        CONTAINS,
        MATCHES,
        IS_PRESENT,
        IS_ABSENT
    }

    private final Kind kind;
    private final String text;
    private final byte[] bytes;
    private final @Nullable LinearRegex regex;

    private ValueTest(Kind kind, String text, @Nullable LinearRegex regex) {
        this.kind = kind;
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.regex = regex;
    }

    public static ValueTest of(ValueMatchConfig config) throws RegexSyntaxException {
        if (config.exact() != null) {
            return new ValueTest(Kind.IS, config.exact(), null);
        }
        if (config.prefix() != null) {
            return new ValueTest(Kind.BEGINS_WITH, config.prefix(), null);
        }
        if (config.suffix() != null) {
            return new ValueTest(Kind.ENDS_WITH, config.suffix(), null);
        }
        if (config.contains() != null) {
            return new ValueTest(Kind.CONTAINS, config.contains(), null);
        }
        if (config.regex() != null) {
            return new ValueTest(Kind.MATCHES, config.regex(), LinearRegex.compile(config.regex()));
        }
        boolean absent = Boolean.FALSE.equals(config.present());
        return new ValueTest(absent ? Kind.IS_ABSENT : Kind.IS_PRESENT, "", null);
    }

    /** It holds if no value is there. */
    public boolean asksForAbsence() {
        return kind == Kind.IS_ABSENT;
    }

    public boolean holds(byte[] value, int from, int to) {
        return switch (kind) {
            case IS_PRESENT, IS_ABSENT -> true;
            case IS -> to - from == bytes.length && isAt(value, from);
            case BEGINS_WITH -> to - from >= bytes.length && isAt(value, from);
            case ENDS_WITH -> to - from >= bytes.length && isAt(value, to - bytes.length);
            case CONTAINS -> isAnywhere(value, from, to);
            case MATCHES -> regex != null && regex.matches(value, from, to);
        };
    }

    private boolean isAt(byte[] value, int at) {
        for (int i = 0; i < bytes.length; i++) {
            if (value[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    // Quadratic in theory; the text comes from the configuration, the value is bounded by the head.
    private boolean isAnywhere(byte[] value, int from, int to) {
        for (int at = from; at + bytes.length <= to; at++) {
            if (isAt(value, at)) {
                return true;
            }
        }
        return false;
    }

    public boolean implies(ValueTest other) {
        return kind == other.kind && text.equals(other.text)
                || other.kind == Kind.IS_PRESENT && kind != Kind.IS_ABSENT
                || kind == Kind.IS
                        && other.kind != Kind.IS_ABSENT
                        && other.holds(bytes, 0, bytes.length);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case IS -> "is " + Quote.of(text);
            case BEGINS_WITH -> "begins with " + Quote.of(text);
            case ENDS_WITH -> "ends with " + Quote.of(text);
            case CONTAINS -> "contains " + Quote.of(text);
            case MATCHES -> "matches " + Quote.of(text);
            case IS_PRESENT -> "is present";
            case IS_ABSENT -> "is absent";
        };
    }
}
