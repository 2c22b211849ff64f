package io.faultline.l7.route.match;

import io.faultline.core.config.text.HostName;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.l7.message.Ascii;
import java.util.Locale;

/**
 * Which hosts: one name, every name below one, or any.
 *
 * @param name in lower case, without the {@code *.} of a wildcard
 */
public record HostPattern(Kind kind, String name) {

    /** In the order in which they are tried. */
    public enum Kind {
        EXACT,
        WILDCARD,
        ANY
    }

    public static final HostPattern ANY = new HostPattern(Kind.ANY, "");

    /** Throws {@link InvalidValueException} with a sentence when the text is no such pattern. */
    public static HostPattern parse(String text) {
        if (text.equals("*")) {
            throw new InvalidValueException("'*' is every host. Leave the key out for that.");
        }
        boolean wildcard = text.startsWith("*.");
        String name = wildcard ? text.substring(2) : text;
        if (name.indexOf('*') >= 0) {
            throw new InvalidValueException(
                    Quote.of(text)
                            + " has a '*' that is not the whole first part. Write it like *.example.com, or"
                            + " list the names.");
        }
        checkNoPort(text, name);
        if (!isAddress(name)) {
            HostName.check(name);
        } else if (wildcard) {
            throw new InvalidValueException(Quote.of(text) + ": an address has no names below it.");
        }
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return new HostPattern(
                wildcard ? Kind.WILDCARD : Kind.EXACT, bare.toLowerCase(Locale.ROOT));
    }

    private static void checkNoPort(String text, String name) {
        if (name.indexOf(':') >= 0 && IpLiteral.isAddress(name)) {
            throw new InvalidValueException(
                    "%s is an IPv6 address. Clients write it as [%s]: write it so."
                            .formatted(Quote.of(text), name));
        }
        int colon = name.lastIndexOf(':');
        boolean port =
                colon >= 0
                        && !isAddress(name)
                        && name.substring(colon + 1).chars().allMatch(Character::isDigit);
        if (port) {
            throw new InvalidValueException(
                    "%s has a port. Hosts are matched without it: write %s."
                            .formatted(
                                    Quote.of(text),
                                    text.substring(0, text.length() - name.length() + colon)));
        }
        if (name.contains("://") || name.indexOf('/') >= 0) {
            throw new InvalidValueException(
                    Quote.of(text) + " is more than a host. Write the name alone.");
        }
    }

    private static boolean isAddress(String name) {
        boolean brackets = name.startsWith("[") && name.endsWith("]");
        return brackets
                ? IpLiteral.isAddress(name.substring(1, name.length() - 1))
                : name.indexOf(':') < 0 && IpLiteral.isAddress(name);
    }

    /** Whether the host of a request, without its port, is one of these. */
    public boolean matches(byte[] bytes, int from, int to) {
        byte[] lower = Ascii.bytes(name);
        return switch (kind) {
            case ANY -> true;
            case EXACT -> Ascii.equalsIgnoreCase(bytes, from, to, lower);
            case WILDCARD -> {
                int dot = to - lower.length - 1;
                yield dot > from
                        && bytes[dot] == '.'
                        && Ascii.equalsIgnoreCase(bytes, dot + 1, to, lower);
            }
        };
    }

    /** As it is written; {@code *} for any. */
    @Override
    public String toString() {
        return switch (kind) {
            case ANY -> "*";
            case EXACT -> name;
            case WILDCARD -> "*." + name;
        };
    }
}
