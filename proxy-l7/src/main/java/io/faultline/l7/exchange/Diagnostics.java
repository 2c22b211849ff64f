package io.faultline.l7.exchange;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Endpoint;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.ResponseHead;
import java.util.Locale;
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
    private static final double NANOS_PER_MILLI = 1e6;

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
                String status = name + "; received-status=" + head.status();
                add(head.fields(), PROXY_STATUS, status + nextHop(record.served()));
            }
            if (serverTiming) {
                add(head.fields(), SERVER_TIMING, times(record));
            }
        }
    }

    /** On an answer of our own. */
    void onOwn(ClientStream client, Fields answer, Fault fault, @Nullable Endpoint tried) {
        if (proxyStatus && isFor(client)) {
            String error = fault.code().proxyStatusError();
            String status =
                    name
                            + (error.isEmpty() ? "" : "; error=" + error)
                            + "; fault=\""
                            + fault.code().id()
                            + "\"; side="
                            + fault.side().label();
            add(answer, PROXY_STATUS, status + nextHop(tried));
        }
    }

    private boolean isFor(ClientStream client) {
        return !forNobody && readers.contains(client.connection().client());
    }

    private static String nextHop(@Nullable Endpoint endpoint) {
        return endpoint == null ? "" : "; next-hop=\"" + endpoint.name() + "\"";
    }

    /** By layer, of the try that was answered; what earlier tries took stands in front. */
    private static String times(ExchangeRecord record) {
        Timeline times = record.timeline();
        var text = new StringBuilder();
        long earlier = times.between(Mark.ACCEPTED, Mark.ADMITTED);
        if (earlier > 0) {
            append(text, "earlier", "tries before", earlier);
        }
        append(text, "l5", "endpoint and queue", times.between(Mark.ADMITTED, Mark.PICKED));
        long answerSince = times.at(Mark.CONNECTED);
        if (record.isReused()) {
            append(text, "l4", "reused", 0);
        } else {
            append(text, "l4", "connect", times.between(Mark.PICKED, Mark.CONNECTED));
            long tls = times.between(Mark.CONNECTED, Mark.UPSTREAM_TLS_DONE);
            if (tls >= 0) { // else it is the mark of an earlier try
                append(text, "l6", "TLS", tls);
                answerSince = times.at(Mark.UPSTREAM_TLS_DONE);
            }
        }
        append(text, "l7", "answer", times.at(Mark.UPSTREAM_FIRST_BYTE) - answerSince);
        return text.toString();
    }

    private static void append(StringBuilder text, String metric, String what, long nanos) {
        text.append(text.isEmpty() ? "" : ", ")
                .append(metric)
                .append(";desc=\"")
                .append(what)
                .append("\";dur=")
                .append(String.format(Locale.ROOT, "%.3f", Math.max(0, nanos) / NANOS_PER_MILLI));
    }

    private static void add(Fields fields, byte[] name, String value) {
        fields.add(name, Ascii.bytes(value));
    }
}
