package io.faultline.app.admin;

import io.faultline.app.admin.text.Printable;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task that was asked for, while its body comes. On the admin loop. */
final class PendingTask {

    static final int MOST_BODY_BYTES = 1024;

    private static final Logger LOG = System.getLogger(PendingTask.class.getName());

    private final AdminTask task;
    private final AdminQuery query;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private PendingTask(AdminTask task, AdminQuery query) {
        this.task = task;
        this.query = query;
    }

    /** Null where the request is none for a task. */
    static @Nullable PendingTask of(HttpRequest request, AdminPages pages) {
        if (!request.method().equals(HttpMethod.POST) || !request.uri().startsWith("/")) {
            return null;
        }
        try {
            AdminPages.Found found = pages.find(AdminConnection.query(request));
            return found != null && found.page() instanceof AdminTask task
                    ? new PendingTask(task, found.query())
                    : null;
        } catch (IllegalArgumentException malformed) {
            return null; // the usual way answers it
        }
    }

    /**
     * A page in an operator's browser may send a POST to 127.0.0.1, but not one whose content is called
     * JSON: for that a browser asks first (CORS), and we do not answer that question. Nor one that says
     * itself that another site made it (Fetch metadata).
     */
    @Nullable AdminReply refusal(
            HttpRequest request, AdminToken token, @Nullable String certificate) {
        AdminReply stranger =
                task.changesSomething() && certificate == null ? token.refusal(request) : null;
        if (stranger != null) {
            return stranger;
        }
        String site = request.headers().get("sec-fetch-site", "none");
        if (!site.equals("none") && !site.equals("same-origin")) {
            return AdminReply.text(403, "Nothing is done for a page of another site.");
        }
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        if (!type.strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return AdminReply.text(415, "Send it with Content-Type: application/json.");
        }
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return AdminReply.text(411, "Send it with a Content-Length.");
        }
        return HttpUtil.getContentLength(request, 0L) > MOST_BODY_BYTES ? tooLarge() : null;
    }

    private static AdminReply tooLarge() {
        return AdminReply.text(413, "At most " + MOST_BODY_BYTES + " bytes.");
    }

    /** What is wrong with it, or null. */
    @Nullable AdminReply add(HttpContent content) {
        int count = content.content().readableBytes();
        if (body.size() + count > MOST_BODY_BYTES) {
            return tooLarge();
        }
        var bytes = new byte[count];
        content.content().readBytes(bytes);
        body.writeBytes(bytes);
        return null;
    }

    /** @param who asks, and from where: it stands in the log beside what it changed */
    void run(String who, Consumer<AdminReply> then) {
        String text = body.toString(StandardCharsets.UTF_8);
        if (task.changesSomething()) {
            LOG.log(
                    Level.INFO,
                    "admin: POST {0} by {1}: {2}",
                    Printable.of(query.path()),
                    Printable.of(who),
                    Printable.of(text));
        }
        task.run(text, query, then);
    }
}
