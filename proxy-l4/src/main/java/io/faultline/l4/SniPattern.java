package io.faultline.l4;

import io.faultline.core.config.text.HostName;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.Quote;
import java.util.Locale;

/**
 * A server name of the configuration: {@code shop.example.com}, or {@code *.example.com} for every
 * name below it.
 *
 * @param name in lower case, without a final dot; of a wildcard what follows the star, {@code
 *     .example.com}
 */
record SniPattern(String name, boolean wildcard) {

    private static final String STAR = "*.";

    /** Throws {@link InvalidValueException} for what no client could ask for. */
    static SniPattern of(String written) {
        boolean wildcard = written.startsWith(STAR);
        String host = wildcard ? written.substring(STAR.length()) : written;
        if (host.indexOf('*') >= 0) {
            throw new InvalidValueException(
                    Quote.of(written)
                            + " has a star in an odd place. It stands for whole parts at the beginning:"
                            + " '*.example.com'. For every name there is, write 'to' beside 'sni'.");
        }
        HostName.check(host);
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String lower = bare.toLowerCase(Locale.ROOT);
        return new SniPattern(wildcard ? "." + lower : lower, wildcard);
    }

    @Override
    public String toString() {
        return wildcard ? "*" + name : name;
    }
}
