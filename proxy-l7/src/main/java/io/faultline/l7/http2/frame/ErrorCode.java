package io.faultline.l7.http2.frame;

/** RFC 9113 7: why a stream or a connection ends. The order is that of the codes on the wire. */
public enum ErrorCode {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    private static final ErrorCode[] ALL = values();

    /** As it stands in a frame. */
    public int code() {
        return ordinal();
    }

    /** RFC 9113 7: one that nobody knows is an INTERNAL_ERROR. */
    public static ErrorCode of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : INTERNAL_ERROR;
    }

    /** For evidence: what came, known or not. */
    public static String text(int code) {
        return code >= 0 && code < ALL.length ? ALL[code].name() : "0x" + Integer.toHexString(code);
    }
}
