package io.faultline.core.config.bind;

import io.faultline.core.config.text.Quote;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way to a value as a reader would say it: {@code upstreams.payments.endpoints[2]}. */
public record KeyPath(@Nullable KeyPath parent, String step) {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    static final KeyPath ROOT = new KeyPath(null, "");

    KeyPath key(String name) {
        return new KeyPath(this, isRoot() ? Quote.plain(name) : "." + Quote.plain(name));
    }

    /** An element goes by its name where it has one: {@code listeners.web} tells more than {@code [0]}. */
    KeyPath element(int index, YamlNode element) {
        if (element instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                if (entry.key().equals("name")
                        && entry.value() instanceof Scalar name
                        && PLAIN_NAME.matcher(name.text()).matches()) {
                    return key(name.text());
                }
            }
        }
        return new KeyPath(this, "[" + index + "]");
    }

    boolean isRoot() {
        return parent == null;
    }

    boolean isTopLevel() {
        return parent != null && parent.isRoot();
    }

    /** {@code "in upstreams.payments"}, or {@code "at the top level"}. */
    String inWords() {
        return isRoot() ? "at the top level" : "in " + this;
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
