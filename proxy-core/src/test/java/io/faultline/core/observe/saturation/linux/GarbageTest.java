package io.faultline.core.observe.saturation.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.saturation.SaturationSource;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files of the kernel: no look fails, and none says nonsense. */
class GarbageTest {

    private static final int ROUNDS = 150;
    private static final String[] SPITE = {
        "-1",
        "99999999999999999999999",
        "ffffffffffffffffffff",
        ":",
        "\n",
        "\u0000",
        " ",
        "\t\t",
        "\u00e9",
        "TCP:",
        "0",
        "18446744073709551615",
        "files",
        "TcpExt:",
        "tw",
        "mem"
    };

    @TempDir private Path root;
    private final ManualClock clock = new ManualClock();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    @Test
    void noTextOfTheKernelsMakesALookFailOrLie() throws IOException {
        var host = new RecordedHost(root);
        try (var linux = new LinuxHost(host.proc(), host.sys(), List::of)) {
            var watch = new SaturationWatch(List.of(told(linux)), clock::nanos, clock.wall());
            for (int seed = 0; seed < ROUNDS; seed++) {
                var random = new Random(seed);
                for (String file : RecordedHost.FILES.keySet()) {
                    bend(root.resolve(file), RecordedHost.FILES.get(file), random);
                }
                clock.advance(Duration.ofSeconds(2));
                watch.look();

                assertThat(failure.get()).as("seed %d", seed).isNull();
                makesSense(watch.report(), seed);
            }
        }
    }

    private static void makesSense(SaturationReport report, int seed) {
        assertThat(report.resources())
                .as("seed %d", seed)
                .hasSizeLessThan(40)
                .allSatisfy(GarbageTest::makesSense);
        assertThat(report.events())
                .as("seed %d", seed)
                .allMatch(each -> each.lately() >= 0 && each.total() >= -1);
    }

    private static void makesSense(Resource resource) {
        if (resource.isKnown()) {
            assertThat(resource.used()).isNotNegative().isFinite();
            assertThat(resource.limit()).isPositive().isFinite();
            assertThat(resource.ratio()).isNotNegative().isFinite();
        } else {
            assertThat(resource.unknown()).isNotEmpty();
        }
        assertThat(resource.subject()).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void numbersBeyondALongAreTheLargestOneAndSignsAreNoNumbers() {
        var text = text("18446744073709551616 -1 +1 12a 0x10 ff 7\n");
        text.nextLine();

        assertThat(text.nextNumber()).isEqualTo(Long.MAX_VALUE);
        assertThat(text.nextNumber()).isEqualTo(KernelText.NONE);
        assertThat(text.nextNumber()).isEqualTo(KernelText.NONE);
        assertThat(text.nextNumber()).isEqualTo(KernelText.NONE);
        assertThat(text.nextNumber()).isEqualTo(KernelText.NONE);
        assertThat(text.nextWord()).isTrue();
        assertThat(text.hex()).isEqualTo(255);
        assertThat(text.nextNumber()).isEqualTo(7);
        assertThat(text.nextNumber()).as("behind the end of the line").isEqualTo(KernelText.NONE);
        assertThat(text.nextLine()).isFalse();
        assertThat(text.nextWord()).isFalse();
    }

    @Test
    void aFileLongerThanTheMemoryForItIsReadAsFarAsItGoes() throws IOException {
        Path file = root.resolve("long");
        Files.writeString(file, "7 " + "x".repeat(1_000));
        var text = new KernelText(64);
        var kernelFile = new KernelFile(file);

        assertThat(kernelFile.number(text)).isEqualTo(7);
        kernelFile.close();
    }

    private static KernelText text(String content) {
        byte[] bytes = content.getBytes(ISO_8859_1);
        var text = new KernelText(bytes.length);
        System.arraycopy(bytes, 0, text.bytes, 0, bytes.length);
        text.holds(bytes.length);
        return text;
    }

    private SaturationSource told(LinuxHost linux) {
        return look -> {
            try {
                linux.lookInto(look);
            } catch (RuntimeException bug) {
                failure.set(bug);
            }
        };
    }

    /** Cuts, repeats, and plants what a parser does not like; now and then noise alone. */
    private static void bend(Path file, String original, Random random) throws IOException {
        var text = new StringBuilder(original);
        int bends = random.nextInt(6);
        for (int i = 0; i < bends && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(20));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, SPITE[random.nextInt(SPITE.length)]);
                case 2 -> text.replace(at, to, SPITE[random.nextInt(SPITE.length)]);
                default -> text.setLength(at);
            }
        }
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        if (random.nextInt(10) == 0) {
            bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
        }
        Files.write(file, bytes);
    }
}
