package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads a stream of messages to its end, in whatever pieces, and tells in words all that came out of it:
 * two streams were read alike if and only if these words are the same.
 */
final class Exchanges {

    private final HeadLimits limits;
    private final List<Method> requested; // empty: these are requests

    private final RequestParser requests;
    private final ResponseParser responses;
    private final BodyParser body;
    private final RequestHead request = new RequestHead();
    private final ResponseHead response = new ResponseHead();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final StringBuilder told = new StringBuilder();

    private Consumer<RequestHead> requestEdits = unused -> {};
    private Consumer<ResponseHead> responseEdits = unused -> {};
    private int answered;
    private boolean inBody;
    private boolean over;
    private int maxHeld;

    private Exchanges(HeadLimits limits, List<Method> requested) {
        this.limits = limits;
        this.requested = requested;
        this.requests = new RequestParser(limits);
        this.responses = new ResponseParser(limits);
        this.body =
                requested.isEmpty()
                        ? BodyParser.ofRequests(limits)
                        : BodyParser.ofResponses(limits);
        beginHead();
    }

    static Exchanges ofRequests(HeadLimits limits) {
        return new Exchanges(limits, List.of());
    }

    static Exchanges ofResponses(HeadLimits limits, Method... requested) {
        return new Exchanges(limits, List.of(requested));
    }

    static String requests(byte[] bytes) {
        return ofRequests(HeadLimits.DEFAULTS).read(bytes).told();
    }

    /** In one piece. */
    Exchanges read(byte[] bytes) {
        Chunk chunk = Lent.of(bytes);
        feed(chunk, Lent.FROM, Lent.FROM + bytes.length);
        return this;
    }

    /** What is done to each head once it has been told. */
    void edits(Consumer<RequestHead> ofRequest, Consumer<ResponseHead> ofResponse) {
        requestEdits = ofRequest;
        responseEdits = ofResponse;
    }

    void feed(Chunk chunk, int from, int to) {
        int at = from;
        while (at < to && !over) {
            at = inBody ? feedBody(chunk, at, to) : feedHead(chunk, at, to);
        }
        if (over && at < to) {
            left += to - at;
        }
    }

    private long left;

    private boolean isRequests() {
        return requested.isEmpty();
    }

    private void beginHead() {
        if (isRequests()) {
            requests.reset();
        } else {
            responses.reset(requested.get(Math.min(answered, requested.size() - 1)));
        }
    }

    private int feedHead(Chunk chunk, int from, int to) {
        int at;
        Parsed outcome;
        if (isRequests()) {
            at = requests.feed(chunk, from, to, request);
            outcome = requests.outcome();
            maxHeld = Math.max(maxHeld, request.fields().length());
        } else {
            at = responses.feed(chunk, from, to, response);
            outcome = responses.outcome();
            maxHeld = Math.max(maxHeld, response.fields().length());
        }
        switch (outcome) {
            case MORE -> {
                if (at != to) {
                    throw new AssertionError("wants more and leaves " + (to - at));
                }
            }
            case REJECTED -> reject(isRequests() ? requests.rejection() : responses.rejection());
            case COMPLETE -> complete();
        }
        return at;
    }

    private void complete() {
        boolean interim = false;
        if (isRequests()) {
            tellRequest();
            body.begin(request.bodyLength());
            requestEdits.accept(request);
        } else {
            tellResponse();
            interim = response.isInterim();
            body.begin(response.bodyLength());
            over = response.status() == 101;
            responseEdits.accept(response);
        }
        if (!interim) {
            answered++;
        }
        inBody = true;
        content.reset();
        endBody();
    }

    private int feedBody(Chunk chunk, int from, int to) {
        int at =
                body.feed(
                        chunk,
                        from,
                        to,
                        (lent, start, end) -> {
                            for (int i = start; i < end; i++) {
                                content.write(lent.at(i));
                            }
                        });
        if (body.isRejected()) {
            tellBody("broken after ");
            reject(body.rejection());
        } else {
            endBody();
        }
        return at;
    }

    private void endBody() {
        if (!body.isComplete()) {
            return;
        }
        tellBody("");
        inBody = false;
        if (body.trailers().count() > 0) {
            told.append("  trailers");
            tellFields(body.trailers());
            told.append('\n');
        }
        beginHead();
    }

    private void reject(Rejection rejection) {
        told.append("rejected ")
                .append(rejection.code().id())
                .append(": ")
                .append(rejection.rule())
                .append(" <")
                .append(rejection.detail())
                .append(">\n");
        over = true;
    }

    int maxHeld() {
        return maxHeld;
    }

    RequestHead request() {
        return request;
    }

    /** All that has happened, and where it stands. */
    String told() {
        String end = "";
        if (!over && inBody) {
            int before = told.length();
            tellBody(body.endsWithStream() ? "until the end, " : "unfinished after ");
            end = told.substring(before);
            told.setLength(before);
        } else if (!over && (isRequests() ? requests.hasBegun() : responses.hasBegun())) {
            end = "unfinished head\n";
        }
        return told + end + (left > 0 ? "left " + left + "\n" : "");
    }

    private void tellRequest() {
        told.append(request.methodText())
                .append(' ')
                .append(request.pathText())
                .append(request.hasQuery() ? "?" + request.queryText() : "")
                .append(" of ")
                .append(request.authorityText())
                .append(' ')
                .append(request.version().label())
                .append(length(request.bodyLength(), request.isLengthDeclared()))
                .append(request.keepAlive() ? "" : " closes")
                .append(request.expectsContinue() ? " expects" : "")
                .append(request.asksForUpgrade() ? " upgrades" : "");
        tellFields(request.fields());
        told.append('\n');
    }

    private void tellResponse() {
        told.append(response.status())
                .append(' ')
                .append(Ascii.text(response.bytes(), response.reasonStart(), response.reasonEnd()))
                .append(' ')
                .append(response.version().label())
                .append(length(response.bodyLength(), response.isLengthDeclared()))
                .append(response.keepAlive() ? "" : " closes");
        tellFields(response.fields());
        told.append('\n');
    }

    private static String length(long length, boolean declared) {
        String text =
                length == BodyLength.FRAMED
                        ? " framed"
                        : length == BodyLength.UNTIL_CLOSE ? " until close" : " length " + length;
        return declared ? text + " declared" : text;
    }

    /** Those that are passed on, in their order. */
    private void tellFields(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isDropped(i)) {
                told.append(fields.isAdded(i) ? " +[" : " [")
                        .append(fields.name(i).toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(fields.value(i))
                        .append(']');
            }
        }
    }

    private void tellBody(String what) {
        byte[] bytes = content.toByteArray();
        if (bytes.length > 0 || !what.isEmpty()) {
            told.append("  body ")
                    .append(what)
                    .append(body.received())
                    .append(' ')
                    .append(
                            bytes.length > 40
                                    ? "hash " + java.util.Arrays.hashCode(bytes)
                                    : Syntax.quote(bytes, 0, bytes.length))
                    .append('\n');
        }
    }
}
