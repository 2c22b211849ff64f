package io.faultline.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.source.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    private static final String VALID =
            """
            listeners:
              - { name: web, bind: 127.0.0.1:80, tcp: { to: shop } }
            upstreams: { shop: { endpoints: [10.0.0.1:80] } }
            """;

    @TempDir private Path folder;

    @Test
    void aFileIsLoadedAndRemembersWhereItCameFrom() throws Exception {
        Path file = write("edge.yaml", VALID.getBytes(StandardCharsets.UTF_8));

        LoadedConfig loaded = load(file);

        assertThat(loaded.source()).isEqualTo(file);
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.origins().of(loaded.config().listeners().getFirst(), "bind"))
                .isEqualTo(file + ":2");
    }

    @Test
    void aByteOrderMarkIsSkippedAndMovesNoColumn() throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        bytes.writeBytes("listners: []".getBytes(StandardCharsets.UTF_8));
        Path file = write("edge.yaml", bytes.toByteArray());

        assertThatThrownBy(() -> load(file)).hasMessageStartingWith(file + ":1:1  unknown key");
    }

    @Test
    void aMissingFileIsMissing() {
        refuses(folder.resolve("edge.yaml"), "does not exist.");
        refuses(Path.of("no-such-file.yaml"), "does not exist. Looked in ");
    }

    @Test
    void aDeviceIsNotReadForEver() {
        refuses(Path.of("/dev/zero"), "is not a regular file.");
    }

    @Test
    void aHugeFileIsRefusedByItsSizeAlone() throws IOException {
        Path file = folder.resolve("huge.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(50L << 20);
        }

        refuses(file, "has 52,428,800 bytes. A configuration has at most 4,194,304");
    }

    @Test
    void theLimitIsExact() throws IOException {
        Path file =
                write(
                        "edge.yaml",
                        "#".repeat(ConfigFile.MAX_BYTES).getBytes(StandardCharsets.UTF_8));
        refuses(file, "is empty.");

        Files.writeString(file, "#".repeat(ConfigFile.MAX_BYTES + 1));
        refuses(file, "has 4,194,305 bytes.");
    }

    @Test
    void missingRightsAreSaidWithTheUserAndTheNextCommand() {
        // Tests may run as root, whom no mode of a file keeps out.
        String sentence =
                ConfigFile.sentence(new AccessDeniedException("edge.yaml"), Path.of("edge.yaml"));

        assertThat(sentence)
                .startsWith("may not be read by user " + System.getProperty("user.name"))
                .endsWith("namei -l edge.yaml");
    }

    @Test
    void whatTheSystemSaysIsPassedOn() {
        assertThat(
                        ConfigFile.sentence(
                                new FileSystemException("x", null, "Stale file handle"),
                                Path.of("x")))
                .isEqualTo("cannot be read: stale file handle.");
    }

    @Test
    void aByteThatIsNotUtf8IsNamedWithItsPlace() throws IOException {
        Path file =
                write(
                        "edge.yaml",
                        "listeners: []\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> load(file))
                .hasMessageStartingWith(
                        file + ":2:6  the byte 0xE9 does not belong to UTF-8 text.");
    }

    @Test
    void aCutCharacterAtTheEndIsNotUtf8() throws IOException {
        Path file = write("edge.yaml", new byte[] {'#', (byte) 0xC3});

        assertThatThrownBy(() -> load(file)).hasMessageContaining("the byte 0xC3");
    }

    @Test
    void utf16IsRecognised() throws IOException {
        refuses(write("edge.yaml", VALID.getBytes(StandardCharsets.UTF_16)), "is UTF-16 text.");
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static void refuses(Path file, String sentence) {
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + "  " + sentence);
    }

    private static LoadedConfig load(Path file) throws ConfigException {
        return ConfigLoader.load(file, SampleTcp.REGISTRY, name -> null);
    }
}
