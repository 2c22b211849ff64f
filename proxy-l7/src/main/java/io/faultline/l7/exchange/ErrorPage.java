package io.faultline.l7.exchange;

import io.faultline.core.fault.Fault;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Reasons;
import java.util.Locale;

/** The forms in which we say what broke. Nothing a client sent is repeated unescaped: only checked values. */
enum ErrorPage {
    TEXT("text/plain; charset=utf-8") {
        @Override
        String render(int status, Fault fault, String id) {
            return "%d %s\nlayer: %s\nrequest: %s\n"
                    .formatted(status, Reasons.of(status), layer(fault), id);
        }
    },
    JSON("application/json") {
        @Override
        String render(int status, Fault fault, String id) {
            return "{\"status\":%d,\"error\":\"%s\",\"layer\":\"%s\",\"request\":\"%s\"}\n"
                    .formatted(status, Reasons.of(status), layer(fault), id);
        }
    },
    HTML("text/html; charset=utf-8") {
        @Override
        String render(int status, Fault fault, String id) {
            String title = status + " " + Reasons.of(status);
            return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%s</title></head>
            <body><h1>%s</h1><p>Layer %s. Request <code>%s</code>.</p></body></html>
            """
                    .formatted(title, title, layer(fault), id);
        }
    };

    private final byte[] contentType;

    ErrorPage(String contentType) {
        this.contentType = Ascii.bytes(contentType);
    }

    byte[] contentType() {
        return contentType;
    }

    abstract String render(int status, Fault fault, String id);

    private static String layer(Fault fault) {
        return fault.code().layer().toString();
    }

    /** By the first of the three kinds the Accept field names; text for those that do not care. */
    static ErrorPage preferredBy(Fields request) {
        String accept = request.value(KnownField.ACCEPT);
        if (accept == null) {
            return TEXT;
        }
        String wanted = accept.toLowerCase(Locale.ROOT);
        int html = indexOrEnd(wanted, "text/html");
        int json = indexOrEnd(wanted, "json");
        int text = indexOrEnd(wanted, "text/plain");
        if (html == json) {
            return TEXT; // neither
        }
        return text < Math.min(html, json) ? TEXT : html < json ? HTML : JSON;
    }

    private static int indexOrEnd(String text, String part) {
        int at = text.indexOf(part);
        return at < 0 ? Integer.MAX_VALUE : at;
    }
}
