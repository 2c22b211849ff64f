package io.faultline.l7.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response, interim ones too. Filled by a codec or by ourselves, edited by filters, written
 * by another codec. Reused.
 */
public final class ResponseHead extends ResponseMeaning {

    private final Fields fields = new Fields();

    private @Nullable ResponseMeaning kept; // as it was read

    public void clear() {
        fields.clear();
        forget();
    }

    /** A codec has read and judged all of it, and the same bytes may follow: see {@link #sayAgain}. */
    public void keep() {
        ResponseMeaning copy = kept;
        if (copy == null) {
            copy = new ResponseMeaning();
            kept = copy;
        }
        copy.take(this);
        fields.keepWhole();
    }

    /**
     * All of it is as it was when it was {@linkplain #keep kept}; its {@link Fields#wholeAgain fields} are
     * so already.
     */
    public void sayAgain() {
        take(Objects.requireNonNull(kept));
    }

    public Fields fields() {
        return fields;
    }

    public byte[] bytes() {
        return fields.bytes();
    }

    public HttpVersion version() {
        return version;
    }

    public void version(HttpVersion newVersion) {
        version = newVersion;
    }

    public int status() {
        return status;
    }

    public void status(int newStatus) {
        status = newStatus;
    }

    /** 1xx but for 101, which ends HTTP on this connection. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }

    public void reason(int start, int end) {
        reasonStart = start;
        reasonEnd = end;
    }

    public int reasonStart() {
        return reasonStart;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    /**
     * How long the body on the wire is: a number of bytes, or one of {@link BodyLength}. NONE for
     * answers to HEAD, 204 and 304, whatever length they declare.
     */
    public long bodyLength() {
        return bodyLength;
    }

    /** @param declared whether a Content-Length stands in the head, perhaps for a body that never comes */
    public void bodyLength(long length, boolean declared) {
        bodyLength = length;
        lengthDeclared = declared;
    }

    public boolean isLengthDeclared() {
        return lengthDeclared;
    }

    public boolean hasBody() {
        return bodyLength != BodyLength.NONE;
    }

    /** The connection may carry another exchange afterwards, as far as this head says. */
    public boolean keepAlive() {
        return keepAlive;
    }

    public void keepAlive(boolean value) {
        keepAlive = value;
    }
}
