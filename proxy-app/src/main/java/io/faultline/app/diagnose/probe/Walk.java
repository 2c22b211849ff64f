package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.probe.Listening.Heard;
import io.faultline.app.diagnose.target.Ask;
import io.faultline.app.diagnose.target.Options;
import io.faultline.app.diagnose.target.Plan;
import io.faultline.app.diagnose.target.RequestText;
import io.faultline.core.Layer;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.RequestHead;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Climbs from our own route up to the application, on one address. Each rung is tried only when those
 * below it held: what stands on a broken one says nothing of its own.
 */
public final class Walk {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Line line;
    private final Options options;
    private final List<Rung> rungs = new ArrayList<>();

    private Walk(Line line, Options options) {
        this.line = line;
        this.options = options;
    }

    /** Waits. */
    public static Ladder along(Line line, Options options) {
        var walk = new Walk(line, options);
        walk.climb();
        PeerAddress peer = PeerAddress.from(walk.address());
        return new Ladder(
                line.plan().upstream(), line.place().toString(), peer.toString(), walk.rungs);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(line.address(), line.place().port());
    }

    private void climb() {
        ConnectProbe connects = ConnectProbe.of(line, options.connects());
        line.bench().host().look(); // a connect that failed has asked for the neighbour
        var ways = new RouteProbe(line.bench().host().view(), address());
        Rung route = ways.route(connects.source());
        Rung neighbor = ways.neighbor(route);
        Rung tcp = connects.rung();
        Fault fault = connects.fault();
        if (fault != null) {
            // Whatever the connect met, its code says which layer broke.
            switch (fault.code().layer()) {
                case L2 -> neighbor = neighbor.broken(fault, neighbor.summary());
                case L3 -> route = route.broken(fault, route.summary());
                default -> tcp = tcp.broken(fault, tcp.summary());
            }
            if (!tcp.isBroken()) {
                tcp = Rung.of(Layer.L4, "tcp", Outcome.UNREACHED, -1, tcp.summary());
            }
        }
        rungs.add(route);
        rungs.add(neighbor);
        rungs.add(tcp);
        Plan plan = line.plan();
        boolean bytesOnly = plan.config().tls() == null && plan.ask() == null;
        if (bytesOnly && fault == null) {
            rungs.set(rungs.size() - 1, line.dial(plan.config(), null, listened(tcp)));
        }
        if (bytesOnly) {
            return;
        }
        if (connects.isCut()) {
            if (plan.config().tls() != null) {
                rungs.add(Rung.unreached(Layer.L6, TlsRung.NAME));
            }
            if (plan.ask() != null) {
                rungs.add(Rung.unreached(Layer.L7, HttpRung.NAME));
            }
            return;
        }
        above(plan);
    }

    /** What a peer makes of a connection on which nothing is said. */
    private Line.Errand<Rung> listened(Rung rung) {
        return (way, dialled) -> {
            Wire wire = dialled.wire();
            if (wire == null) {
                Fault fault = dialled.fault();
                return fault == null ? rung : rung.broken(fault, "the last connect failed");
            }
            Heard heard =
                    line.bench()
                            .ask(
                                    Listening.PATIENCE.plus(GRACE),
                                    outcome ->
                                            Listening.begin(
                                                    line.bench().worker(),
                                                    wire,
                                                    wire instanceof TlsWire
                                                            ? Stage.UPSTREAM_TLS
                                                            : Stage.RELAY,
                                                    outcome));
            return told(rung, heard);
        };
    }

    private static Rung told(Rung rung, Heard heard) {
        if (heard.fault() != null) {
            return rung.broken(heard.fault(), rung.summary() + "; then the peer cut it");
        }
        if (heard.greeting() != null) {
            return rung.with("greeting", heard.greeting());
        }
        return heard.closed()
                ? rung.noteworthy()
                        .note(
                                "the peer closes at once, without a word: it may expect a PROXY header, or somebody else")
                : rung;
    }

    private void above(Plan plan) {
        if (plan.config().tls() == null) {
            rungs.addAll(line.dial(plan.config(), null, this::askOn));
            return;
        }
        try {
            TlsOrigination tls = line.tls(plan.config());
            try {
                rungs.addAll(line.dial(plan.config(), tls, this::secured));
            } finally {
                line.bench().worker().execute(tls::close);
            }
        } catch (BadFile | TlsSetupException unusable) {
            throw new IllegalArgumentException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private List<Rung> secured(Way way, Dialled dialled) {
        Plan plan = line.plan();
        Rung tls = TlsRung.of(plan, line.place(), dialled, line.bench().clock().instant());
        Fault fault = dialled.fault();
        if (fault != null && dialled.hasTcp()) {
            for (String opinion : new SecondOpinion(line).onTls(fault)) {
                tls = tls.note(opinion);
            }
        }
        if (fault == null && plan.ask() == null) {
            tls = listened(tls).run(way, dialled);
        }
        List<Rung> found = new ArrayList<>(List.of(tls));
        if (fault == null) {
            found.addAll(askOn(way, dialled));
        } else if (plan.ask() != null) {
            found.add(Rung.unreached(Layer.L7, HttpRung.NAME));
        }
        return found;
    }

    private List<Rung> askOn(Way way, Dialled dialled) {
        Ask ask = line.plan().ask();
        Wire wire = dialled.wire();
        Fault fault = dialled.fault();
        if (ask == null) {
            return List.of();
        }
        if (wire == null || fault != null) {
            Rung http = Rung.of(Layer.L7, HttpRung.NAME, Outcome.UNREACHED, -1, "");
            String why = "the connection for it failed";
            return List.of(fault == null ? http : http.broken(fault, why));
        }
        boolean secure = line.plan().config().tls() != null;
        RequestHead head = RequestText.head(ask, line.place(), secure);
        Answered answer =
                line.bench()
                        .ask(
                                options.patience().plus(GRACE),
                                outcome ->
                                        HttpAsk.begin(
                                                line.bench(),
                                                way,
                                                wire,
                                                dialled.application(),
                                                head,
                                                options.patience(),
                                                outcome));
        Rung http = HttpRung.of(ask, answer);
        if (!secure) {
            for (String opinion : new SecondOpinion(line).onPlainHttp(answer)) {
                http = http.note(opinion);
            }
        }
        return List.of(http);
    }
}
