package io.faultline.app.saturation;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A proxy on a host of forty source ports and the shortest of accept queues, which a test has made for
 * it. Fills one after the other and prints what the proxy says of it, a line per finding.
 */
final class CrowdedHost {

    private static final int PORTS = 40;
    private static final int CROWD = 400;
    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private final ServedProxy proxy;
    private final int port;
    private final List<AutoCloseable> open = new ArrayList<>();

    private CrowdedHost(ServedProxy proxy) {
        this.proxy = proxy;
        this.port = proxy.server().listeners().getFirst().boundAddress().port();
    }

    public static void main(String[] args) throws Exception {
        try (ScriptedOrigin origin = ScriptedOrigin.start(Behaviour.silent())) {
            String config =
                    """
                    workers: 1
                    listeners:
                      - { name: shop, bind: 0.0.0.0:0, tcp: { to: app } }
                    upstreams:
                      app: { endpoints: [127.0.0.1:%d] }
                    shutdown: { grace: 0s, deadline: 0s }
                    """
                            .formatted(origin.port());
            var host =
                    new CrowdedHost(
                            ServedProxy.start(Protocols.parse("edge.yaml", config), said -> {}));
            host.runOutOfPorts();
            host.strangersQueueOverflows();
            host.ownQueueOverflows();
            host.end();
        }
    }

    private void runOutOfPorts() throws Exception {
        // Now, for a port that somebody listens on is not given to a connect.
        Files.writeString(PORT_RANGE, "20000 20039");
        for (int i = 0; i < PORTS + 3; i++) {
            client(i < PORTS ? "127.0.0.2" : "127.0.0.3"); // its own ports run out as well
        }
        print("ports", evidence(TransportFault.PORTS_EXHAUSTED));
        Eventually.until("seen", () -> resource(ResourceKind.SOURCE_PORTS).used() >= PORTS);
        print("saturation", resource(ResourceKind.SOURCE_PORTS).toString());
        print("metric", report().fullest().orElseThrow().kind().label());
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
        Files.writeString(PORT_RANGE, "10000 60000");
    }

    private void client(String towards) throws IOException {
        var client = new Socket();
        open.add(client);
        try {
            client.connect(new InetSocketAddress(towards, port), 5_000);
        } catch (SocketException reset) {
            // The proxy had no port for this one, and said so before connect() had returned.
        }
    }

    /** Another program of this host: its overflow must not become ours. */
    private void strangersQueueOverflows() throws Exception {
        awaitTwoLooks(); // the clients before may have overflowed our own
        long ours = seen(TransportFault.LISTEN_OVERFLOW).count();
        long before = total(EventKind.LISTEN_OVERFLOWS);
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            crowd(stranger.getLocalPort());
            Eventually.until(
                    "the host counts it", () -> total(EventKind.LISTEN_OVERFLOWS) > before);
            awaitTwoLooks();
        }
        print("strangers", Long.toString(seen(TransportFault.LISTEN_OVERFLOW).count() - ours));
    }

    private void awaitTwoLooks() {
        for (int i = 0; i < 2; i++) {
            SaturationReport last = report();
            Eventually.until("another look", () -> report() != last);
        }
    }

    private void ownQueueOverflows() throws Exception {
        crowd(port);
        print("own", evidence(TransportFault.LISTEN_OVERFLOW));
    }

    private void crowd(int towards) throws Exception {
        var all = new ArrayList<SocketChannel>();
        for (int i = 0; i < CROWD; i++) {
            SocketChannel each = SocketChannel.open();
            each.configureBlocking(false);
            each.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), towards));
            all.add(each);
        }
        for (SocketChannel each : all) {
            each.close();
        }
    }

    private String evidence(FaultCode code) {
        Eventually.until(code.id(), () -> seen(code).findAny().isPresent());
        RecentFault first = seen(code).findFirst().orElseThrow();
        return first.scope().listener() + " " + first.fault();
    }

    private Stream<RecentFault> seen(FaultCode code) {
        return proxy.server().faults().recent().stream()
                .filter(each -> each.fault().code() == code);
    }

    private Resource resource(ResourceKind kind) {
        return report().fullest(kind).orElseGet(() -> new Resource(kind, "", 0, 1, null, "", null));
    }

    private long total(EventKind kind) {
        return report().events().stream()
                .filter(each -> each.kind() == kind)
                .mapToLong(each -> each.total())
                .findFirst()
                .orElse(0);
    }

    private SaturationReport report() {
        return proxy.server().saturation().report();
    }

    private static void print(String what, String finding) {
        System.out.println(what + "=" + finding);
    }

    private void end() {
        proxy.stop().join();
    }
}
