package io.faultline.core.tls;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;

/** Alerts by number and name (RFC 8446 6, with the older ones of RFC 5246 7.2). */
final class TlsAlerts {

    static final int UNRECOGNIZED_NAME = 112;
    static final int NO_APPLICATION_PROTOCOL = 120;

    private static final byte ALERT = 21;
    private static final byte FATAL = 2;
    private static final int RECORD_BYTES = 7;

    private TlsAlerts() {}

    /** Says it in plain text, which is right while no keys are agreed on, and ends the stream. */
    static void refuse(Wire wire, Chunk scratch, int alert) {
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
            case 42 -> "bad_certificate";
            case 43 -> "unsupported_certificate";
            case 44 -> "certificate_revoked";
            case 45 -> "certificate_expired";
            case 46 -> "certificate_unknown";
            case 47 -> "illegal_parameter";
            case 48 -> "unknown_ca";
            case 49 -> "access_denied";
            case 50 -> "decode_error";
            case 51 -> "decrypt_error";
            case 70 -> "protocol_version";
            case 71 -> "insufficient_security";
            case 80 -> "internal_error";
            case 86 -> "inappropriate_fallback";
            case 90 -> "user_canceled";
            case 100 -> "no_renegotiation";
            case 109 -> "missing_extension";
            case 110 -> "unsupported_extension";
            case UNRECOGNIZED_NAME -> "unrecognized_name";
            case 113 -> "bad_certificate_status_response";
            case 115 -> "unknown_psk_identity";
            case 116 -> "certificate_required";
            case NO_APPLICATION_PROTOCOL -> "no_application_protocol";
            default -> "unknown alert";
        };
    }
}
