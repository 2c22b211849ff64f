package io.faultline.app.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.OpenApiPage;
import io.faultline.app.admin.api.ApiReference;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.OpenApi;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.api.PathItem;
import io.faultline.app.admin.bench.AdminBench;
import io.faultline.core.observe.metrics.MetricSources;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.text.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The API as it is described against the API as it is. To write the description and the reference anew:
 * {@code -Dfaultline.docs.update=true}.
 */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class ApiIT {

    private static final Path FOLDER = Path.of("..", "docs", "reference");

    private final ReservedPort refusing = ReservedPort.any();
    private AdminBench bench;
    private ProxyPages pages;
    private List<PathItem> items;

    @BeforeEach
    void serveSomebodyWhoGetsNothing() throws Exception {
        bench =
                new AdminBench(
                        """
                        listeners:
                          - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                        upstreams:
                          pg: { endpoints: [127.0.0.1:%d], health: { tcp: {}, interval: 100ms } }
                        shutdown: { deadline: 0s }
                        workers: 1
                        """
                                .formatted(refusing.port()));
        try (RawClient client = RawClient.connect(bench.port())) {
            client.readToEnd();
        }
        bench.post("/v1/upstreams/pg", "{\"order\": \"weight\", \"weight\": 2, \"for\": \"10m\"}");
        bench.post("/v1/log-levels", "{\"logger\": \"io.netty\", \"level\": \"error\"}");
        pages =
                ProxyPages.of(
                        bench.proxy().server(),
                        bench.proxy().reloader(),
                        new MetricSources.Build("", "", "", ""),
                        InstantSource.system());
        items =
                pages.list().stream()
                        .filter(OpenApiPage.class::isInstance)
                        .map(page -> ((OpenApiPage) page).items())
                        .findFirst()
                        .orElseThrow();
    }

    @AfterEach
    void stop() {
        bench.post("/v1/log-levels", "{\"logger\": \"io.netty\", \"level\": \"auto\"}");
        pages.close();
        bench.close();
        refusing.close();
    }

    @Test
    void everyAnswerIsWhatItsDescriptionSays() {
        for (PathItem item : items) {
            for (Operation operation : item.operations()) {
                JsonShape reply = operation.reply();
                if (operation.method().equals("GET") && reply != null) {
                    String target = target(item);
                    List<String> wrong = new ArrayList<>();
                    compare(target, bench.json(target), reply, wrong);
                    assertThat(wrong).as(target).isEmpty();
                }
            }
        }
    }

    @Test
    void everyPageForProgramsIsDescribed() {
        List<String> undescribed =
                pages.list().stream()
                        .filter(page -> page.operations().isEmpty())
                        .map(AdminPage::path)
                        .toList();
        assertThat(undescribed).isEmpty();
    }

    @Test
    void theDescriptionIsServed() {
        assertThat(AdminBench.body(bench.get("/v1/openapi.json")).strip())
                .isEqualTo(OpenApi.render(items).strip());
        Map<String, @Nullable Object> document = bench.json("/v1/openapi.json");
        assertThat(document).containsEntry("openapi", "3.1.0");
        assertThat(document.get("paths"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys(
                        "/v1/status",
                        "/v1/upstreams/{upstream}/endpoints/{endpoint}",
                        "/v1/log-levels",
                        "/v1/reload");
    }

    @Test
    void theCommittedDescriptionIsTheOneThatIsServed() throws Exception {
        holds("openapi.json", OpenApi.render(items));
    }

    @Test
    void theReferencePageIsWhatThePagesSay() throws Exception {
        holds("admin.md", ApiReference.render(items));
    }

    @Test
    void aRefusalIsJsonWithAWordAndASentence() {
        for (String target :
                List.of("/v1/nothing", "/v1/upstreams/nobody", "/v1/status?format=x")) {
            String reply = bench.get(target);
            assertThat(reply).startsWith("HTTP/1.1 4").contains("application/json");
            assertThat(StrictJson.object(AdminBench.body(reply)).get("error"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("code", "message");
        }
        assertThat(bench.get("/nothing")).contains("text/plain", "There is no such page");
    }

    @Test
    void theOldPathsAreTheSamePagesForPeople() {
        assertThat(bench.get("/status")).contains("text/plain", "is ready");
        assertThat(bench.get("/v1/status?format=text")).contains("text/plain", "is ready");
        assertThat(bench.get("/v1/livez")).contains("{\"status\":\"alive\"}");
        assertThat(bench.get("/v1/metrics")).contains("# HELP faultline_");
        assertThat(bench.get("/v1")).contains("\"path\":\"/status\"");
    }

    private String target(PathItem item) {
        return "/v1"
                + item.path()
                        .replace("{upstream}", "pg")
                        .replace("{endpoint}", "127.0.0.1:" + refusing.port());
    }

    private static void compare(
            String where, @Nullable Object value, JsonShape shape, List<String> wrong) {
        if (value == null) {
            if (!shape.nullable()) {
                wrong.add(where + " is null");
            }
            return;
        }
        switch (shape.kind()) {
            case TEXT -> {
                is(value instanceof String, where, value, wrong);
                if (!shape.words().isEmpty() && !shape.words().contains(value)) {
                    wrong.add(where + " is " + value + ", none of " + shape.words());
                }
            }
            case WHOLE -> is(value instanceof Long, where, value, wrong);
            case NUMBER -> is(value instanceof Number, where, value, wrong);
            case FLAG -> is(value instanceof Boolean, where, value, wrong);
            case LIST -> {
                is(value instanceof List, where, value, wrong);
                for (Object each : (List<?>) value) {
                    compare(where + "[]", each, Objects.requireNonNull(shape.items()), wrong);
                }
            }
            case OBJECT -> {
                is(value instanceof Map, where, value, wrong);
                members(where, (Map<?, ?>) value, shape, wrong);
            }
            case ANY -> {}
        }
    }

    private static void members(
            String where, Map<?, ?> object, JsonShape shape, List<String> wrong) {
        shape.members()
                .forEach(
                        (name, member) -> {
                            if (object.containsKey(name)) {
                                compare(where + "." + name, object.get(name), member, wrong);
                            } else if (!member.optional()) {
                                wrong.add(where + "." + name + " is missing");
                            }
                        });
        for (Object name : object.keySet()) {
            if (!shape.members().containsKey(String.valueOf(name))) {
                wrong.add(where + "." + name + " is not described");
            }
        }
    }

    private static void is(boolean right, String where, Object value, List<String> wrong) {
        if (!right) {
            wrong.add(where + " is a " + value.getClass().getSimpleName());
        }
    }

    private static void holds(String name, String content) throws Exception {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.writeString(file, content);
        }
        assertThat(file)
                .as("run this test with -Dfaultline.docs.update=true to write %s anew", name)
                .hasContent(content);
    }
}
