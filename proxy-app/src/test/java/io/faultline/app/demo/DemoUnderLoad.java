package io.faultline.app.demo;

import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.ServedProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The demo with clients that never stop asking, among them some that ask for the wrong things. */
public final class DemoUnderLoad implements AutoCloseable {

    private static final int FIRST_BASE = 26_300;

    private final Demo demo;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients;

    private DemoUnderLoad(Demo demo) {
        this.demo = demo;
        this.clients =
                List.of(
                        Thread.ofVirtual().unstarted(this::browse),
                        Thread.ofVirtual().unstarted(this::connect),
                        Thread.ofVirtual().unstarted(this::err));
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
        }
    }

    private void connect() {
        var traffic = new DemoTraffic();
        DemoPorts ports = demo.ports();
        while (!over.get()) {
            traffic.round(30, List.of(ports.roundRobin(), ports.byClient(), ports.halfDead()));
        }
    }

    /** Plain text where TLS is spoken, twice a second. */
    private void err() {
        while (!over.get()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", demo.ports().web()));
                OutputStream out = socket.getOutputStream();
                out.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(500);
                socket.getInputStream().readAllBytes();
                Thread.sleep(500);
            } catch (IOException refused) {
                // what it came for
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread each : clients) {
            each.interrupt();
            try {
                each.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        demo.close();
    }
}
