package io.faultline.l7.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, whatever version it came in: ranges in the bytes of its {@link #fields}. What
 * nobody edits is never turned into a String.
 *
 * <p>Filled by a codec, edited by routes and filters, written by another codec. Reused.
 */
public final class RequestHead extends RequestMeaning {

    private final Fields fields = new Fields();

    private @Nullable RequestMeaning kept; // as it was read

    public void clear() {
        fields.clear();
        forget();
    }

    /** A codec has read and judged all of it, and the same bytes may follow: see {@link #sayAgain}. */
    public void keep() {
        RequestMeaning copy = kept;
        if (copy == null) {
            copy = new RequestMeaning();
            kept = copy;
        }
        copy.take(this);
        fields.keepWhole();
    }

    /**
     * All of it is as it was when it was {@linkplain #keep kept}, its {@link Fields#wholeAgain fields} are
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

    // ---- request line

    public HttpVersion version() {
        return version;
    }

    public void version(HttpVersion newVersion) {
        version = newVersion;
    }

    public Method method() {
        return method;
    }

    public void method(int start, int end) {
        methodStart = start;
        methodEnd = end;
        method = Method.of(bytes(), start, end);
    }

    public int methodStart() {
        return methodStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    public String methodText() {
        return Ascii.text(bytes(), methodStart, methodEnd);
    }

    /** The request target as the client wrote it, for the log. */
    public void target(int start, int end) {
        targetStart = start;
        targetEnd = end;
    }

    public int targetStart() {
        return targetStart;
    }

    public int targetEnd() {
        return targetEnd;
    }

    public String targetText() {
        return Ascii.text(bytes(), targetStart, targetEnd);
    }

    /** Host and optional port, from the target, the Host field or :authority; empty in old HTTP/1.0. */
    public void authority(int start, int end) {
        authorityStart = start;
        authorityEnd = end;
    }

    public int authorityStart() {
        return authorityStart;
    }

    public int authorityEnd() {
        return authorityEnd;
    }

    public boolean hasAuthority() {
        return authorityEnd > authorityStart;
    }

    public String authorityText() {
        return Ascii.text(bytes(), authorityStart, authorityEnd);
    }

    /** What is matched and what is forwarded: one form, normalised once. {@code *} for OPTIONS *. */
    public void path(int start, int end) {
        pathStart = start;
        pathEnd = end;
    }

    public int pathStart() {
        return pathStart;
    }

    public int pathEnd() {
        return pathEnd;
    }

    public String pathText() {
        return Ascii.text(bytes(), pathStart, pathEnd);
    }

    /** Behind the question mark; {@code start == -1} where there is none. */
    public void query(int start, int end) {
        queryStart = start;
        queryEnd = end;
    }

    public boolean hasQuery() {
        return queryStart > 0;
    }

    public int queryStart() {
        return queryStart;
    }

    public int queryEnd() {
        return queryEnd;
    }

    public @Nullable String queryText() {
        return hasQuery() ? Ascii.text(bytes(), queryStart, queryEnd) : null;
    }

    // ---- what the fields mean

    /** A number of bytes, or one of {@link BodyLength}; never {@link BodyLength#UNTIL_CLOSE}. */
    public long bodyLength() {
        return bodyLength;
    }

    /** @param declared whether the message says so itself: {@code Content-Length: 0} is declared. */
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

    /** The client means to use its connection again. */
    public boolean keepAlive() {
        return keepAlive;
    }

    public void keepAlive(boolean value) {
        keepAlive = value;
    }

    public boolean expectsContinue() {
        return expectsContinue;
    }

    public void expectsContinue(boolean value) {
        expectsContinue = value;
    }

    /** {@code Connection: upgrade} with an Upgrade field. */
    public boolean asksForUpgrade() {
        return asksForUpgrade;
    }

    public void asksForUpgrade(boolean value) {
        asksForUpgrade = value;
    }

    /** The client reached us over TLS: {@code https}. */
    public boolean isSecure() {
        return secure;
    }

    public void secure(boolean value) {
        secure = value;
    }
}
