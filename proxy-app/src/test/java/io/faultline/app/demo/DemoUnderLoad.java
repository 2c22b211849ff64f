package io.faultline.app.demo;

import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.ServedProxy;
import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The demo with clients that never stop asking, among them some that ask for the wrong things. */
public final class DemoUnderLoad implements AutoCloseable {

    private static final int FIRST_BASE = 26_300;
    private static final int PATIENCE_MILLIS = 2_000;

    private final Demo demo;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients;

    private DemoUnderLoad(Demo demo) {
        this.demo = demo;
        this.clients =
                List.of(
                        Thread.ofVirtual().unstarted(this::browse),
                        Thread.ofVirtual().unstarted(this::connect));
        clients.forEach(Thread::start);
    }

    public static DemoUnderLoad start() throws IOException, CannotServe {
        return new DemoUnderLoad(Demo.start(DemoPorts.freeFrom(FIRST_BASE), false, news -> {}));
    }

    public String admin() {
        return "http://127.0.0.1:" + demo.ports().admin();
    }

    public ServedProxy proxy() {
        return demo.proxy();
    }

    public void kill(String origin) {
        demo.fleet().named(origin).kill();
    }

    /** Where that origin listened. */
    public String addressOf(String origin) {
        return "127.0.0.1:" + demo.ports().origin(DemoFleet.NAMES.indexOf(origin));
    }

    private void browse() {
        while (!over.get()) {
            demo.browser().round(30, () -> {});
            speakPlain();
        }
    }

    private void connect() {
        var traffic = new DemoTraffic();
        DemoPorts ports = demo.ports();
        while (!over.get()) {
            traffic.round(30, List.of(ports.roundRobin(), ports.byClient(), ports.halfDead()));
        }
    }

    /** Plain text where TLS is spoken. */
    private void speakPlain() {
        try (var socket = new Socket("127.0.0.1", demo.ports().web())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getInputStream().readAllBytes();
        } catch (IOException refused) {
            // what it came for
        }
    }

    @Override
    public void close() {
        over.set(true);
        Eventually.until(
                "the clients have gone", () -> clients.stream().noneMatch(Thread::isAlive));
        demo.close();
    }
}
