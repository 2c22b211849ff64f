package io.faultline.core.upstream.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.core.upstream.health.http2.ProbeCall;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

/** Asks in HTTP/2, and has the answer judged as if it were one of HTTP/1.1 without a length. */
final class Http2Question implements ProbeCall.Answer {

    private final AnswerReader answer;
    private boolean hasHead;

    private Http2Question(AnswerReader answer) {
        this.answer = answer;
    }

    static ProbeCall of(CheckRequest request, String authority, AnswerReader answer) {
        Http2Headers headers =
                new DefaultHttp2Headers()
                        .method(request.method())
                        .scheme(request.scheme())
                        .authority(authority)
                        .path(request.path())
                        .add("user-agent", "faultline-check")
                        .add("accept", "*/*");
        return new ProbeCall(headers, new byte[0], new Http2Question(answer));
    }

    @Override
    public void onHead(Http2Headers head) {
        String status = String.valueOf(head.status());
        if (!hasHead) { // else they are trailers
            hasHead = !status.startsWith("1");
            answer.add(("HTTP/1.1 " + status + " \r\n\r\n").getBytes(ISO_8859_1));
        }
    }

    @Override
    public void onBody(byte[] bytes) {
        if (!answer.isOver()) {
            answer.add(bytes);
        }
    }

    @Override
    public void onEnd() {
        if (!answer.isOver()) {
            answer.end();
        }
    }
}
