package io.faultline.core.observe.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide names what the metrics name. */
class CapacityGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide", "capacity.md");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    @Test
    void everyResourceStandsInTheTableUnderItsLayer() throws IOException {
        List<String> rows =
                Files.readAllLines(GUIDE).stream().filter(line -> line.startsWith("| L")).toList();
        for (ResourceKind each : ResourceKind.values()) {
            assertThat(rows)
                    .as("%s", each)
                    .anyMatch(
                            row ->
                                    row.startsWith("| " + each.layer() + " |")
                                            && row.contains("`" + each.label() + "`"));
        }
    }

    @Test
    void everyEventThatTheGuideExplainsExists() throws IOException {
        String guide = Files.readString(GUIDE);
        Set<String> named = new HashSet<>();
        guide.substring(guide.indexOf("| event |"))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", 3)[1])
                .forEach(cell -> NAME.matcher(cell).results().forEach(m -> named.add(m.group(1))));

        assertThat(named).hasSizeGreaterThan(8);
        assertThat(Arrays.stream(EventKind.values()).map(EventKind::label)).containsAll(named);
    }
}
