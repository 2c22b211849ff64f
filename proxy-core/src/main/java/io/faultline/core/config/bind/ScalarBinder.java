package io.faultline.core.config.bind;

import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Scalar;
import io.faultline.core.config.shape.Words;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.text.Suggestion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds single values. A null result means that the problem is reported. */
final class ScalarBinder {

    private final Problems problems;

    ScalarBinder(Problems problems) {
        this.problems = problems;
    }

    @Nullable Object plain(Scalar scalar, Key key, String text, Location location, KeyPath path) {
        Object value;
        try {
            value = scalar.parse(text, key.use());
        } catch (InvalidValueException invalid) {
            report(key, location, path, invalid.getMessage());
            return null;
        }
        if (!key.bounds().contains(value)) {
            report(
                    key,
                    location,
                    path,
                    "%s is out of range. Allowed: %s.".formatted(Quote.of(text), key.bounds()));
            return null;
        }
        return value;
    }

    @Nullable Object choice(
            Class<? extends Enum<?>> type, Key key, String text, Location location, KeyPath path) {
        Map<String, Enum<?>> words = Words.of(type);
        Enum<?> constant = words.get(text);
        if (constant == null) {
            report(
                    key,
                    location,
                    path,
                    "%s is not one of %s.%s"
                            .formatted(
                                    Quote.of(text),
                                    String.join(", ", words.keySet()),
                                    Suggestion.question(text, words.keySet())));
        }
        return constant;
    }

    // The sentence quotes the value, which a secret must not be.
    private void report(Key key, Location location, KeyPath path, @Nullable String sentence) {
        String said =
                key.secret() ? "the value cannot be used. It is a secret and not shown." : sentence;
        problems.error(location, path + ": " + said);
    }
}
