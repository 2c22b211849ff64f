package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.wire.Outbox;
import org.jspecify.annotations.Nullable;

/** First lines of responses, made once. Always HTTP/1.1: RFC 9110 6.2, a server tells its own version. */
final class StatusLine {

    private static final int FIRST = 100;
    private static final int LAST = 999;
    private static final byte[][] STARTS = new byte[LAST + 1 - FIRST][];
    private static final byte[][] LINES = new byte[LAST + 1 - FIRST][];

    static {
        for (int status = FIRST; status <= LAST; status++) {
            String reason = reason(status);
            STARTS[status - FIRST] = Ascii.bytes("HTTP/1.1 " + status + ' ');
            LINES[status - FIRST] =
                    Ascii.bytes(
                            "HTTP/1.1 " + status + ' ' + (reason == null ? "" : reason) + "\r\n");
        }
    }

    private StatusLine() {}

    /** Up to the reason. */
    static void put(int status, Outbox out) {
        out.put(STARTS[status - FIRST]);
    }

    /** With the reason that everybody knows, if there is one. */
    static void putWithReason(int status, Outbox out) {
        out.put(LINES[status - FIRST]);
    }

    private static @Nullable String reason(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 101 -> "Switching Protocols";
            case 103 -> "Early Hints";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 203 -> "Non-Authoritative Information";
            case 204 -> "No Content";
            case 205 -> "Reset Content";
            case 206 -> "Partial Content";
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 425 -> "Too Early";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 451 -> "Unavailable For Legal Reasons";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            case 508 -> "Loop Detected";
            case 511 -> "Network Authentication Required";
            default -> null;
        };
    }
}
