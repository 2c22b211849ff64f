package io.faultline.core.observe.saturation.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.observe.saturation.EventCount;
import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.timing.Ticker;
import io.faultline.core.wire.linux.LinuxTransport;
import io.netty.channel.unix.FileDescriptor;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same files as the kernel of this machine writes them. */
class LinuxHostIT {

    private static final int MORE = 50;

    @Test
    void whatEveryLinuxTellsIsKnown() {
        assumeTrue(LinuxTransport.isAvailable(), "only Linux tells");
        try (var host = new LinuxHost(List::of)) {
            SaturationReport report = look(host);

            assertThat(report.resources())
                    .filteredOn(Resource::isKnown)
                    .extracting(Resource::kind)
                    .contains(
                            ResourceKind.FILES, ResourceKind.SYSTEM_FILES, ResourceKind.TCP_MEMORY);
            assertThat(report.events())
                    .filteredOn(EventCount::isKnown)
                    .extracting(EventCount::kind)
                    .contains(
                            EventKind.NO_ROUTE,
                            EventKind.UNREACHABLE_RECEIVED,
                            EventKind.SEGMENTS_SENT,
                            EventKind.RETRANSMITS,
                            EventKind.LISTEN_OVERFLOWS,
                            EventKind.LISTEN_DROPS,
                            EventKind.BACKLOG_DROPS);
        }
    }

    @Test
    void descriptorsAreCountedAsTheyAre() throws Exception {
        assumeTrue(LinuxTransport.isAvailable(), "only Linux tells");
        var opened = new ArrayList<RandomAccessFile>();
        try (var host = new LinuxHost(List::of)) {
            look(host);
            double before = files(look(host));
            for (int i = 0; i < MORE; i++) {
                opened.add(new RandomAccessFile("/dev/null", "r"));
            }

            assertThat(files(look(host)) - before).isEqualTo(MORE);
        } finally {
            for (RandomAccessFile each : opened) {
                each.close();
            }
        }
    }

    /** Before Linux 6.2 the directory has no size. */
    @Test
    void whereOnlyAListTellsTheyAreListedSeldom() throws Exception {
        assumeTrue(LinuxTransport.isAvailable(), "only Linux tells");
        var files = new KernelFiles(Path.of("/proc"));
        var open = new OpenFiles(files, directory -> 0);
        var text = new KernelText();
        var look = new Look(0);
        open.look(text, look);
        long first = open.openNow();
        try (Stream<Path> there = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(first).isBetween(1L, there.count() + 5);
        }
        var one = FileDescriptor.from("/dev/null");

        open.look(text, look);
        assertThat(open.openNow()).as("not counted again at once").isEqualTo(first);
        for (int i = 0; i < 15; i++) {
            open.look(text, look);
        }

        assertThat(open.openNow()).isGreaterThan(first);
        one.close();
        files.close();
    }

    private static double files(SaturationReport report) {
        return report.fullest(ResourceKind.FILES).orElseThrow().used();
    }

    private static SaturationReport look(LinuxHost host) {
        var watch = new SaturationWatch(List.of(host), Ticker.system(), InstantSource.system());
        watch.look();
        return watch.report();
    }
}
