package io.faultline.l7.exchange;

import io.faultline.core.connection.DownstreamConnection.Outcome;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.Provenance;
import io.faultline.core.timing.Timeline;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.Route;
import org.jspecify.annotations.Nullable;

/** Writes an exchange down. Only where there is a log: this is where heads become Strings. */
final class ExchangeRecord {

    /** What nginx writes for a client that left before it had its answer. */
    private static final int CLIENT_LEFT = 499;

    private ExchangeRecord() {}

    static void write(
            ClientStream client,
            Timeline timeline,
            @Nullable Route route,
            Outcome outcome,
            boolean reused) {
        RequestHead request = client.request();
        Fields fields = request.fields();
        Provenance provenance =
                outcome.endpoint() == null
                        ? Provenance.NONE
                        : reused ? Provenance.REUSED : Provenance.NEW;
        client.connection()
                .exchangeEnded(
                        timeline,
                        provenance,
                        outcome,
                        new HttpFacts(
                                request.methodText(),
                                request.targetText(),
                                request.version().label(),
                                request.hasAuthority() ? request.authorityText() : null,
                                status(client, outcome.fault()),
                                fields.value(KnownField.X_REQUEST_ID),
                                route == null ? null : route.label(),
                                fields.value(KnownField.USER_AGENT),
                                fields.value(KnownField.REFERER)));
    }

    private static int status(ClientStream client, @Nullable Fault fault) {
        boolean left = fault != null && fault.code() == ApplicationFault.CLIENT_ABORT;
        return left ? CLIENT_LEFT : client.status();
    }
}
