package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What curl sends arrives: a large file that asks for leave first, a form, and several in a row. */
class CurlUploadIT {

    @TempDir Path folder;

    @BeforeEach
    void needsCurl() {
        assumeTrue(HostCommand.attempt("curl", "--version").succeeded(), "no curl on this machine");
    }

    @Test
    void aLargeFileThatAsksForLeaveArrivesWhole() throws IOException {
        Path file = folder.resolve("upload.txt");
        String content = "0123456789abcdef".repeat(100_000);
        Files.writeString(file, content);
        try (var origin = HttpOrigin.answering(CurlUploadIT::lengthOf);
                var bench = HttpBench.before(origin)) {
            String url = "http://127.0.0.1:" + bench.port() + "/up";
            String said =
                    HostCommand.run(
                            "curl",
                            "-sS",
                            "--http1.1",
                            "-H",
                            "Expect: 100-continue",
                            "-T",
                            file.toString(),
                            url);

            assertThat(said).isEqualTo("got " + content.length());
            assertThat(origin.requests())
                    .singleElement()
                    .asString()
                    .endsWith(content.substring(0, 64));
        }
    }

    @Test
    void aFormAndAnotherRequestShareTheConnection() {
        try (var origin = HttpOrigin.answering(CurlUploadIT::lengthOf);
                var bench = HttpBench.before(origin)) {
            String url = "http://127.0.0.1:" + bench.port() + "/form";
            String said =
                    HostCommand.run(
                            "curl",
                            "-sS",
                            "--http1.1",
                            "-d",
                            "name=value",
                            url,
                            "--next",
                            "-sS",
                            url);

            assertThat(said).isEqualTo("got 10got 0");
            assertThat(origin.connections()).isEqualTo(1);
            assertThat(List.copyOf(origin.requests()).getFirst()).endsWith("\r\n\r\nname=value");
        }
    }

    private static String lengthOf(String request) {
        return HttpOrigin.ok("got " + (request.length() - request.indexOf("\r\n\r\n") - 4));
    }
}
