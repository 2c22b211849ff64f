package io.faultline.app.admin;

import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the page that was asked for; "/" is the list of them. */
final class AdminPages {

    private static final Logger LOG = System.getLogger(AdminPages.class.getName());

    private final Map<String, AdminPage> byPath = new LinkedHashMap<>();

    AdminPages(List<AdminPage> pages) {
        for (AdminPage page : pages) {
            if (byPath.put(page.path(), page) != null) {
                throw new IllegalArgumentException("two admin pages at " + page.path());
            }
        }
    }

    /** What POST to this path does, or null when it does nothing. */
    @Nullable AdminTask task(String path) {
        return byPath.get(path) instanceof AdminTask task ? task : null;
    }

    AdminReply answer(AdminQuery query) {
        String format = query.parameters().get("format");
        if (format != null && !AdminQuery.FORMATS.contains(format)) {
            return AdminReply.text(
                    400, "format is one of: " + String.join(", ", AdminQuery.FORMATS));
        }
        if (query.path().equals("/")) {
            return query.wantsJson() ? AdminReply.json(listAsJson()) : AdminReply.text(list());
        }
        AdminPage page = byPath.get(query.path());
        if (page == null) {
            return AdminReply.text(404, "There is no such page. Those that are:\n\n" + list());
        }
        try {
            return page.answer(query);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "admin page " + page.path() + " failed; a bug of ours", e);
            return AdminReply.text(
                    500,
                    "This page failed, which is a bug of ours. The proxy's log has the trace.");
        }
    }

    private String list() {
        int width = byPath.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (AdminPage page : byPath.values()) {
            text.append(page.path());
            text.repeat(' ', width + 2 - page.path().length());
            text.append(page.summary()).append('\n');
        }
        return text.toString();
    }

    private String listAsJson() {
        Utf8Buffer out = new Utf8Buffer(1024);
        JsonWriter json = new JsonWriter(out).object().array("pages");
        for (AdminPage page : byPath.values()) {
            json.object().member("path", page.path());
            json.member("summary", page.summary()).endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }
}
