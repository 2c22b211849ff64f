package io.faultline.l7.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import org.junit.jupiter.api.Test;

class HeadWriterTest {

    private static String written(RequestHead head) {
        return Written.text(out -> HeadWriter.request(head, out));
    }

    private static String written(ResponseHead head, HttpVersion to) {
        return Written.text(out -> HeadWriter.response(head, to, out));
    }

    private static String written(String response) {
        return written(Heads.response(Method.GET, response), HttpVersion.HTTP_1_1);
    }

    // ---- requests

    @Test
    void whatNobodyTouchedGoesOutAsItCame() {
        String text = "GET /a?b=c HTTP/1.1\r\nHost: a\r\nX:  y \tz\r\nAccept: */*\r\n\r\n";

        assertThat(written(Heads.request(text))).isEqualTo(text);
    }

    @Test
    void droppedFieldsAreLeftOutWhereverTheyStand() {
        for (String dropped : new String[] {"Via: 1\r\n", "Via: 1\r\nVia: 2\r\n"}) {
            var first = Heads.request("GET / HTTP/1.1\r\n" + dropped + "Host: a\r\nX: y\r\n\r\n");
            var middle = Heads.request("GET / HTTP/1.1\r\nHost: a\r\n" + dropped + "X: y\r\n\r\n");
            var last = Heads.request("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n" + dropped + "\r\n");
            for (RequestHead head : new RequestHead[] {first, middle, last}) {
                head.fields().dropAll(KnownField.VIA);

                assertThat(written(head)).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n");
            }
        }
    }

    @Test
    void addedFieldsFollowTheOthers() {
        RequestHead head = Heads.request("GET / HTTP/1.1\r\nHost: a\r\nX: y \r\n\r\n");
        head.fields().add(Ascii.bytes("via"), Ascii.bytes("1.1 edge"));
        int forwarded = head.fields().beginAdded(Ascii.bytes("forwarded"));
        head.fields().append(Ascii.bytes("for=192.0.2.1"));
        head.fields().append(Ascii.bytes(";proto=http"));
        head.fields().endAdded(forwarded);

        assertThat(written(head))
                .isEqualTo(
                        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nvia: 1.1 edge\r\n"
                                + "forwarded: for=192.0.2.1;proto=http\r\n\r\n");
    }

