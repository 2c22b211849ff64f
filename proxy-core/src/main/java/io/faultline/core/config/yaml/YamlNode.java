package io.faultline.core.config.yaml;

import io.faultline.core.config.source.Location;
import java.util.List;

/**
 * A piece of a YAML file with its place. Scalars are text and nothing else: YAML 1.1 would turn
 * {@code no} into false, {@code 0123} into 83 and {@code 1:30} into 90 before we could object.
 */
public sealed interface YamlNode {

    Location location();

    /** {@code "a list"}: for messages. */
    String kind();

    /**
     * @param nothing the value is absent ({@code key:}) or a bare {@code null} or {@code ~}
     */
    record Scalar(String text, boolean nothing, Location location) implements YamlNode {
        @Override
        public String kind() {
            return nothing ? "nothing" : "a single value";
        }
    }

    record Sequence(List<YamlNode> elements, Location location) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(List<Entry> entries, Location location) implements YamlNode {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A value that was refused where it stands: a problem has been reported, nothing more to say. */
    record Refused(Location location) implements YamlNode {
        @Override
        public String kind() {
            return "a refused value";
        }
    }

    /** A key and its value. Duplicate keys are still there; the binder reports them. */
    record Entry(String key, Location keyLocation, YamlNode value) {}
}
