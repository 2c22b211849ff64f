package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.value.HostPort;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An operators' port with pages of a test, and somebody who asks it. */
abstract class AdminPortInTest {

    static final HostPort LOOPBACK = new HostPort("127.0.0.1", 0);
    static final int BIG = 4 * 1024 * 1024;

    /** Long enough never to be reached by a test that does not mean to. */
    static final AdminLimits PATIENT =
            new AdminLimits(64, 8 * 1024, Duration.ofMinutes(5), Duration.ofMinutes(5));

    static final AdminLimits IMPATIENT =
            new AdminLimits(64, 8 * 1024, Duration.ofMillis(50), Duration.ofMillis(50));

    final AtomicInteger answered = new AtomicInteger();
    AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(PATIENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    AdminServer start(AdminLimits limits) throws IOException {
        return AdminServer.start(
                LOOPBACK,
                null,
                List.of(
                        page("/echo", "says what it heard", this::echo),
                        page("/big", "four megabytes", query -> "b".repeat(BIG)),
                        page("/slow", "the same, later", AdminServerIT::late),
                        page("/broken", "fails", AdminServerIT::fail)),
                limits);
    }

    void restart(AdminLimits limits) throws IOException {
        server.close();
        server = start(limits);
    }

    String echo(AdminQuery query) {
        return query.parameters() + " json=" + query.wantsJson();
    }

    /** When this returns, the time for the head is over. */
    static String late(AdminQuery query) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        return "b".repeat(BIG);
    }

    static String fail(AdminQuery query) {
        throw new IllegalStateException("boom " + query);
    }

    AdminPage page(String path, String summary, Function<AdminQuery, String> body) {
        return new AdminPage() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public String summary() {
                return summary;
            }

            @Override
            public AdminReply answer(AdminQuery query) {
                answered.incrementAndGet();
                return AdminReply.text(body.apply(query));
            }
        };
    }

    void assertServes() {
        int before = answered.get();
        assertThat(get("/echo").text()).startsWith("HTTP/1.1 200 ");
        assertThat(answered).hasValue(before + 1);
    }

    Received get(String target) {
        return ask("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    Received ask(String request) {
        try (RawClient client = connect()) {
            return client.send(request).readToEnd();
        }
    }

    RawClient connect() {
        return ClientSettings.to(server.address()).connect();
    }
}
