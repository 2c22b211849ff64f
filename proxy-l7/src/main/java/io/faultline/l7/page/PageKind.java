package io.faultline.l7.page;

import io.faultline.l7.message.Ascii;

/** The forms in which we say what broke, each with its way of keeping a value from becoming markup. */
enum PageKind {
    TEXT(
            "text/plain; charset=utf-8",
            "text/plain",
            """
            {status} {reason}
            layer: {layer}
            request: {requestId}
            """),
    JSON(
            "application/json",
            "json",
            """
            {"status":{status},"error":"{reason}","layer":"{layer}","request":"{requestId}"}
            """),
    HTML(
            "text/html; charset=utf-8",
            "text/html",
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{status} {reason}</title></head>
            <body><h1>{status} {reason}</h1><p>Layer {layer}. Request <code>{requestId}</code>.</p></body></html>
            """);

    private final byte[] contentType;
    private final String accepted;
    private final String words;

    PageKind(String contentType, String accepted, String words) {
        this.contentType = Ascii.bytes(contentType);
        this.accepted = accepted;
        this.words = words;
    }

    byte[] contentType() {
        return contentType;
    }

    /** What an Accept field in lower case contains when it names this kind. */
    String accepted() {
        return accepted;
    }

    /** What is said where no file was given. */
    String words() {
        return words;
    }

    void append(char c, StringBuilder out) {
        if (c < ' ' || c == 0x7f) {
            out.append(this == JSON ? "\\u%04x".formatted((int) c) : " ");
            return;
        }
        switch (this) {
            case TEXT -> out.append(c);
            case JSON -> out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            case HTML -> {
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    case '\'' -> out.append("&#39;");
                    default -> out.append(c);
                }
            }
        }
    }
}
