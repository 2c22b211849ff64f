package io.faultline.core.upstream.health.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faultline.core.upstream.health.http2.ProbeCall;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code grpc.health.v1.Health/Check}, from bytes to bytes. The two messages of the protocol
 * have one field each, so no library is needed to read them.
 */
final class HealthCall implements ProbeCall.Answer {

    private static final int SERVING = 1;
    private static final String[] STATUS = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    private static final int PREFIX = 5; // not compressed, and four bytes of length
    private static final int FIELD_1_TEXT = 0x0a;
    private static final int FIELD_1_NUMBER = 0x08;
    private static final int MOST_BYTES = 64 * 1024;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final ProbeCall call;
    private String httpStatus = "";
    private String grpcStatus = "";
    private String grpcMessage = "";
    private boolean over;

    HealthCall(String service, String authority, boolean secure) {
        Http2Headers headers =
                new DefaultHttp2Headers()
                        .method("POST")
                        .scheme(secure ? "https" : "http")
                        .authority(authority)
                        .path("/grpc.health.v1.Health/Check")
                        .add("content-type", "application/grpc")
                        .add("te", "trailers")
                        .add("user-agent", "faultline-check");
        call = new ProbeCall(headers, request(service), this);
    }

    private static byte[] request(String service) {
        byte[] name = service.getBytes(UTF_8);
        var field = new ByteArrayOutputStream();
        if (name.length > 0) {
            field.write(FIELD_1_TEXT);
            for (int rest = name.length; ; rest >>>= 7) {
                field.write(rest > 0x7f ? rest & 0x7f | 0x80 : rest);
                if (rest <= 0x7f) {
                    break;
                }
            }
            field.writeBytes(name);
        }
        ByteBuf framed = Unpooled.buffer(PREFIX + field.size());
        framed.writeByte(0).writeInt(field.size()).writeBytes(field.toByteArray());
        return framed.array();
    }

    /** Sends whatever the protocol has to say now. */
    void sendTo(Wire wire, Chunk scratch) {
        call.sendTo(wire, scratch);
    }

    void receive(byte[] bytes) {
        if (!over) {
            call.receive(bytes);
        }
    }

    boolean isOver() {
        return over;
    }

    /** What keeps it from being a call at all, or null. */
    @Nullable String broken() {
        return call.broken();
    }

    boolean isServing() {
        return grpcStatus.equals("0") && status() == SERVING;
    }

    /** For people. */
    String verdict() {
        if (grpcStatus.equals("0")) {
            int status = status();
            return status >= 0 && status < STATUS.length ? STATUS[status] : "status " + status;
        }
        if (grpcStatus.isEmpty()) {
            return "HTTP status " + httpStatus + " and no grpc-status";
        }
        return "grpc-status " + grpcStatus + (grpcMessage.isEmpty() ? "" : ": " + grpcMessage);
    }

    /** Absent fields are 0 in protobuf, which is UNKNOWN. */
    private int status() {
        byte[] bytes = message.toByteArray();
        boolean plain = bytes.length >= PREFIX + 2 && bytes[0] == 0;
        return plain && bytes[PREFIX] == FIELD_1_NUMBER ? bytes[PREFIX + 1] : 0;
    }

    void close() {
        call.close();
    }

    @Override
    public void onHead(Http2Headers head) {
        httpStatus = text(head, ":status", httpStatus);
        grpcStatus = text(head, "grpc-status", grpcStatus);
        grpcMessage = text(head, "grpc-message", grpcMessage);
    }

    private static String text(Http2Headers head, String name, String before) {
        CharSequence value = head.get(name);
        return value == null ? before : value.toString();
    }

    @Override
    public void onBody(byte[] bytes) {
        if (message.size() + bytes.length > MOST_BYTES) {
            call.giveUp("an answer of more than 64 KiB to a health check");
        } else {
            message.writeBytes(bytes);
        }
    }

    @Override
    public void onEnd() {
        over = true;
    }
}
