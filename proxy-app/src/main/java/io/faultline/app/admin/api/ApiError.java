package io.faultline.app.admin.api;

import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;

/** How a refusal looks to a program: a word that never changes, and a sentence that says what to do. */
public final class ApiError {

    public static final JsonShape SHAPE =
            JsonShape.object("A refusal.")
                    .with(
                            "error",
                            JsonShape.object("")
                                    .with("code", JsonShape.text("A word; it never changes."))
                                    .with(
                                            "message",
                                            JsonShape.text(
                                                    "What to do, for a person; it may change.")));

    private ApiError() {}

    public static String json(int status, String message) {
        Utf8Buffer out = new Utf8Buffer(256);
        new JsonWriter(out)
                .object()
                .object("error")
                .member("code", code(status))
                .member("message", message.strip())
                .endObject()
                .endObject();
        return out.toString();
    }

    private static String code(int status) {
        return switch (status) {
            case 400 -> "bad_request";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 409 -> "conflict";
            case 411 -> "length_required";
            case 413 -> "too_large";
            case 414 -> "uri_too_long";
            case 415 -> "not_json";
            case 421 -> "wrong_host";
            case 422 -> "refused";
            case 429 -> "busy";
            case 431 -> "headers_too_large";
            case 503 -> "unavailable";
            default -> status < 500 ? "refused" : "internal";
        };
    }
}
