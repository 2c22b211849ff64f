package io.faultline.core.fault;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a resolver said, or did not say, into a fault.
 *
 * <p>An answer about the name is the affair of who owns the name; silence and refusal are the affair
 * of the resolver, which is part of our own surroundings.
 */
public final class DnsClassifier {

    private static final int MAX_CAUSES = 8; // a chain of causes may be a circle

    private DnsClassifier() {}

    /** A response without an address. NOERROR means that the name exists and has none. */
    public static Fault ofResponse(DnsResponseCode rcode) {
        Fault fault;
        if (rcode.equals(DnsResponseCode.NOERROR)) {
            fault = fault(ApplicationFault.DNS_EMPTY, Side.UPSTREAM);
        } else if (rcode.equals(DnsResponseCode.NXDOMAIN)) {
            fault = fault(ApplicationFault.DNS_NXDOMAIN, Side.UPSTREAM);
        } else if (rcode.equals(DnsResponseCode.SERVFAIL)) {
            fault = fault(ApplicationFault.DNS_SERVFAIL, Side.UPSTREAM);
        } else {
            fault = fault(ApplicationFault.DNS_SERVFAIL, Side.PROXY);
        }
        return fault.with("rcode", name(rcode));
    }

    /** No answer within the time the configuration gives. */
    public static Fault timeout() {
        return fault(ApplicationFault.DNS_TIMEOUT, Side.PROXY);
    }

    /**
     * What a lookup of Netty's resolver threw. When the resolver could not even be asked, the errno says which lower layer
     * broke on the way to it.
     */
    public static Fault ofThrowable(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            Fault fault = known(cause);
            if (fault != null) {
                return fault;
            }
            cause = cause.getCause();
        }
        if (Errno.of(thrown) != Errno.EIO) {
            return FaultClassifier.ofThrowable(thrown, Stage.RESOLVE, Side.PROXY, null);
        }
        return fault(ApplicationFault.DNS_SERVFAIL, Side.PROXY).with("error", thrown.toString());
    }

    private static @Nullable Fault known(Throwable thrown) {
        if (thrown instanceof DnsNameResolverTimeoutException late) {
            return timeout()
                    .with("resolver", String.valueOf(late.remoteAddress()))
                    .with("question", late.question().name());
        }
        if (thrown instanceof DnsErrorCauseException answered) {
            return ofResponse(answered.getCode());
        }
        // Netty names a cause for all but one: a good answer without a record of that type.
        return thrown instanceof UnknownHostException && thrown.getCause() == null
                ? ofResponse(DnsResponseCode.NOERROR)
                : null;
    }

    private static Fault fault(ApplicationFault code, Side side) {
        return Fault.of(code, side, Stage.RESOLVE);
    }

    /** {@code NXDOMAIN} of Netty's {@code NXDomain(3)}: as dig and every RFC write it. */
    private static String name(DnsResponseCode rcode) {
        String text = rcode.toString();
        int number = text.indexOf('(');
        return (number < 0 ? text : text.substring(0, number)).toUpperCase(Locale.ROOT);
    }
}
