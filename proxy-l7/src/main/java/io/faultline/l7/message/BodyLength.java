package io.faultline.l7.message;

/** How long a body is, where it is not a plain number of bytes. */
public final class BodyLength {

    /** No body, and none is announced. */
    public static final long NONE = 0;

    /** Ends where its framing says so: chunked, or an HTTP/2 stream without a length. */
    public static final long FRAMED = -1;

    /** A response that ends with its connection. */
    public static final long UNTIL_CLOSE = -2;

    private BodyLength() {}
}
