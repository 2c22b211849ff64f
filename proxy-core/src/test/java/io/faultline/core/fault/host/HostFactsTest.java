package io.faultline.core.fault.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {

    private static final PeerAddress ENDPOINT = PeerAddress.ofV4(0x0a00_0009, 5432);
    private static final HostFacts FACTS =
            new HostFacts(
                    () -> 20_000,
                    20_000,
                    100,
                    towards -> towards.equals(ENDPOINT) ? 28_132 : 0,
                    true,
                    true);

    @TempDir private Path proc;

    @Test
    void aLimitThatWasReachedStandsBesideTheFault() {
        var watch = new HostWatch(proc);
        watch.facts(FACTS);

        assertThat(watch.refine(fault(Errno.EADDRNOTAVAIL), ENDPOINT).evidence().toString())
                .contains("used_by_us=28132", "reserved=100");
        assertThat(watch.refine(fault(Errno.EMFILE), ENDPOINT).evidence().toString())
                .contains("open_files=20000", "limit=20000");
        assertThat(watch.proveAccept(fault(Errno.EMFILE)).evidence().toString())
                .contains("open_files=20000", "limit=20000");
    }

    @Test
    void silenceWhileOurOwnHostKeepsSegmentsBackIsSuspectedToBeItsDoing() {
        var watch = new HostWatch(proc);
        assertThat(watch.refine(fault(Errno.ETIMEDOUT), ENDPOINT).evidence().value("suspected"))
                .isNull();

        watch.facts(FACTS);

        assertThat(watch.refine(fault(Errno.ETIMEDOUT), ENDPOINT).evidence().value("suspected"))
                .startsWith("our own host");
    }

    @Test
    void otherFaultsAreLeftAsTheyAreAndSoIsWhatNobodyKnows() {
        var watch = new HostWatch(proc);
        Fault refused = fault(Errno.ECONNREFUSED);
        Fault files = fault(Errno.EMFILE);
        assertThat(watch.refine(files, ENDPOINT)).isEqualTo(files);
        assertThat(watch.proveAccept(files)).isEqualTo(files);

        watch.facts(FACTS);

        assertThat(watch.refine(refused, ENDPOINT)).isEqualTo(refused);
        assertThat(watch.proveAccept(refused)).isEqualTo(refused);
    }

    /** The table breathes: it may have been full between two looks. */
    @Test
    void aNearlyFullTrackingTableThatTurnedSomebodyAwayIsToBlameForSilence() throws IOException {
        Fault silence = fault(Errno.ETIMEDOUT);
        HostWatch watch = tracking(60_000);
        assertThat(watch.refine(silence, ENDPOINT).code().id()).isEqualTo("L4.CONNECT_TIMEOUT");

        watch.facts(FACTS);
        assertThat(watch.refine(silence, ENDPOINT).code().id()).isEqualTo("L4.CONNTRACK_FULL");

        HostWatch half = tracking(40_000);
        half.facts(FACTS);
        assertThat(half.refine(silence, ENDPOINT).code().id())
                .as("a drop for another reason")
                .isEqualTo("L4.CONNECT_TIMEOUT");
    }

    private HostWatch tracking(int connections) throws IOException {
        Path netfilter = Files.createDirectories(proc.resolve("sys/net/netfilter"));
        Files.writeString(netfilter.resolve("nf_conntrack_max"), "65536\n");
        Files.writeString(netfilter.resolve("nf_conntrack_count"), connections + "\n");
        var watch = new HostWatch(proc);
        watch.look();
        return watch;
    }

    private static Fault fault(int errno) {
        return FaultClassifier.ofErrno(errno, Stage.CONNECT, Side.UPSTREAM, ENDPOINT);
    }
}
