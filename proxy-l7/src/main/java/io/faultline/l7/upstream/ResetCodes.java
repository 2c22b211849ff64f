package io.faultline.l7.upstream;

import io.faultline.l7.http2.frame.ErrorCode;

/** What of the reason for which an endpoint gave a stream up is its client's business too. */
final class ResetCodes {

    private ResetCodes() {}

    /**
     * RFC 9113 7: some codes are about the exchange, and mean the same to whoever asked. The others are about our connection
     * with the endpoint: a client that is told PROTOCOL_ERROR would look for a mistake of its own.
     */
    static ErrorCode forClient(int code) {
        ErrorCode given = ErrorCode.of(code);
        return switch (given) {
            case CANCEL, ENHANCE_YOUR_CALM -> given;
            // NO_ERROR before the end of the answer (RFC 9113 8.1) would make half of it look
            // whole, and
            // REFUSED_STREAM behind its head would have the client do twice what was done.
            default -> ErrorCode.INTERNAL_ERROR;
        };
    }
}
