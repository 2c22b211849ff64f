package io.faultline.app.admin;

import io.faultline.app.admin.api.ApiError;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer. Most are made whole, for pages are small.
 *
 * @param goesOn takes the client of an answer that has no end, or null where the body is all there is
 */
public record AdminReply(
        int status, String contentType, String body, @Nullable Consumer<AdminStream> goesOn) {

    public AdminReply(int status, String contentType, String body) {
        this(status, contentType, body, null);
    }

    /** One that goes on until either side has had enough. */
    public static AdminReply stream(String contentType, Consumer<AdminStream> begin) {
        return new AdminReply(200, contentType, "", begin);
    }

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
