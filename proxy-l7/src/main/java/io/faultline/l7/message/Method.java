package io.faultline.l7.message;

/** Request methods a proxy knows something about; every other one is {@link #OTHER}. */
public enum Method {
    GET(true, true),
    HEAD(true, true),
    OPTIONS(true, true),
    TRACE(true, true),
    PUT(false, true),
    DELETE(false, true),
    POST(false, false),
    PATCH(false, false),
    CONNECT(false, false),
    OTHER(false, false);

    private static final Method[] ALL = values();

    private final byte[] name = Ascii.bytes(name());
    private final boolean safe;
    private final boolean idempotent;

    Method(boolean safe, boolean idempotent) {
        this.safe = safe;
        this.idempotent = idempotent;
    }

    /** RFC 9110 9.2.1: the client asks for nothing to change. */
    public boolean isSafe() {
        return safe;
    }

    /** RFC 9110 9.2.2: doing it twice has the effect of doing it once. */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** Method names are case-sensitive: {@code get} is OTHER. */
    public static Method of(byte[] bytes, int from, int to) {
        for (Method method : ALL) {
            if (method != OTHER && Ascii.equals(bytes, from, to, method.name)) {
                return method;
            }
        }
        return OTHER;
    }
}
