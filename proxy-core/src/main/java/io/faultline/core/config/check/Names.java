package io.faultline.core.config.check;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.Quote;
import java.util.regex.Pattern;

/** Names go into log fields, metric labels and URLs of the admin server: they stay plain. */
final class Names {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Names() {}

    static void check(Findings findings, String what, String name, Location location) {
        if (!PLAIN.matcher(name).matches()) {
            findings.error(
                    location,
                    "%s is not a name for %s. A name has up to 63 letters, digits, '.', '_' or '-', and"
                            + " begins with a letter or digit.",
                    Quote.of(name),
                    what);
        }
    }
}
