package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.wire.Wire;
import io.faultline.l7.exchange.ClientFacts;
import io.faultline.l7.exchange.HttpService;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connection is in every version of HTTP: whose it is, how long it may take, and how it
 * ends. On the worker's loop only.
 */
abstract class ClientSession implements DownstreamConnection.Session, Timed {

    final HttpService service;
    final DownstreamConnection connection;
    final Wire wire;
    final ClientClock clock;
    private final ClientFacts facts;

    boolean clientEnded;
    boolean leaving; // the last word is out; what still comes is thrown away
    boolean over;
    int exchanges;
    private @Nullable Fault refusal; // what ended the connection outside of any exchange
    private @Nullable HttpFacts refused; // what is known of the request that was no exchange

    ClientSession(HttpService service, DownstreamConnection connection) {
        this.service = service;
        this.connection = connection;
        this.wire = connection.wire();
        this.clock = new ClientClock(this, service);
        this.facts = new ClientFacts(connection);
    }

    /** Nothing that comes is listened to any more. */
    abstract void stopListening();

    /**
     * Into the ledger, and into the record of this connection.
     *
     * @param request what is known of the request that it is about, if it is about one
     */
    final void refuseAll(Fault fault, @Nullable HttpFacts request) {
        refusal = fault;
        refused = request;
        record(fault);
    }

    final void record(Fault fault) {
        Refusals.record(fault, connection);
    }

    /**
     * What was said goes out, then FIN. Closing at once would send a reset if the client is still sending,
     * and a reset may overtake the last word (RFC 9112 9.6, RFC 9113 5.4.1).
     */
    final void leave() {
        leaving = true;
        stopListening();
        service.outbox().flush();
        wire.finish();
        clock.linger();
        wire.resumeReading();
        leaveIfDone();
    }

    /** All that was said has been taken. */
    final void lastWordIsTaken() {
        clock.linger();
        leaveIfDone();
    }

    final void leaveIfDone() {
        if (clientEnded && wire.backlogBytes() == 0) {
            close(null, Side.CLIENT);
        }
    }

    final void close(@Nullable Fault fault, Side first) {
        if (over) {
            return;
        }
        over = true;
        clock.end();
        stopListening();
        if (fault == null) {
            service.outbox().flush(); // the last word may still lie there
        } else {
            service.outbox().forget(wire);
        }
        wire.close();
        Refusals.ended(connection, exchanges, fault, refusal, refused, first);
    }

    // ---- facts

    public final DownstreamConnection connection() {
        return connection;
    }

    public final ClientFacts facts() {
        return facts;
    }

    @Override
    public final int waitingBytes() {
        return wire.backlogBytes();
    }
}
