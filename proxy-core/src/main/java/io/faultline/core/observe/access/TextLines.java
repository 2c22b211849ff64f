package io.faultline.core.observe.access;

import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;

/** One line per record, laid out by a {@link LogTemplate}. */
final class TextLines implements RecordFormat {

    private final List<LogTemplate.Part> parts;
    private final Timestamps timestamps = new Timestamps();

    TextLines(String template) {
        this.parts = LogTemplate.parts(template);
    }

    @Override
    public void write(SessionRecord entry, Utf8Buffer out) {
        for (LogTemplate.Part part : parts) {
            if (part.field() != null) {
                part.field().write(entry, timestamps, out);
            } else if (part.constant() != null) {
                out.utf8(part.constant());
            }
        }
        out.ascii('\n');
    }

    /** A comment line, so that a reader of columns skips it and a person does not. */
    @Override
    public void writeDropped(long count, long epochMillis, Utf8Buffer out) {
        out.ascii("# ");
        timestamps.write(epochMillis, out);
        out.ascii(" dropped ");
        out.number(count);
        out.ascii(count == 1 ? " record\n" : " records\n");
    }
}
