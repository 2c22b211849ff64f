package io.faultline.l7.grpc;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.message.Ascii;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a gRPC client is told when a call fails before an endpoint answered it. Clients would make a status
 * of a plain HTTP answer too, but only by its number: a call that never left us (UNAVAILABLE, to be tried
 * again) and one that took too long (DEADLINE_EXCEEDED, perhaps done already) are both 504.
 */
public enum GrpcStatus {
    CANCELLED(1),
    UNKNOWN(2),
    DEADLINE_EXCEEDED(4),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14),
    UNAUTHENTICATED(16);

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final byte[] text;

    GrpcStatus(int code) {
        text = Ascii.bytes(Integer.toString(code));
    }

    /** The number as it stands in {@code grpc-status}. Not to be written to. */
    public byte[] text() {
        return text;
    }

    /** As the code says; where the endpoint gave the call up itself, as its reason does. */
    public static GrpcStatus of(Fault fault) {
        String seen = fault.evidence().value("seen");
        return fault.code() == ApplicationFault.STREAM_RESET && seen != null
                ? ofReset(seen)
                : of(fault.code());
    }

    /** What gRPC makes of RST_STREAM; of an endpoint that may have begun, never UNAVAILABLE. */
    private static GrpcStatus ofReset(String seen) {
        return switch (seen) {
            case "RST_STREAM CANCEL" -> CANCELLED;
            case "RST_STREAM ENHANCE_YOUR_CALM" -> RESOURCE_EXHAUSTED;
            case "RST_STREAM INADEQUATE_SECURITY" -> PERMISSION_DENIED;
            default -> INTERNAL;
        };
    }

    static GrpcStatus of(FaultCode code) {
        if (code instanceof ApplicationFault application) {
            switch (application) {
                case RESPONSE_TIMEOUT, REQUEST_TIMEOUT, BODY_STALLED -> {
                    return DEADLINE_EXCEEDED;
                }
                case CLIENT_ABORT -> {
                    return CANCELLED;
                }
                case BAD_RESPONSE, UPGRADE_REFUSED -> {
                    return INTERNAL; // 502 as well, but asking again would not help
                }
                default -> {}
            }
        }
        if (code == TransportFault.READ_STALLED || code == TransportFault.WRITE_STALLED) {
            return DEADLINE_EXCEEDED;
        }
        return ofHttp(code.httpStatus());
    }

    private static GrpcStatus ofHttp(int status) {
        return switch (status) {
            case 400, 500, 508 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 408 -> DEADLINE_EXCEEDED;
            case 413, 414, 429, 431 -> RESOURCE_EXHAUSTED;
            case 502, 503, 504 -> UNAVAILABLE; // nothing answered: the call may be made again
            default -> UNKNOWN;
        };
    }

    /** What {@code grpc-message} says: the code, what it means, and where to find the rest. */
    public static byte[] message(Fault fault, String requestId) {
        String said = "%s: %s (request-id %s)";
        return encode(said.formatted(fault.code().id(), fault.code().meaning(), requestId));
    }

    /** The protocol wants UTF-8 in which all but visible ASCII and the space is percent-encoded. */
    static byte[] encode(String text) {
        var out = new ByteArrayOutputStream(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 0x7f && b != '%') {
                out.write(b);
            } else {
                out.write('%');
                out.write(HEX[b >> 4 & 0xf]);
                out.write(HEX[b & 0xf]);
            }
        }
        return out.toByteArray();
    }
}
