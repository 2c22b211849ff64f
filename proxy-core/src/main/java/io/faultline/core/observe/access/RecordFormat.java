package io.faultline.core.observe.access;

import io.faultline.core.observe.text.Utf8Buffer;

/** How a record becomes a line. On the log's own thread only, so an instance may keep scratch space. */
public interface RecordFormat {

    /** One JSON object per line. */
    static RecordFormat json() {
        return new JsonLines();
    }

    /** Lines laid out by a {@link LogTemplate} that has no problems. */
    static RecordFormat text(String template) {
        return new TextLines(template);
    }

    /** As nginx's format of this name. */
    static RecordFormat combined() {
        return new CombinedLines();
    }

    /** Appends one line and its end. */
    void write(SessionRecord entry, Utf8Buffer out);

    /** Appends the line that stands where records are missing. */
    void writeDropped(long count, long epochMillis, Utf8Buffer out);
}
