package io.faultline.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.source.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDirectoryTest {

    @TempDir private Path folder;

    @BeforeEach
    void two() throws IOException {
        write(
                "10-web.yaml",
                """
                # the front
                listeners:
                  - { name: web, bind: 127.0.0.1:80, tcp: { to: shop } }
                """);
        write(
                "20-shop.yml",
                """
                listeners: [{ name: db, bind: 127.0.0.1:5432, tcp: { to: db } }]
                upstreams:
                  shop: { endpoints: [10.0.0.1:80] }
                  db: { endpoints: [10.0.0.2:5432] }
                """);
    }

    @Test
    void filesAreReadAsOneInTheOrderOfTheirNames() throws Exception {
        write("05-ops.yaml", "admin: { bind: 127.0.0.1:9901 }\nworkers: 2\n");

        LoadedConfig loaded = load();

        assertThat(loaded.source()).isEqualTo(folder);
        assertThat(loaded.config().listeners())
                .extracting(ListenerConfig::name)
                .containsExactly("web", "db");
        assertThat(loaded.config().upstreams()).containsOnlyKeys("shop", "db");
        assertThat(loaded.config().workers()).isEqualTo(2);
    }

    @Test
    void everyValueRemembersItsFile() throws Exception {
        LoadedConfig loaded = load();

        assertThat(loaded.origins().of(loaded.config().listeners().getFirst(), "bind"))
                .isEqualTo(folder.resolve("10-web.yaml") + ":3");
        assertThat(loaded.origins().of(loaded.config().listeners().get(1), "bind"))
                .isEqualTo(folder.resolve("20-shop.yml") + ":1");
    }

    @Test
    void problemsOfAllFilesAreToldEachWithItsOwnLine() throws IOException {
        write(
                "10-web.yaml",
                "listeners:\n  - { name: web, bnd: 127.0.0.1:80, tcp: { to: shop } }\n");
        write("30-limits.yaml", "\n\nlimitz: {}\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining(folder.resolve("10-web.yaml") + ":2:")
                .hasMessageContaining("'bnd'")
                .hasMessageContaining(folder.resolve("30-limits.yaml") + ":3:1  ")
                .hasMessageContaining("    limitz: {}\n    ^^^^^^");
    }

    @Test
    void aReferenceMayLeadToAnotherFileAndAWrongOneIsToldWhereItStands() throws IOException {
        write("10-web.yaml", "listeners: [{ name: web, bind: ':80', tcp: { to: shpo } }]\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining(folder.resolve("10-web.yaml") + ":1:")
                .hasMessageContaining("Did you mean 'shop'?");
    }

    @Test
    void anUpstreamOfTwoFilesIsAnErrorThatNamesBothPlaces() throws IOException {
        write("30-again.yaml", "upstreams:\n\n  shop: { endpoints: [10.0.0.9:80] }\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining(folder.resolve("30-again.yaml") + ":3:3  ")
                .hasMessageContaining(
                        "already written at " + folder.resolve("20-shop.yml") + ":3:3");
    }

    @Test
    void aListenerOfTwoFilesIsAnErrorThatNamesBothPlaces() throws IOException {
        write(
                "30-again.yaml",
                "listeners: [{ name: web, bind: 127.0.0.1:81, tcp: { to: shop } }]\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining(folder.resolve("30-again.yaml") + ":1:")
                .hasMessageContaining("stands already at " + folder.resolve("10-web.yaml") + ":3:");
    }

    @Test
    void whatThereIsOneOfIsWrittenInOneFile() throws IOException {
        write("01.yaml", "admin: { bind: 127.0.0.1:9901 }\n");
        write("30.yaml", "admin: { bind: 127.0.0.1:9902 }\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining("duplicate key 'admin'")
                .hasMessageContaining("already written at " + folder.resolve("01.yaml") + ":1:1");
    }

    @Test
    void whatIsNoConfigurationDoesNotComeIntoForce() throws Exception {
        write("10-web.yaml.bak", "listeners: []\n");
        write(".20-hidden.yaml", "nonsense: true\n");
        write("25-off.yaml", "# upstreams:\n\n#   shop: {}\n");
        Files.createDirectories(folder.resolve("..data.yaml"));
        Files.createDirectories(folder.resolve("old.yaml"));

        assertThat(load().config().listeners()).hasSize(2);
    }

    @Test
    void brokenYamlOfOneFileHidesNoOther() throws IOException {
        write("10-web.yaml", "listeners: [{ name: web\n");
        write("20-shop.yml", "upstreams: { a: {\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining("10-web.yaml:")
                .hasMessageContaining("20-shop.yml:");
    }

    @Test
    void aFileThatIsNoMappingIsToldSo() throws IOException {
        write("30.yaml", "- listeners\n");

        assertThatThrownBy(this::load)
                .hasMessageContaining("30.yaml:1:1  a configuration begins with a key");
    }

    @Test
    void anEmptyDirectorySaysWhatWouldBeRead() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> load(empty))
                .hasMessageStartingWith(
                        empty + "  holds no configuration. Of a directory all files *.yaml")
                .hasMessageContaining("Docker makes an empty directory");
    }

    @Test
    void everyUnreadableFileIsTold() throws IOException {
        Files.createSymbolicLink(folder.resolve("30.yaml"), folder.resolve("gone"));
        Files.write(folder.resolve("40.yaml"), new byte[] {'a', (byte) 0xff});

        assertThatThrownBy(this::load)
                .hasMessageContaining(folder.resolve("30.yaml") + "  does not exist.")
                .hasMessageContaining("40.yaml:1:2  the byte 0xFF");
    }

    @Test
    void secretsOfOneFileAreNotMaskedInAnother() throws IOException {
        write("30.yaml", "#\nadmin: { token: aaaaaaaaaaaaaaaaaaaaaaaaa, bindd: 1 }\n");
        write("40.yaml", "#\nlimitz: { a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb }\n");

        assertThatThrownBy(this::load)
                .hasMessageNotContaining("aaaaaaaaaa")
                .hasMessageContaining("bbbbbbbbbbb");
    }

    @Test
    void whatAConfigurationConsistsOfIsKnownToThoseWhoWatchIt() throws IOException {
        assertThat(ConfigDirectory.filesOf(folder))
                .containsExactly(folder.resolve("10-web.yaml"), folder.resolve("20-shop.yml"));
        Path file = folder.resolve("10-web.yaml");
        assertThat(ConfigDirectory.filesOf(file)).containsExactly(file);
        Path gone = folder.resolve("gone");
        assertThat(ConfigDirectory.filesOf(gone)).containsExactly(gone);
    }

    private LoadedConfig load() throws ConfigException {
        return load(folder);
    }

    private static LoadedConfig load(Path source) throws ConfigException {
        return ConfigLoader.load(source, SampleTcp.REGISTRY, name -> null);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
