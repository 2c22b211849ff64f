package io.faultline.app.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.json.JsonReader;
import io.faultline.app.process.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopScreenTest {

    private static final Terminal PLAIN = terminal(false);
    private static final Terminal COLOURED = terminal(true);

    @Test
    void ratesAreWhatCameBetweenTwoLooks() {
        Look look =
                Look.first(JsonReader.object(status("10:00:00", 100, 1_000, upstreams(1))))
                        .next(JsonReader.object(status("10:00:04", 500, 1_000, upstreams(1))));

        List<String> screen = TopScreen.render(look, 80, 24, PLAIN);

        assertThat(screen.get(0)).startsWith("faultline 1.2.3  ready  up 3 min  generation 2 of e");
        assertThat(screen.get(1)).contains("7 sessions  100 req/s", "0 B/s in");
        assertThat(screen).anyMatch(line -> line.matches("web +0\\.0\\.0\\.0:8080 +7 +100 +0\\.0"));
    }

    @Test
    void beforeTheSecondLookThereAreNoRates() {
        Look look = Look.first(JsonReader.object(status("10:00:00", 100, 1_000, upstreams(1))));

        assertThat(TopScreen.render(look, 80, 24, PLAIN).get(1)).contains("- req/s", "- B/s in");
    }

    @Test
    void afterARestartCountersBeginAgain() {
        String before = status("10:00:00", 5_000, 1_000, upstreams(1));
        String after = status("10:00:04", 3, 1_000, upstreams(1)).replace("09:57:00", "10:00:03");

        Look look = Look.first(JsonReader.object(before)).next(JsonReader.object(after));

        assertThat(TopScreen.render(look, 80, 24, PLAIN).get(1)).contains("- req/s");
    }

    @Test
    void theLayersStandAsOnAWhiteboardWithWhatBrokeAndWhatIsFull() {
        Look look = Look.first(JsonReader.object(status("10:00:00", 1, 1, upstreams(1))));

        List<String> screen = TopScreen.render(look, 80, 24, PLAIN);

        assertThat(
                        screen.stream()
                                .filter(line -> line.matches("L[1-7] .*"))
                                .map(l -> l.substring(0, 2)))
                .containsExactly("L7", "L6", "L5", "L4", "L3", "L2", "L1");
        assertThat(screen)
                .contains(
                        "L4           9      20      30  #####.....   42 % source ports to 10.0.0.1:80",
                        "L1           0       0       0  ..........");
    }

    @Test
    void itFitsIntoWhateverItIsGiven() {
        for (int upstreams : List.of(0, 1, 5, 300)) {
            for (int[] size : new int[][] {{80, 24}, {40, 10}, {200, 60}, {20, 5}, {1, 1}}) {
                Look look =
                        Look.first(
                                JsonReader.object(status("10:00:00", 1, 1, upstreams(upstreams))));

                List<String> screen = TopScreen.render(look, size[0], size[1], PLAIN);

                assertThat(screen).hasSizeLessThanOrEqualTo(size[1]);
                assertThat(screen).allMatch(line -> line.length() <= size[0]);
            }
        }
    }

    @Test
    void whatDoesNotFitIsCountedAndTroubleStandsFirst() {
        Look look = Look.first(JsonReader.object(status("10:00:00", 1, 1, upstreams(300))));

        List<String> screen = TopScreen.render(look, 80, 24, PLAIN);

        int heading =
                IntStream.range(0, screen.size())
                        .filter(i -> screen.get(i).startsWith("UPSTREAM"))
                        .findFirst()
                        .orElseThrow();
        assertThat(screen.get(heading + 1)).startsWith("shop7 ").contains("1/2"); // one is out
        assertThat(screen.getLast()).matches("\\.\\.\\. and \\d+ more");
    }

    @Test
    void whatIsBrokenIsRedAndOnlyWhereColoursAre() {
        Look look = Look.first(JsonReader.object(status("10:00:00", 1, 1, upstreams(8))));

        assertThat(TopScreen.render(look, 80, 24, COLOURED))
                .anyMatch(line -> line.startsWith("\u001B[31mL4 "))
                .anyMatch(line -> line.startsWith("\u001B[31mshop7 "))
                .noneMatch(line -> line.startsWith("\u001B[31mL7 "));
        assertThat(String.join("", TopScreen.render(look, 80, 24, PLAIN))).doesNotContain("\u001B");
    }

    @Test
    void aNameCannotCommandTheTerminal() {
        String status = status("10:00:00", 1, 1, upstreams(1)).replace("shop0", "\\u001b[2Jx");

        assertThat(
                        String.join(
                                "",
                                TopScreen.render(
                                        Look.first(JsonReader.object(status)), 80, 24, PLAIN)))
                .doesNotContain("\u001B")
                .contains("\\x1b[2Jx");
    }

    private static String status(String time, long requests, long bytes, String upstreams) {
        return """
        {"at": "2026-01-01T%sZ", "version": "1.2.3", "started_at": "2026-01-01T09:57:00Z",
         "uptime_seconds": 180, "state": "ready", "generation": 2, "source": "edge.yaml", "workers": 4,
         "transport": "epoll", "sessions": 7,
         "layers": [%s],
         "listeners": [{"name": "web", "address": "0.0.0.0:8080", "protocol": "http", "opened": 9, "active": 7,
           "bytes_up": %d, "bytes_down": %d, "requests": {"none": 0, "2xx": %d, "5xx": 0}}],
         "upstreams": [%s]}
        """
                .formatted(time, layers(), bytes, bytes, requests, upstreams);
    }

    private static String layers() {
        return IntStream.rangeClosed(1, 7)
                .mapToObj(
                        i ->
                                i == 4
                                        ? """
                                        {"layer": "L4", "faults_1m": 9, "faults_10m": 20, "faults_1h": 30, \
                                        "fullest": "source ports to 10.0.0.1:80", "ratio": 0.42}"""
                                        : """
                                        {"layer": "L%d", "faults_1m": 0, "faults_10m": 0, "faults_1h": 0, \
                                        "fullest": null, "ratio": null}"""
                                                .formatted(i))
                .collect(Collectors.joining(", "));
    }

    /** Of the eighth one endpoint is out. */
    private static String upstreams(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                """
                                {"name": "shop%d", "endpoints": 2, "in_rotation": %d, "on_backups": false, \
                                "ordered": 0, "active": 1, "awaited": %d, "retried": 0, "faults_1m": 0}"""
                                        .formatted(i, i == 7 ? 1 : 2, i))
                .collect(Collectors.joining(", "));
    }

    private static Terminal terminal(boolean colours) {
        return new Terminal(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), colours);
    }
}
