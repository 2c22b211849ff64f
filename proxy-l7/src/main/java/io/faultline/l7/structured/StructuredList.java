package io.faultline.l7.structured;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a field whose value is a list.
 *
 * @param problem why it is none, or null; RFC 9651 4.2: then the whole field is ignored
 */
public record StructuredList(List<Member> members, @Nullable String problem) {

    /**
     * Reads the bytes of a field value; several lines of one field are joined with a comma before.
     *
     * <p>Bounds are tighter than what RFC 9651 wants of a general parser: this is for what is written
     * by a few proxies in a row.
     */
    public static StructuredList read(byte[] bytes, int from, int to) {
        return new ListReader(bytes, from, to).read();
    }

    public boolean isValid() {
        return problem == null;
    }
}
