package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.wire.Outbox;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A whole exchange, read and written, leaves nothing for the collector. */
class CodecAllocationTest {

    private static final String REQUEST =
            "POST /checkout?step=2 HTTP/1.1\r\nHost: shop.example\r\nConnection: keep-alive, x-hop\r\n"
                    + "X-Hop: 1\r\nAccess_Token: x\r\nTE: trailers\r\nExpect: 100-continue\r\n"
                    + "Cookie: a=b; c=d\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;x=y\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n";

    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nDate: now\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";

    private final Chunk request = Lent.of(Ascii.bytes(REQUEST));
    private final Chunk response = Lent.of(Ascii.bytes(RESPONSE));
    private final RequestParser requests = new RequestParser(HeadLimits.DEFAULTS);
    private final ResponseParser responses = new ResponseParser(HeadLimits.DEFAULTS);
    private final BodyParser body = BodyParser.ofRequests(HeadLimits.DEFAULTS);
    private final RequestHead requestHead = new RequestHead();
    private final ResponseHead responseHead = new ResponseHead();
    private final Outbox out = new Outbox(turn -> {});

    @Test
    void anExchangeAllocatesNothing() {
        int exchanges = 20_000;
        runAll(exchanges); // the first ones load classes and grow arrays

        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        runAll(exchanges);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // What the measurement itself allocates is far less than one object per exchange.
        assertThat(allocated).isLessThan(exchanges);
    }

    private void runAll(int exchanges) {
        for (int i = 0; i < exchanges; i++) {
            requests.reset();
            int at = requests.feed(request, Lent.FROM, Lent.FROM + REQUEST.length(), requestHead);
            body.begin(requestHead.bodyLength());
            at = body.feed(request, at, Lent.FROM + REQUEST.length(), (chunk, from, to) -> {});
            HeadWriter.request(requestHead, out);
            HeadWriter.lastChunk(out, body.trailers());
            boolean whole = body.isComplete() && at == Lent.FROM + REQUEST.length();

            responses.reset(Method.POST);
            at = responses.feed(response, Lent.FROM, Lent.FROM + RESPONSE.length(), responseHead);
            body.begin(responseHead.bodyLength());
            body.feed(response, at, Lent.FROM + RESPONSE.length(), (chunk, from, to) -> {});
            HeadWriter.response(responseHead, HttpVersion.HTTP_1_1, out);
            if (!whole || !body.isComplete() || requestHead.bodyLength() != BodyLength.FRAMED) {
                throw new AssertionError("the exchange was not read to its end");
            }
            out.drop();
        }
    }
}
