package io.faultline.app.diagnose.probe;

import io.faultline.core.connection.TlsSession;
import io.faultline.core.fault.Fault;
import io.faultline.core.proxyprotocol.ProxyHeaderEncoder;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.connect.UpstreamConnector;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.TcpInfo;
import io.faultline.core.wire.Wire;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection to an address, made by traffic's own connector. On the loop; garbage when it is over. */
final class Dial implements UpstreamConnector.Outcome {

    private static final long NO_CLIENT = 0;

    private final Way way;
    private final CompletableFuture<Dialled> outcome;
    private final Timeline times;
    private final UpstreamConnector connector;
    private @Nullable String local;
    private @Nullable TcpInfo info;

    private Dial(Way way, CompletableFuture<Dialled> outcome) {
        this.way = way;
        this.outcome = outcome;
        this.times = new Timeline(way.upstream().worker().turn());
        this.connector =
                new UpstreamConnector(way.upstream(), new PickContext(0), times, NO_CLIENT, this);
    }

    static void begin(Way way, CompletableFuture<Dialled> outcome) {
        var dial = new Dial(way, outcome);
        dial.times.begin(Phase.WORK, way.upstream().worker().nanos());
        dial.connector.startAt(way.endpoint());
    }

    @Override
    public void onTcpConnected(Wire wire) {
        local = wire.localAddress().addressText();
        info = wire.tcpInfo();
        sayWhoWeAre(wire);
    }

    /** No client stands behind a diagnosis, and the PROXY protocol has words for that. */
    private void sayWhoWeAre(Wire wire) {
        Chunk chunk = way.upstream().worker().scratch();
        ByteBuffer out = chunk.buffer().duplicate().clear();
        switch (way.upstream().preamble()) {
            case NONE -> {}
            case V1 -> ProxyHeaderEncoder.writeV1Unknown(out);
            case V2 -> ProxyHeaderEncoder.writeV2Local(out);
        }
        if (out.position() > 0) {
            wire.write(chunk, 0, out.position());
        }
    }

    @Override
    public void onUpstreamConnected(Wire wire, Endpoint endpoint) {
        TlsSession session = null;
        List<X509Certificate> chain = List.of();
        if (wire instanceof TlsWire secured) {
            session = secured.session();
            chain = secured.peerChain();
        }
        long tls = times.between(Mark.CONNECTED, Mark.UPSTREAM_TLS_DONE);
        long connect = times.between(Mark.PICKED, Mark.CONNECTED);
        outcome.complete(
                new Dialled(
                        wire,
                        null,
                        local,
                        connect,
                        tls,
                        info,
                        session,
                        chain,
                        connector.application()));
    }

    @Override
    public void onNoUpstream(Fault fault) {
        long now = way.upstream().worker().nanos();
        boolean tcp = times.reached(Mark.CONNECTED);
        outcome.complete(
                new Dialled(
                        null,
                        fault,
                        local,
                        (tcp ? times.at(Mark.CONNECTED) : now) - times.at(Mark.PICKED),
                        tcp ? now - times.at(Mark.CONNECTED) : -1,
                        info,
                        null,
                        List.of(),
                        null));
    }
}
