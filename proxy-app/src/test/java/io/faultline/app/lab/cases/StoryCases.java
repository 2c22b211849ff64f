package io.faultline.app.lab.cases;

import static io.faultline.core.fault.ApplicationFault.DNS_TIMEOUT;
import static io.faultline.core.fault.ApplicationFault.RESPONSE_TIMEOUT;
import static io.faultline.core.fault.ApplicationFault.UPSTREAM_ERROR;
import static io.faultline.core.fault.SessionFault.NO_ENDPOINTS;
import static io.faultline.core.fault.TransportFault.IDLE_TIMEOUT;
import static io.faultline.core.fault.TransportFault.READ_STALLED;
import static io.faultline.core.fault.TransportFault.WRITE_STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.app.lab.net.ForgetfulNat;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Causes that the guide's stories tell of and that are more than one thing that breaks. */
public final class StoryCases {

    private static final int SHOPPERS = 12;

    private StoryCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "one-of-three",
                                UPSTREAM_ERROR,
                                Side.UPSTREAM,
                                "One endpoint of three answers 500, the others 200.")
                        .proves("status=500")
                        .never(RESPONSE_TIMEOUT)
                        .toldOnPage()
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    String good = bench.origin(answering("200 OK")).hostPort();
                                    String bad = bench.origin(answering("500 Oops")).hostPort();
                                    String fine = bench.origin(answering("200 OK")).hostPort();
                                    bench.http()
                                            .upstream(
                                                    "endpoints: [\"%s\", \"%s\", \"%s\"]"
                                                            .formatted(good, bad, fine));
                                    return subject -> {
                                        long broken =
                                                IntStream.range(0, SHOPPERS)
                                                        .mapToObj(i -> subject.get())
                                                        .filter(each -> each.contains(" 500 "))
                                                        .count();
                                        assertThat(broken).isEqualTo(SHOPPERS / 3);
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "ttl-zero",
                                DNS_TIMEOUT,
                                Side.PROXY,
                                "A name with a TTL of 0 is served, until its name server falls silent:"
                                        + " the last good answer stays in use.")
                        .proves("resolver", "question=A ttl-zero.example")
                        .never(NO_ENDPOINTS)
                        .toldOnPage()
                        .diagnosed("upstream/ttl-zero/", Layer.L7)
                        .anywhere(
                                bench -> {
                                    var dns =
                                            bench.keep(
                                                    ScriptedDns.start(
                                                            bench.ground().endpointAddress()));
                                    ScriptedOrigin origin = bench.origin(answering("200 OK"));
                                    String name = bench.name() + ".example";
                                    dns.answers(name, 0, bench.ground().endpointAddress());
                                    bench.forward(
                                            name + ":" + origin.port(),
                                            "dns: { servers: [\"%s\"], timeout: 400ms, minTtl: 200ms }"
                                                    .formatted(Bench.text(dns.address())));
                                    return subject -> {
                                        loseTheNameServer(subject, dns, name);
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "forgetful-nat",
                                WRITE_STALLED,
                                Side.UPSTREAM,
                                "A NAT on the way forgets a WebSocket that was quiet (for a second,"
                                        + " for the experiment), and drops what comes next.")
                        .proves(
                                "seen_as=L4.IDLE_TIMEOUT",
                                "silence=path",
                                "suspected",
                                "timer=tunnelIdle")
                        .never(IDLE_TIMEOUT, READ_STALLED, RESPONSE_TIMEOUT)
                        .notDiagnosed(
                                "only a connection that was quiet meets it: a new one is a new entry in the NAT's table")
                        .onHosts(
                                bench -> {
                                    var origin = bench.origin(ConnectionCases::upgrade);
                                    var nat = ForgetfulNat.before(bench.hosts(), origin.port());
                                    bench.http("timeouts: { tunnelIdle: 2500ms }")
                                            .to(origin.hostPort());
                                    return subject -> {
                                        bench.keep(nat.forgetsAfter(1));
                                        RawClient client = chat(subject);
                                        nat.awaitForgetting();
                                        client.send("are you there?").readToEnd();
                                        return "";
                                    };
                                }));
    }

    /** A client whose WebSocket is open. */
    public static RawClient chat(Subject subject) {
        RawClient client = subject.client().send(ConnectionCases.UPGRADE);
        while (!client.readLine().isBlank()) {
            // From the end of this head on it is a tunnel.
        }
        return client;
    }

    private static void loseTheNameServer(Subject subject, ScriptedDns dns, String name) {
        Eventually.until("the name to be known", () -> isServed(subject));
        dns.silent(name);
        Eventually.until(
                "the lookup to fail",
                () -> subject.proxy().page("/faults?format=json").contains("A " + name));
        assertThat(isServed(subject)).as("by the last good answer").isTrue();
    }

    private static boolean isServed(Subject subject) {
        return subject.get().startsWith("HTTP/1.1 200 ");
    }

    private static Behaviour answering(String status) {
        return connection -> answer(connection, status);
    }

    private static void answer(OriginConnection connection, String status) throws IOException {
        while (connection.read(new byte[4096]) >= 0) {
            connection.write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        }
    }
}
