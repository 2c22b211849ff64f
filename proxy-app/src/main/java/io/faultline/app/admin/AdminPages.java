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

    /** What a browser gets in place of the list, where there is such a page. */
    private static final String FRONT = "/dashboard";

    private final Map<String, AdminPage> byPath = new LinkedHashMap<>();
    private final Map<PathPattern, AdminPage> byPattern = new LinkedHashMap<>();

    AdminPages(List<AdminPage> pages) {
        for (AdminPage page : pages) {
            if (byPath.put(page.path(), page) != null) {
                throw new IllegalArgumentException("two admin pages at " + page.path());
            }
            if (PathPattern.is(page.path())) {
                byPattern.put(new PathPattern(page.path()), page);
            }
        }
    }

    /** A page, and what was asked of it with what stands in its path. */
    record Found(AdminPage page, AdminQuery query) {}

    /** The page under its own path, or under {@code /v1}. */
    @Nullable Found find(AdminQuery query) {
        String path = query.barePath();
        AdminPage exact = byPath.get(path);
        if (exact != null && !PathPattern.is(path)) {
            return new Found(exact, query);
        }
        for (var each : byPattern.entrySet()) {
            Map<String, String> inPath = each.getKey().match(path);
            if (inPath != null) {
                return new Found(each.getValue(), query.with(inPath));
            }
        }
        return null;
    }

    AdminReply answer(AdminQuery query) {
        String format = query.parameters().get("format");
        if (format != null && !AdminQuery.FORMATS.contains(format)) {
            return AdminReply.text(
                    400, "format is one of: " + String.join(", ", AdminQuery.FORMATS));
        }
        if (query.barePath().equals("/") || query.barePath().isEmpty()) {
            AdminPage front = query.wantsHtml() ? byPath.get(FRONT) : null;
            return front != null
                    ? front.answer(query)
                    : query.wantsJson() ? AdminReply.json(listAsJson()) : AdminReply.text(list());
        }
        Found found = find(query);
        if (found == null) {
            return AdminReply.text(404, "There is no such page. Those that are:\n\n" + list());
        }
        AdminPage page = found.page();
        try {
            return page.answer(found.query());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "admin page " + page.path() + " failed; a bug of ours", e);
            return AdminReply.text(
                    500,
                    "This page failed, which is a bug of ours. The proxy's log has the trace.");
        }
    }

    private List<AdminPage> listed() {
        return byPath.values().stream().filter(page -> !page.summary().isEmpty()).toList();
    }

    private String list() {
        List<AdminPage> listed = listed();
        int width = listed.stream().mapToInt(page -> page.path().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (AdminPage page : listed) {
            text.append(page.path());
            text.repeat(' ', width + 2 - page.path().length());
            text.append(page.summary()).append('\n');
        }
        return text.toString();
    }

    private String listAsJson() {
        Utf8Buffer out = new Utf8Buffer(1024);
        JsonWriter json = new JsonWriter(out).object().array("pages");
        for (AdminPage page : listed()) {
            json.object().member("path", page.path());
            json.member("summary", page.summary()).endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }
}
