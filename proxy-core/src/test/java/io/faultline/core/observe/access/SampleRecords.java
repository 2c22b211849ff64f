package io.faultline.core.observe.access;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.wire.TcpInfo;
import java.time.Instant;
import java.util.List;

/** Sessions as they happen: one that failed over and was reset, one that never got anywhere. */
public final class SampleRecords {

    public static final long START = Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli();

    private SampleRecords() {}

    /** Without phases. */
    public static SessionTimings timings(
            long gate,
            long pick,
            long failed,
            long connect,
            long upstreamTls,
            Provenance provenance,
            long clientFirstByte,
            long upstreamFirstByte,
            long total) {
        return new SessionTimings(
                gate,
                pick,
                failed,
                connect,
                upstreamTls,
                provenance,
                clientFirstByte,
                upstreamFirstByte,
                total,
                LayerTimes.NONE,
                Provenance.NONE,
                Provenance.NONE);
    }

    /** A session that failed over and lasted for two seconds. */
    public static SessionTimings spent() {
        var timeline = new Timeline(new LoopTurn(() -> 0));
        timeline.begin(Phase.GATE, 0);
        timeline.enter(Phase.CLIENT_TLS, 12_000);
        timeline.enter(Phase.WORK, 762_000);
        timeline.enter(Phase.CONNECT, 765_000);
        timeline.enter(Phase.TLS, 1_335_000);
        timeline.enter(Phase.CLIENT, 1_430_000);
        timeline.enter(Phase.WAIT, 1_530_000);
        timeline.enter(Phase.BODY, 3_030_000);
        timeline.end(2_012_345_000L);
        return new SessionTimings(
                12,
                3,
                120,
                450,
                95,
                Provenance.NEW,
                600,
                1_500,
                2_012_345,
                LayerTimes.of(timeline),
                Provenance.CACHED,
                Provenance.RESUMED);
    }

    /** The first endpoint refused, the second served and was reset by the client. */
    public static SessionRecord failedOver() {
        Fault refused =
                Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT)
                        .with("errno", "ECONNREFUSED");
        Fault reset =
                Fault.of(TransportFault.RESET, Side.CLIENT, Stage.RELAY)
                        .with("errno", "ECONNRESET")
                        .with("note", "said \"bye\"\n\u0007é");
        return new SessionRecord(
                0xa3,
                START,
                "db",
                PeerAddress.ofV4(0xC0000207, 50122),
                PeerAddress.ofV6(0x20010db8_00000000L, 1, 443, 0),
                "db.example.com",
                new TlsFacts(
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        "imap",
                        true,
                        750,
                        "CN=b\"atch",
                        "ab12"),
                "postgres",
                "10.0.1.2:5432",
                List.of(
                        new Attempt("10.0.1.1:5432", 15, 120, refused),
                        new Attempt("10.0.1.2:5432", 140, 450, null)),
                reset,
                Side.CLIENT,
                1_234,
                56_789,
                spent(),
                new TcpInfo(800, 100, 2, 1, 0, 10),
                new TcpInfo(90, 20, 0, 0, 0, 32),
                null,
                3);
    }

    /** An HTTP request whose client sent what might forge a line; the first endpoint was dead. */
    public static SessionRecord request() {
        SessionRecord session = failedOver();
        return new SessionRecord(
                session.id(),
                session.startEpochMillis(),
                "web",
                session.client(),
                null,
                null,
                null,
                "shop",
                session.endpoint(),
                session.attempts(),
                null,
                null,
                0,
                5_120,
                session.timings(),
                null,
                null,
                new HttpFacts(
                        "GET",
                        "/cart?id=7\"",
                        "1.1",
                        0,
                        "shop.example.com",
                        200,
                        "4f1c",
                        "shop",
                        "curl/8.5.0 \\ \u00e9\" 404 0\n",
                        null,
                        null,
                        null,
                        null),
                3);
    }

    /** No endpoint was healthy. */
    public static SessionRecord nowhere() {
        return new SessionRecord(
                1,
                START,
                "db",
                PeerAddress.ofV4(0xC0000207, 50123),
                null,
                null,
                null,
                "postgres",
                null,
                List.of(),
                Fault.of(SessionFault.NONE_HEALTHY, Side.UPSTREAM, Stage.BALANCE),
                Side.PROXY,
                0,
                0,
                timings(12, -1, 0, -1, -1, Provenance.NONE, -1, -1, 40),
                null,
                null,
                null,
                1);
    }

    public static SessionRecord numbered(long id) {
        return new SessionRecord(
                id,
                START,
                "db",
                PeerAddress.ofV4(0xC0000207, 50123),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                0,
                0,
                timings(1, -1, 0, -1, -1, Provenance.NONE, -1, -1, 2),
                null,
                null,
                null,
                1);
    }
}
