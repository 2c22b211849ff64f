package io.faultline.l7.exchange;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Endpoint;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.hops.ProxyStatus;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What clients in {@code diagnosticsTo} are told, and nobody else: which layer broke and where (RFC 9209,
 * Proxy-Status), and where the time went (Server-Timing). What proxies behind us said stays in front of
 * ours, so the deepest hop that failed can be named.
 *
 * <p>Makes text: it is for a few, and for the others it costs one comparison. On the worker's loop only.
 */
final class Diagnostics {

    private static final byte[] PROXY_STATUS = Ascii.bytes("Proxy-Status");
    private static final byte[] SERVER_TIMING = Ascii.bytes("Server-Timing");
    private static final Phase[] PHASES = Phase.values();
    private static final long NANOS_PER_MICRO = 1_000;

    private final boolean forNobody;
    private final PrefixTable readers;
    private final boolean proxyStatus;
    private final boolean serverTiming;
    private final String name;

    Diagnostics(HttpConfig config, byte[] pseudonym) {
        forNobody = config.diagnosticsTo().isEmpty();
        readers =
                PrefixTable.of(
                        config.diagnosticsTo().stream()
                                .map(range -> IpPrefix.of(range.network(), range.prefixBits()))
                                .toList());
        proxyStatus = config.proxyStatus();
        serverTiming = config.serverTiming();
        name = Ascii.text(pseudonym, 0, pseudonym.length);
    }

    /** On an answer that an endpoint gave. */
    void onRelayed(ClientStream client, ResponseHead head, ExchangeRecord record) {
        if (isFor(client)) {
            if (proxyStatus) {
                dropUnreadable(head.fields(), record);
                String status = name + "; received-status=" + head.status();
                add(head.fields(), PROXY_STATUS, status + nextHop(record.served()));
            }
            if (serverTiming) {
                add(head.fields(), SERVER_TIMING, times(record));
            }
        }
    }

    /** On an answer of our own. */
    void onOwn(ClientStream client, Fields answer, Fault fault, @Nullable ExchangeRecord record) {
        if (!isFor(client)) {
            return;
        }
        if (serverTiming && record != null) {
            add(answer, SERVER_TIMING, times(record));
        }
        if (proxyStatus) {
            String error = fault.code().proxyStatusError();
            String status =
                    name
                            + (error.isEmpty() ? "" : "; error=" + error)
                            + "; fault=\""
                            + fault.code().id()
                            + "\"; side="
                            + fault.side().label();
            add(answer, PROXY_STATUS, status + nextHop(record == null ? null : record.served()));
        }
    }

    /** RFC 9651 4.2: a field that cannot be read is ignored as a whole, and ours would be with it. */
    private static void dropUnreadable(Fields fields, ExchangeRecord record) {
        ProxyStatus hops = record.hops();
        if (hops != null && hops.problem() != null) {
            fields.dropAll(KnownField.PROXY_STATUS);
        }
    }

    private boolean isFor(ClientStream client) {
        return !forNobody && readers.contains(client.connection().client());
    }

    private static String nextHop(@Nullable Endpoint endpoint) {
        return endpoint == null ? "" : "; next-hop=\"" + endpoint.name() + "\"";
    }

    /** By phase, all tries together, up to the head of the answer: they add up to the total. */
    private static String times(ExchangeRecord record) {
        Timeline times = record.timeline();
        var text = new StringBuilder();
        long total = 0;
        for (Phase phase : PHASES) {
            long nanos = times.spent(phase);
            total += nanos;
            if (phase == Phase.CONNECT && record.isReused() && nanos == 0) {
                append(text, phase.label(), "L4, reused", 0);
            } else if (nanos > 0) {
                append(text, phase.label(), what(phase, times), nanos);
            }
        }
        append(text, "total", "up to the head", total);
        return text.toString();
    }

    private static String what(Phase phase, Timeline times) {
        if (phase == Phase.TLS) {
            return times.isTlsResumed() ? "L6, resumed" : "L6, full handshake";
        }
        return phase.layer().equals("-")
                ? phase.waitsFor()
                : phase.layer() + ", " + phase.waitsFor();
    }

    private static void append(StringBuilder text, String metric, String what, long nanos) {
        text.append(text.isEmpty() ? "" : ", ")
                .append(metric)
                .append(";desc=\"")
                .append(what)
                .append("\";dur=");
        appendMillis(text, nanos);
    }

    /** With three digits behind the point. By hand: a {@code Formatter} for each phase cost more than the rest of the request. */
    static void appendMillis(StringBuilder text, long nanos) {
        long micros = (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
        long thousandths = micros % 1_000;
        text.append(micros / 1_000)
                .append(thousandths < 10 ? ".00" : thousandths < 100 ? ".0" : ".")
                .append(thousandths);
    }

    private static void add(Fields fields, byte[] name, String value) {
        fields.add(name, Ascii.bytes(value));
    }
}
