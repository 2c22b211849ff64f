package io.faultline.l7.page;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.value.StatusRange;
import io.faultline.l7.config.ErrorPageConfig;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.page.PageFile.Unusable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of a listener. A client gets the kind that it names first; who names none, what there is. */
public final class ErrorPages {

    /** One file for one range: a page stands here once for each. */
    private record Entry(StatusRange range, ErrorPage page) {}

    private final List<Entry> narrowestFirst;
    private final Map<PageKind, ErrorPage> words = new EnumMap<>(PageKind.class);

    private ErrorPages(List<Entry> narrowestFirst) {
        this.narrowestFirst = narrowestFirst;
        for (PageKind kind : PageKind.values()) {
            words.put(kind, new ErrorPage(kind, kind.words()));
        }
    }

    /** Of a configuration that was checked. */
    public static ErrorPages of(List<ErrorPageConfig> config, Origins origins) {
        List<Entry> entries = new ArrayList<>();
        for (ErrorPageConfig each : config) {
            try {
                Location written = origins.locate(each, "file");
                ErrorPage page =
                        PageFile.read(
                                Path.of(written == null ? "" : written.file())
                                        .resolveSibling(each.file()));
                each.status().forEach(range -> entries.add(new Entry(range, page)));
            } catch (Unusable gone) {
                throw new IllegalStateException(
                        "it was there when the configuration was checked", gone);
            }
        }
        entries.sort(Comparator.comparingInt(entry -> entry.range().size()));
        return new ErrorPages(List.copyOf(entries));
    }

    /** The page for an answer of ours. */
    public ErrorPage pick(int status, Fields request) {
        PageKind wanted = wanted(request);
        for (Entry entry : narrowestFirst) {
            boolean fits = wanted == null || entry.page().kind() == wanted;
            if (fits && entry.range().contains(status)) {
                return entry.page();
            }
        }
        return words(wanted == null ? PageKind.TEXT : wanted);
    }

    private ErrorPage words(PageKind kind) {
        ErrorPage page = words.get(kind);
        assert page != null : "every kind has words";
        return page;
    }

    /** The first of our kinds that the Accept field names, or null for a client that does not care. */
    private static @Nullable PageKind wanted(Fields request) {
        String accept = request.value(KnownField.ACCEPT);
        if (accept == null) {
            return null;
        }
        String lower = accept.toLowerCase(Locale.ROOT);
        PageKind first = null;
        int firstAt = Integer.MAX_VALUE;
        for (PageKind kind : PageKind.values()) {
            int at = lower.indexOf(kind.accepted());
            if (at >= 0 && at < firstAt) {
                first = kind;
                firstAt = at;
            }
        }
        return first;
    }
}
