package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may change something through the operators' port: whoever shows the token, and nobody else. */
class AdminTokenIT {

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void withoutAConfiguredTokenNothingCanBeChanged() throws IOException {
        assertThat(post(null, "Authorization: Bearer anything\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("admin.token");
        assertThat(done).hasValue(0);
    }

    @Test
    void whoeverShowsItMay() throws IOException {
        assertThat(post("secret", "Authorization: Bearer secret\r\n")).startsWith("HTTP/1.1 200");
        assertThat(post("secret", "authorization: bearer secret\r\n")).startsWith("HTTP/1.1 200");
        assertThat(done).hasValue(2);
    }

    @Test
    void anyOtherIsRefusedBeforeAnythingIsDone() throws IOException {
        for (String shown :
                List.of(
                        "",
                        "Authorization: Bearer secre\r\n",
                        "Authorization: Bearer secrets\r\n",
                        "Authorization: Basic secret\r\n",
                        "Authorization: Bearer\r\n")) {
            assertThat(post("secret", shown)).as(shown).startsWith("HTTP/1.1 401");
        }
        assertThat(done).hasValue(0);
    }

    @Test
    void lookingNeedsNone() throws IOException {
        assertThat(ask("secret", "GET /change HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private String post(@Nullable String token, String fields) throws IOException {
        return ask(
                token,
                "POST /change HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + fields
                        + "Content-Length: 2\r\n\r\n{}");
    }

    private String ask(@Nullable String token, String request) throws IOException {
        var config = new AdminConfig(new HostPort("127.0.0.1", 0), token, null);
        try (AdminServer server = AdminServer.start(config, List.of(new Change()));
                RawClient client = RawClient.connect(server.address().getPort())) {
            return client.send(request).readToEnd().text();
        }
    }

    private final class Change implements AdminTask {

        @Override
        public String path() {
            return "/change";
        }

        @Override
        public String summary() {
            return "changes something";
        }

        @Override
        public boolean changesSomething() {
            return true;
        }

        @Override
        public AdminReply answer(AdminQuery query) {
            return AdminReply.text("how");
        }

        @Override
        public void run(String body, AdminQuery query, Consumer<AdminReply> then) {
            done.incrementAndGet();
            then.accept(AdminReply.text("done"));
        }
    }
}
