package io.faultline.app.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What is shipped, on a machine that knows nothing of us. The image of the Dockerfile has the same layout. */
@EnabledOnOs(OS.LINUX)
class TarballIT {

    @TempDir static Path folder;
    private static Unpacked unpacked;

    @BeforeAll
    static void unpack() {
        unpacked = Unpacked.into(folder);
    }

    @Test
    void theDemoWorksForAnybodyWithoutJavaAndWithAReadOnlyRoot() {
        Unpacked.assumeStrangeMachine();
        // The demo makes itself a certificate; nothing may be executed from where it lies.
        try (var demo = unpacked.faultline("noexec,mode=1777", "-Xmx64m", "demo", "--check")) {
            assertThat(demo.awaitExit()).as(String.join("\n", demo.lines())).isEqualTo(ExitCode.OK);
            assertThat(demo.lines()).last().asString().startsWith("Everything was served: ");
        }
    }

    @Test
    void itServesWithNowhereToWriteAndOutOfItsCache() throws IOException {
        Unpacked.assumeStrangeMachine();
        Files.writeString(
                unpacked.root().resolve("etc/test.yaml"),
                "listeners: [{ name: web, bind: 127.0.0.1:0, http: { routes: [{ respond: { status: 204 } }] } }]\n");
        // AOTMode=on ends the JVM where it would have gone on without the cache.
        String options = "-Xmx64m -XX:AOTMode=on";
        try (var serving =
                unpacked.faultline("ro", options, "run", "-c", Unpacked.path("etc/test.yaml"))) {
            try (var client = RawClient.connect(port(serving, "web"))) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readLine()).startsWith("HTTP/1.1 204");
            }
            assertThat(serving.lines()).noneMatch(line -> line.contains("[warning]"));
        }
    }

    @Test
    void theArchiveIsSortedAndSaysNothingOfWhoMadeItWhen() {
        String listing =
                HostCommand.run(
                        "tar", "--numeric-owner", "--utc", "-tvzf", Unpacked.tarball().toString());

        List<List<String>> rows =
                listing.lines().map(line -> Arrays.asList(line.split("\\s+", 6))).toList();
        assertThat(rows).extracting(row -> row.get(1)).containsOnly("0/0");
        assertThat(rows).extracting(row -> row.get(3)).containsOnly("2026-01-01");
        assertThat(rows)
                .extracting(row -> row.get(0).substring(1))
                .containsOnly("rwxr-xr-x", "rw-r--r--");
        List<String> names =
                rows.stream()
                        .map(row -> row.get(5).replaceFirst("/$", "").replaceFirst(" -> .*", ""))
                        .toList();
        List<String> folders = names.stream().filter(name -> !name.contains("jre/")).toList();
        assertThat(folders).isSortedAccordingTo(TarballIT::byFolder);
        assertThat(names)
                .extracting(name -> name.substring(name.indexOf('/') + 1))
                .contains(
                        "bin/faultline",
                        "etc/faultline.yaml",
                        "faultline.cdx.json",
                        "jre/bin/java",
                        "jre/legal/java.base/LICENSE",
                        "lib/faultline.aot",
                        "licenses/Apache-2.0.txt",
                        "licenses/THIRD-PARTY.txt",
                        "share/bash-completion/completions/faultline",
                        "share/fish/vendor_completions.d/faultline.fish",
                        "share/man/man1/faultline.1",
                        "systemd/faultline.service");
    }

    @Test
    void everyJarIsInTheBillOfMaterialsAndHasALicence() throws IOException {
        Map<String, Object> bill =
                new Yaml().load(Files.readString(unpacked.root().resolve("faultline.cdx.json")));
        String licences = Files.readString(unpacked.root().resolve("licenses/THIRD-PARTY.txt"));

        assertThat(bill).containsEntry("bomFormat", "CycloneDX");
        String components = String.valueOf(bill.get("components"));
        try (Stream<Path> jars = Files.list(unpacked.root().resolve("lib"))) {
            jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("proxy-"))
                    .forEach(
                            name -> {
                                String artifact = name.replaceFirst("-\\d.*", "");
                                assertThat(components).contains("/" + artifact + "@");
                                assertThat(licences).contains(name + " ");
                            });
        }
        assertThat(licences).doesNotContain("(none stated)").contains("Apache-2.0", "CC0-1.0");
        assertThat(components).contains("OpenJDK runtime").doesNotContain("io_uring", "osx-");
    }

    @Test
    void systemdHasNothingToSayAgainstTheUnitAndCallsItConfined() throws IOException {
        assumeTrue(
                HostCommand.attempt("systemd-analyze", "--version").succeeded(),
                "needs systemd-analyze");
        String unit = Files.readString(unpacked.root().resolve("systemd/faultline.service"));
        Path here = folder.resolve("faultline.service");
        Files.writeString(here, unit.replace("/opt/faultline", unpacked.root().toString()));

        var verified =
                HostCommand.attempt("systemd-analyze", "verify", "--man=no", here.toString());
        assertThat(verified.output().lines().filter(line -> line.contains("faultline.service")))
                .isEmpty();

        // 0 is a sealed box, 10 an open door; below 2 is what systemd calls OK.
        var security =
                HostCommand.attempt(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=20",
                        here.toString());
        assertThat(security.exitCode()).as(security.output()).isZero();
    }

    /** Folders come before what is in them, and names in the order of their bytes. */
    private static int byFolder(String left, String right) {
        String[] a = left.split("/");
        String[] b = right.split("/");
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = a[i].compareTo(b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int port(ChildProcess running, String listener) {
        String line = running.awaitLine("  " + listener + " ");
        String address = Arrays.stream(line.split(" +")).skip(2).findFirst().orElseThrow();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
