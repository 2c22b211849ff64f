package io.faultline.core.observe.access.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk may take half a line before it fails; these are the two ways on from there. */
class FileSinkTest {

    @TempDir Path dir;
    private final ByteBuffer lines =
            ByteBuffer.wrap("first\nsecond\n".getBytes(StandardCharsets.US_ASCII));
    private Path file;
    private FileSink sink;

    @BeforeEach
    void writeOneLineAndAHalf() throws IOException {
        file = dir.resolve("access.log");
        sink = FileSink.open(file);
        lines.limit("first\nsec".length());
        sink.write(lines);
        lines.limit(lines.capacity());
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void theRestOfALineGoesToTheFileThatHasItsBeginning() throws IOException {
        sink.reopen();

        sink.write(lines);

        assertThat(file).hasContent("first\nsecond\n");
    }

    @Test
    void anotherFileGetsTheWholeLine() throws IOException {
        Files.move(file, dir.resolve("access.log.1"));

        sink.write(lines);

        assertThat(file).hasContent("second\n");
    }
}
