package io.faultline.core.config.diff;

import org.jspecify.annotations.Nullable;

/**
 * One difference.
 *
 * @param path from the top of the file: {@code listeners.web.backlog}
 * @param before as it would be written, or "" for what was not there or is a whole section
 * @param now the same
 * @param where file and line of the new value, or null for what is gone
 */
public record Change(Sort sort, String path, String before, String now, @Nullable String where) {

    public enum Sort {
        ADDED("+"),
        REMOVED("-"),
        CHANGED("~");

        private final String sign;

        Sort(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** {@code upstreams.pay.endpoints}: under a section of this path, or the same. */
    public boolean isUnder(String section) {
        return path.equals(section) || path.startsWith(section + ".");
    }

    @Override
    public String toString() {
        String values = before.isEmpty() && now.isEmpty() ? "" : "  " + values();
        return sort.sign() + " " + path + values + (where == null ? "" : "  (" + where + ")");
    }

    private String values() {
        return switch (sort) {
            case ADDED -> now;
            case REMOVED -> before;
            case CHANGED -> before + " -> " + now;
        };
    }
}
