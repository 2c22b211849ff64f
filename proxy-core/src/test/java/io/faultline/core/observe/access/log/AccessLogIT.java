package io.faultline.core.observe.access.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.SampleRecords;
import io.faultline.core.timing.Ticker;
import io.faultline.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log on real files, and on what else a path may lead to. */
@Timeout(60)
class AccessLogIT {

    private static final Duration PLENTY = Duration.ofSeconds(20);

    @TempDir Path dir;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private @Nullable AccessLog log;

    @AfterEach
    void stop() {
        if (log != null) {
            log.close(Duration.ofMillis(1));
        }
    }

    @Test
    void appendsToWhatIsThereAndKeepsItFromOthers() throws IOException {
        Path file = dir.resolve("access.log");
        AccessLog first = start(file);
        first.offer(SampleRecords.numbered(1));
        assertThat(first.close(PLENTY)).isTrue();
        AccessLog second = start(file);
        second.offer(SampleRecords.numbered(2));
        assertThat(second.close(PLENTY)).isTrue();

        assertThat(file).hasContent("0000000000000001\n0000000000000002\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .endsWith("---");
    }

    @Test
    void afterReopenLinesGoToTheNewFile() throws IOException {
        Path file = dir.resolve("access.log");
        Path rotated = dir.resolve("access.log.1");
        AccessLog running = start(file);
        write(running, 1);
        Files.move(file, rotated);

        running.reopen();
        write(running, 2);

        assertThat(rotated).hasContent("0000000000000001\n");
        assertThat(file).hasContent("0000000000000002\n");
    }

    @Test
    void aRotationNobodyToldUsOfLosesNothing() throws IOException {
        Path file = dir.resolve("access.log");
        AccessLog running = start(file);
        write(running, 1);
        Files.move(file, dir.resolve("access.log.1"));

        write(running, 2);

        assertThat(file).hasContent("0000000000000002\n");
    }

    @Test
    void aDeletedDirectoryIsSaidAndTheLogGoesOnWhenItIsBack() throws IOException {
        Path logs = Files.createDirectory(dir.resolve("logs"));
        Path file = logs.resolve("access.log");
        AccessLog running = start(file);
        write(running, 1);
        Files.delete(file);
        Files.delete(logs);

        running.offer(SampleRecords.numbered(2));
        Eventually.asserted(
                "it says so",
                () ->
                        assertThat(said)
                                .singleElement()
                                .asString()
                                .contains("its directory does not exist"));
        assertThat(running.counts().failing()).isTrue();
        Files.createDirectory(logs);

        Eventually.asserted(
                "the record that waited is there",
                () -> assertThat(file).hasContent("0000000000000002\n"));
        assertThat(running.counts().dropped()).isZero();
    }

    @Test
    void aFullDiskIsSaidWithTheKernelsOwnWords() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        AccessLog running = start(full);

        running.offer(SampleRecords.numbered(1));

        Eventually.asserted(
                "it says so",
                () ->
                        assertThat(said)
                                .singleElement()
                                .asString()
                                .contains("cannot write to /dev/full: No space left on device"));
    }

    @Test
    void aFifoNobodyReadsStopsNeitherTheStartNorAWorker() throws Exception {
        Path fifo = dir.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        AccessLog running = start(fifo);

        int accepted = 0;
        for (int id = 0; id < 1_000; id++) {
            accepted += running.offer(SampleRecords.numbered(id)) ? 1 : 0;
        }
        assertThat(running.counts().dropped()).isEqualTo(1_000 - accepted).isPositive();

        // From here on somebody reads. Each record is there or is counted as missing; the log may
        // say so
        // more than once, since the thread may have looked while the queue was filling.
        int records = 0;
        int missing = 0;
        try (BufferedReader reader = Files.newBufferedReader(fifo)) {
            while (records + missing < 1_000) {
                String line = reader.readLine();
                if (line.startsWith("# ")) {
                    assertThat(line).matches("# .* dropped \\d+ records");
                    missing += Integer.parseInt(line.replaceAll(".* dropped (\\d+) records", "$1"));
                } else {
                    assertThat(line).hasSize(16);
                    records++;
                }
            }
        }
        assertThat(records).isEqualTo(accepted);
    }

    @Test
    void aDirectoryThatIsNotThereStopsTheStartWithASentence() {
        Path file = dir.resolve("nowhere").resolve("access.log");

        assertThatThrownBy(() -> start(file))
                .isInstanceOf(IOException.class)
                .hasMessage("access log: cannot open " + file + ": its directory does not exist");
    }

    @Test
    void aDirectoryInPlaceOfTheFileStopsTheStartWithASentence() {
        assertThatThrownBy(() -> start(dir))
                .isInstanceOf(IOException.class)
                .hasMessage("access log: cannot open " + dir + ": Is a directory");
    }

    private AccessLog start(Path file) throws IOException {
        log =
                AccessLog.start(
                        file.toString(),
                        RecordFormat.text("{id}"),
                        64,
                        Ticker.system(),
                        InstantSource.system(),
                        said::add);
        return log;
    }

    private static void write(AccessLog log, long id) {
        long before = log.counts().written();
        log.offer(SampleRecords.numbered(id));
        Eventually.asserted(
                "record " + id + " is written",
                () -> assertThat(log.counts().written()).isEqualTo(before + 1));
    }
}
