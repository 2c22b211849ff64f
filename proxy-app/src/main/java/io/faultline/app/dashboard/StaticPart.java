package io.faultline.app.dashboard;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file of the page, as it stands in the jar: read once, when the port is opened. */
final class StaticPart implements AdminPage {

    private final String path;
    private final String summary;
    private final AdminReply reply;

    StaticPart(String path, String summary, String contentType, String resource) {
        this.path = path;
        this.summary = summary;
        this.reply = new AdminReply(200, contentType, read(resource));
    }

    private static String read(String resource) {
        try (InputStream in = StaticPart.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return reply;
    }

    String body() {
        return reply.body();
    }
}
