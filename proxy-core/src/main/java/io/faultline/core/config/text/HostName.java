package io.faultline.core.config.text;

import java.net.IDN;
import java.util.regex.Pattern;

/** DNS names: RFC 1123 labels, and the underscore that container platforms put into theirs. */
public final class HostName {

    private static final int MAX_LENGTH = 253; // RFC 1035 2.3.4
    private static final int MAX_LABEL = 63;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]+");

    private HostName() {}

    /** Throws {@link InvalidValueException} when nobody could look the name up. */
    public static void check(String name) {
        if (name.chars().anyMatch(c -> c > 0x7F)) {
            throw new InvalidValueException(
                    Quote.of(name) + " has letters that DNS does not know." + ascii(name));
        }
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (bare.length() > MAX_LENGTH) {
            throw new InvalidValueException(
                    "the name %s has %d characters. DNS allows %d."
                            .formatted(Quote.of(name), bare.length(), MAX_LENGTH));
        }
        int from = 0;
        for (int dot = bare.indexOf('.'); dot >= 0; dot = bare.indexOf('.', from)) {
            checkLabel(name, bare.substring(from, dot));
            from = dot + 1;
        }
        checkLabel(name, bare.substring(from));
    }

    private static void checkLabel(String name, String label) {
        String fault;
        if (label.isEmpty()) {
            fault = "has an empty part between its dots";
        } else if (label.length() > MAX_LABEL) {
            fault =
                    "has a part of %d characters; DNS allows %d"
                            .formatted(label.length(), MAX_LABEL);
        } else if (!LABEL.matcher(label).matches()) {
            fault = "may only have letters, digits, '-', '_' and dots";
        } else if (label.startsWith("-") || label.endsWith("-")) {
            fault = "has a part that begins or ends with '-'";
        } else {
            return;
        }
        throw new InvalidValueException(
                "%s is neither an IP address nor a host name: it %s."
                        .formatted(Quote.of(name), fault));
    }

    private static String ascii(String name) {
        try {
            String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
            return " Write its ASCII form " + Quote.of(ascii) + ".";
        } catch (IllegalArgumentException | IndexOutOfBoundsException noAsciiForm) {
            return " Use letters, digits, '-' and dots.";
        }
    }
}