    @Test
    void anotherPathReplacesTheOneThatCame() {
        RequestHead head = Heads.request("GET /a/b?c HTTP/1.1\r\nHost: a\r\n\r\n");
        int start = head.fields().append(Ascii.bytes("/other"));
        head.path(start, start + "/other".length());

        assertThat(written(head)).isEqualTo("GET /other?c HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void theFramingIsWrittenAnew() {
        assertThat(
                        written(
                                Heads.request(
                                        "PUT / HTTP/1.1\r\nContent-LENGTH: 0005\r\nHost: a\r\n\r\n")))
                .isEqualTo("PUT / HTTP/1.1\r\nHost: a\r\ncontent-length: 5\r\n\r\n");
        assertThat(written(Heads.request("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")))
                .isEqualTo("PUT / HTTP/1.1\r\nHost: a\r\ncontent-length: 0\r\n\r\n");
        assertThat(
                        written(
                                Heads.request(
                                        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n")))
                .isEqualTo("PUT / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: chunked\r\n\r\n");
    }

    @Test
    void anHttp10RequestGoesOutAsHttp11WithAHost() {
        assertThat(written(Heads.request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")))
                .isEqualTo("GET / HTTP/1.1\r\nhost: \r\n\r\n");
        assertThat(written(Heads.request("GET http://a:81 HTTP/1.0\r\n\r\n")))
                .isEqualTo("GET / HTTP/1.1\r\nhost: a:81\r\n\r\n");
    }

    @Test
    void absoluteFormGoesOutAsOriginForm() {
        assertThat(written(Heads.request("GET http://a/b?c HTTP/1.1\r\nHost: A\r\n\r\n")))
                .isEqualTo("GET /b?c HTTP/1.1\r\nHost: A\r\n\r\n");
        assertThat(written(Heads.request("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n")))
                .isEqualTo("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void connectionListsWhatIsOfThisConnection() {
        assertThat(
                        written(
                                Heads.request(
                                        "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
                                                + "Upgrade: websocket\r\n\r\n")))
                .isEqualTo(
                        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nconnection: upgrade\r\n\r\n");
        assertThat(written(Heads.request("GET / HTTP/1.1\r\nHost: a\r\nTE: x, trailers\r\n\r\n")))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nte: trailers\r\nconnection: te\r\n\r\n");
        assertThat(
                        written(
                                Heads.request(
                                        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n"
                                                + "Upgrade: x\r\nTE: trailers\r\n\r\n")))
                .endsWith("te: trailers\r\nconnection: te, upgrade\r\n\r\n");
    }

    // ---- responses

    @Test
    void aResponseGoesOutWithItsReason() {
        assertThat(written("HTTP/1.1 200 Fine\r\nX: y\r\nContent-Length: 3\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 Fine\r\nX: y\r\ncontent-length: 3\r\n\r\n");
        assertThat(written("HTTP/1.0 200\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        assertThat(written("HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo("HTTP/1.1 999 \r\ncontent-length: 0\r\n\r\n");
    }

    @Test
    void aBodyUntilTheEndClosesTheConnection() {
        assertThat(written("HTTP/1.1 200 OK\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
    }

    @Test
    void aChunkedBodyIsAnnounced() {
        assertThat(written("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    }

    @Test
    void answersToHeadKeepTheLengthTheyDeclare() {
        String text = "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nX: y\r\n\r\n";

        assertThat(written(Heads.response(Method.HEAD, text), HttpVersion.HTTP_1_1))
                .isEqualTo(text);
    }

    @Test
    void interimResponsesAnd204AnnounceNoBodyAndDoNotTouchTheConnection() {
        ResponseHead hints =
                Heads.response(Method.GET, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
        hints.keepAlive(false);
        assertThat(written(hints, HttpVersion.HTTP_1_1))
                .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
        assertThat(written("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }

    @Test
    void aSwitchOfProtocolsIsAnnouncedAsOne() {
        assertThat(
                        written(
                                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: websocket\r\n\r\n"))
                .isEqualTo(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                + "connection: upgrade\r\n\r\n");
    }

    @Test
    void anHttp10ClientIsToldThatItsConnectionStays() {
        ResponseHead head =
                Heads.response(Method.GET, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(written(head, HttpVersion.HTTP_1_0)).contains("\r\nconnection: keep-alive\r\n");
        head.keepAlive(false);
        assertThat(written(head, HttpVersion.HTTP_1_0)).contains("\r\nconnection: close\r\n");
    }

    @Test
    void aResponseOfOurOwnNeedsNoBytesThatCame() {
        var head = new ResponseHead();
        head.status(503);
        head.keepAlive(true);
        head.bodyLength(2, true);
        head.fields().add(Ascii.bytes("content-type"), Ascii.bytes("text/plain"));

        assertThat(written(head, HttpVersion.HTTP_1_1))
                .isEqualTo(
                        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\n"
                                + "content-length: 2\r\n\r\n");
    }

    @Test
    void aHeadNeverTakesMoreThanTheRoomItAsksFor() {
        for (Corpus.Entry entry : Corpus.of("requests.txt")) {
            Exchanges exchanges = Exchanges.ofRequests(HeadLimits.DEFAULTS).read(entry.bytes());
            RequestHead head = exchanges.request();
            if (!entry.told().contains("rejected") && !entry.told().contains("unfinished")) {
                assertThat(written(head).length())
                        .as(entry.name())
                        .isLessThanOrEqualTo(HeadWriter.room(head.fields()));
            }
        }
    }

    // ---- chunks

    @Test
    void chunksAreFramed() {
        Chunk chunk = Lent.of(Ascii.bytes("hello, chunked world"));
        String text =
                Written.text(
                        out -> {
                            HeadWriter.chunk(out, chunk, Lent.FROM, Lent.FROM + 18);
                            HeadWriter.chunk(out, chunk, Lent.FROM, Lent.FROM);
                            HeadWriter.chunkStart(out, 2);
                            out.put(chunk, Lent.FROM + 18, Lent.FROM + 20);
                            HeadWriter.chunkEnd(out);
                            HeadWriter.lastChunk(out, new Fields());
                        });

        assertThat(text).isEqualTo("12\r\nhello, chunked wor\r\n2\r\nld\r\n0\r\n\r\n");
    }

    @Test
    void trailersFollowTheLastChunk() {
        BodyParser body = BodyParser.ofRequests(HeadLimits.DEFAULTS);
        body.begin(BodyLength.FRAMED);
        byte[] bytes = Ascii.bytes("0\r\nX: y\r\nHost: b\r\nZ: 1\r\n\r\n");
        body.feed(Lent.of(bytes), Lent.FROM, Lent.FROM + bytes.length, (chunk, from, to) -> {});
        body.trailers().add(Ascii.bytes("added"), Ascii.bytes("2"));

        assertThat(Written.text(out -> HeadWriter.lastChunk(out, body.trailers())))
                .isEqualTo("0\r\nX: y\r\nZ: 1\r\nadded: 2\r\n\r\n");
    }
}
