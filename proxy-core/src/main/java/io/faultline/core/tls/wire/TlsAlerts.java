package io.faultline.core.tls.wire;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;

/** Alerts by number and name (RFC 8446 6, with the older ones of RFC 5246 7.2). */
public final class TlsAlerts {

    static final int BAD_CERTIFICATE = 42;
    static final int UNSUPPORTED_CERTIFICATE = 43;
    static final int CERTIFICATE_REVOKED = 44;
    static final int CERTIFICATE_EXPIRED = 45;
    static final int CERTIFICATE_UNKNOWN = 46;
    static final int UNKNOWN_CA = 48;
    static final int ACCESS_DENIED = 49;
    static final int PROTOCOL_VERSION = 70;
    static final int INSUFFICIENT_SECURITY = 71;
    static final int INAPPROPRIATE_FALLBACK = 86;
    public static final int UNRECOGNIZED_NAME = 112;
    static final int CERTIFICATE_REQUIRED = 116;
    public static final int NO_APPLICATION_PROTOCOL = 120;

    private static final byte ALERT = 21;
    private static final byte FATAL = 2;
    private static final int RECORD_BYTES = 7;

    private TlsAlerts() {}

    /** Says it in plain text, which is right while no keys are agreed on, and ends the stream. */
    public static void refuse(Wire wire, Chunk scratch, int alert) {
        byte[] record = {ALERT, 3, 3, 0, 2, FATAL, (byte) alert};
        scratch.buffer().put(0, record);
        wire.write(scratch, 0, RECORD_BYTES);
        wire.finish();
        wire.close();
    }

    static String name(int alert) {
        return switch (alert) {
            case 0 -> "close_notify";
            case 10 -> "unexpected_message";
            case 20 -> "bad_record_mac";
            case 21 -> "decryption_failed";
            case 22 -> "record_overflow";
            case 40 -> "handshake_failure";
            case 41 -> "no_certificate";
            case BAD_CERTIFICATE -> "bad_certificate";
            case UNSUPPORTED_CERTIFICATE -> "unsupported_certificate";
            case CERTIFICATE_REVOKED -> "certificate_revoked";
            case CERTIFICATE_EXPIRED -> "certificate_expired";
            case CERTIFICATE_UNKNOWN -> "certificate_unknown";
            case 47 -> "illegal_parameter";
            case UNKNOWN_CA -> "unknown_ca";
            case ACCESS_DENIED -> "access_denied";
            case 50 -> "decode_error";
            case 51 -> "decrypt_error";
            case PROTOCOL_VERSION -> "protocol_version";
            case INSUFFICIENT_SECURITY -> "insufficient_security";
            case 80 -> "internal_error";
            case INAPPROPRIATE_FALLBACK -> "inappropriate_fallback";
            case 90 -> "user_canceled";
            case 100 -> "no_renegotiation";
            case 109 -> "missing_extension";
            case 110 -> "unsupported_extension";
            case UNRECOGNIZED_NAME -> "unrecognized_name";
            case 113 -> "bad_certificate_status_response";
            case 115 -> "unknown_psk_identity";
            case CERTIFICATE_REQUIRED -> "certificate_required";
            case NO_APPLICATION_PROTOCOL -> "no_application_protocol";
            default -> "unknown alert";
        };
    }
}
