package io.faultline.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.print.EffectiveConfig;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code /config} prints of every example, sections of all protocols included, is a file again. */
class PrintedExamplesTest {

    private static final Pattern CERTIFICATE = Pattern.compile("certs/([a-z-]+)(?=\\.pem)");

    @TempDir static Path folder;

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Example.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatIsPrintedMeansTheSame(Path file) throws Exception {
        String name = folder.resolve("printed.yaml").toString();
        String text = Files.readString(file);
        makeCertificates(text);
        LoadedConfig loaded = Protocols.parse(name, text);

        String printed = EffectiveConfig.render(loaded.config(), loaded.origins());

        assertThat(Protocols.parse(name, printed).config()).isEqualTo(loaded.config());
    }

    /** Examples name files that their readers have; here they are made, beside the configuration. */
    private static void makeCertificates(String text) throws IOException {
        SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", Instant.now());
        Matcher named = CERTIFICATE.matcher(text);
        while (named.find()) {
            Path certificate = folder.resolve(named.group() + ".pem");
            Issued issued =
                    named.group().endsWith("ca")
                            ? authority.self()
                            : authority.issue(
                                    CertificateSpec.server(Instant.now(), named.group(1)));
            Files.createDirectories(certificate.getParent());
            Files.writeString(certificate, issued.certificatePem());
            Files.writeString(folder.resolve(named.group() + ".key"), issued.keyPem());
        }
    }
}
