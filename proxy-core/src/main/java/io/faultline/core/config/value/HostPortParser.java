package io.faultline.core.config.value;

import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.text.HostName;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one host and port, and knows the ways people get it wrong. */
final class HostPortParser {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/]+).*");
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int DNS_PORT = 53;

    private final String text;
    private final String quoted;
    private final Use use;

    HostPortParser(String text, Use use) {
        this.text = text;
        this.quoted = Quote.of(text);
        this.use = use;
    }

    HostPort parse() {
        refuseWhatIsNoHostAndPort();
        if (text.startsWith("[")) {
            return inBrackets();
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return withoutPort();
        }
        if (colon != text.lastIndexOf(':')) {
            throw severalColons();
        }
        return new HostPort(host(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private void refuseWhatIsNoHostAndPort() {
        if (text.isEmpty()) {
            throw wrong("is empty. Write %s.", example());
        }
        if (text.startsWith("unix:") || text.startsWith("/")) {
            throw wrong(
                    "is a unix socket, which is not supported yet. Use TCP over loopback instead,"
                            + " such as 127.0.0.1:80.");
        }
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            throw wrong("is a URL. Only host and port belong here: %s.", url.group(1));
        }
        if (text.codePoints().anyMatch(c -> Character.isWhitespace(c) || !Quote.isVisible(c))) {
            throw wrong("has a space or an invisible character in it. Write %s.", example());
        }
    }

    private HostPort inBrackets() {
        int close = text.indexOf(']');
        if (close < 0) {
            throw wrong("opens a bracket and never closes it. Write [::1]:80.");
        }
        String host = text.substring(1, close);
        if (host.indexOf(':') < 0 || !IpLiteral.isAddress(host)) {
            throw wrong("has %s in brackets, which is not an IPv6 address.", Quote.of(host));
        }
        String rest = text.substring(close + 1);
        if (rest.isEmpty()) {
            return new HostPort(host, portOfNone(text));
        }
        if (!rest.startsWith(":")) {
            throw wrong("needs a colon between ']' and the port. Write [%s]:80.", host);
        }
        return new HostPort(host, port(rest.substring(1)));
    }

    private HostPort withoutPort() {
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw use == Use.LISTEN
                    ? wrong(
                            "is a port without an address. Write ':%s' for every address of this"
                                    + " machine, or '127.0.0.1:%s' for this machine only.",
                            text, text)
                    : wrong("is a number without a host. Write %s.", example());
        }
        return new HostPort(host(text), portOfNone(text));
    }

    private InvalidValueException severalColons() {
        int last = text.lastIndexOf(':');
        String before = text.substring(0, last);
        String after = text.substring(last + 1);
        if (IpLiteral.isAddress(before) && portNumber(after) != null) {
            return wrong("is ambiguous: IPv6 goes in brackets. Write [%s]:%s.", before, after);
        }
        if (IpLiteral.isAddress(text)) {
            return wrong("has no port, and IPv6 goes in brackets. Write [%s]:PORT.", text);
        }
        return wrong("has more than one colon and is not an IPv6 address. Write %s.", example());
    }

    private String host(String host) {
        if (host.isEmpty() || host.equals("*")) {
            return anyHost(host);
        }
        if (IpLiteral.isAddress(host)) {
            return host;
        }
        if (IpLiteral.looksLikeV4(host)) {
            throw wrong(
                    "is not an IPv4 address: four numbers from 0 to 255, without leading zeros,"
                            + " such as 10.0.0.1.");
        }
        HostName.check(host);
        return switch (use) {
            case CONNECT -> host;
            case LISTEN ->
                    throw wrong(
                            "names a host. A listener binds an IP address, since a name can mean"
                                    + " several. Write %s.",
                            host.equalsIgnoreCase("localhost")
                                    ? "127.0.0.1" + text.substring(host.length())
                                    : "the address");
            case NAME_SERVER ->
                    throw wrong("names a host. A name server is given by its IP address.");
        };
    }

    private String anyHost(String written) {
        if (use != Use.LISTEN) {
            throw wrong("has no host. Write %s.", example());
        }
        if (!written.isEmpty()) {
            throw wrong("is not how every address is written. Write '%s'.", text.substring(1));
        }
        return HostPort.ANY;
    }

    private int portOfNone(String host) {
        if (use == Use.NAME_SERVER) {
            return DNS_PORT;
        }
        // The host is looked at first: its fault is worth more to the reader than a missing port.
        throw wrong("has no port. Write %s:PORT.", host);
    }

    private int port(String digits) {
        Integer port = portNumber(digits);
        if (port == null) {
            throw digits.isEmpty()
                    ? wrong("has no port after the colon.")
                    : wrong(
                            "has the port %s. A port is a number from 1 to 65535.",
                            Quote.of(digits));
        }
        if (port == 0 && use != Use.LISTEN) {
            throw wrong("has port 0, and nobody can connect to that.");
        }
        return port;
    }

    private static @Nullable Integer portNumber(String digits) {
        if (!PORT.matcher(digits).matches()) {
            return null;
        }
        int port = Integer.parseInt(digits);
        return port > 65_535 ? null : Integer.valueOf(port);
    }

    private String example() {
        return switch (use) {
            case CONNECT -> "host:port, such as 10.0.0.1:80";
            case LISTEN -> "address:port, such as 127.0.0.1:80";
            case NAME_SERVER -> "an IP address, such as 10.0.0.53";
        };
    }

    private InvalidValueException wrong(String sentence, Object... details) {
        return new InvalidValueException(quoted + " " + sentence.formatted(details));
    }
}
