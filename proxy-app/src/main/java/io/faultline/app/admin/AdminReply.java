package io.faultline.app.admin;

import io.faultline.app.admin.api.ApiError;

/** A whole answer; pages are small enough to be made at once. */
public record AdminReply(int status, String contentType, String body) {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    public static AdminReply text(String body) {
        return text(200, body);
    }

    public static AdminReply text(int status, String body) {
        return new AdminReply(status, TEXT, body.endsWith("\n") ? body : body + "\n");
    }

    public static AdminReply json(String body) {
        return json(200, body);
    }

    public static AdminReply json(int status, String body) {
        return new AdminReply(status, JSON, body + "\n");
    }

    /** A refusal in JSON where a program asked. */
    AdminReply forProgram(boolean itIs) {
        return itIs && status >= 400 && contentType.equals(TEXT)
                ? json(status, ApiError.json(status, body))
                : this;
    }
}
