package io.faultline.l7.http2.hpack;

/**
 * What makes a message malformed that decodes well: a stream error of type PROTOCOL_ERROR (RFC 9113
 * 8.1.1), and never a reason to end the connection. Only what is wrong in requests, responses and trailers
 * alike is told here.
 */
public enum MalformedField {
    NAME_EMPTY("RFC 9110 5.1: a field without a name"),
    NAME_UPPER_CASE("RFC 9113 8.2.1: a field name in upper case"),
    NAME_NO_TOKEN("RFC 9113 8.2.1: a field name that is not a token"),
    VALUE_LINE_BREAK("RFC 9113 8.2.1: NUL, CR or LF in a field value"),
    VALUE_CONTROL("RFC 9110 5.5: a control character in a field value"),
    VALUE_BLANK("RFC 9113 8.2.1: a field value that begins or ends with a blank"),
    PSEUDO_UNKNOWN("RFC 9113 8.3: a pseudo-header field that is not defined"),
    PSEUDO_TWICE("RFC 9113 8.3: a pseudo-header field that came before"),
    PSEUDO_LATE("RFC 9113 8.3: a pseudo-header field behind a field"),
    CONNECTION_SPECIFIC("RFC 9113 8.2.2: a field that is about an HTTP/1 connection"),
    TE("RFC 9113 8.2.2: TE other than trailers");

    private final String rule;

    MalformedField(String rule) {
        this.rule = rule;
    }

    /** What was broken and where it is written, for people. */
    public String rule() {
        return rule;
    }
}
