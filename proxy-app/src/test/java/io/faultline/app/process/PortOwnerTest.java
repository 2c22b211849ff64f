package io.faultline.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a {@code /proc} of our own, written as the kernel writes it. */
class PortOwnerTest {

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir Path proc;

    @Test
    void namesTheProcessWhoseSocketListens() throws IOException {
        table("tcp", socket("0100007F:1F90", "0A", 4711));
        process(812, "nginx", 4711);

        assertThat(PortOwner.of(8080, proc)).contains(new PortOwner(812, "nginx"));
        assertThat(PortOwner.of(8080, proc).orElseThrow()).hasToString("nginx (pid 812)");
    }

    @Test
    void findsListenersOnIpv6() throws IOException {
        table("tcp", "");
        table("tcp6", socket("00000000000000000000000000000000:1F90", "0A", 99));
        process(7, "haproxy", 99);

        assertThat(PortOwner.of(8080, proc)).contains(new PortOwner(7, "haproxy"));
    }

    @Test
    void aConnectionOnThePortIsNotItsOwner() throws IOException {
        table("tcp", socket("0100007F:1F90", "01", 4711));
        process(812, "curl", 4711);

        assertThat(PortOwner.of(8080, proc)).isEmpty();
    }

    @Test
    void isEmptyWhenTheProcessCannotBeLookedInto() throws IOException {
        table("tcp", socket("0100007F:1F90", "0A", 4711));
        Files.createDirectories(proc.resolve("812"));

        assertThat(PortOwner.of(8080, proc)).isEmpty();
    }

    @Test
    void isEmptyWhereThereIsNoProc() {
        assertThat(PortOwner.of(8080, proc.resolve("nowhere"))).isEmpty();
    }

    @Test
    void anotherFaultlineIsCalledByItsName() throws IOException {
        table("tcp", socket("0100007F:1F90", "0A", 4711));
        process(5, "java", 4711);
        Files.writeString(
                proc.resolve("5/cmdline"), "/opt/jre/bin/java\0-cp\0x\0io.faultline.app.Main\0run");

        assertThat(PortOwner.of(8080, proc)).contains(new PortOwner(5, "another faultline"));
    }

    private void table(String name, String rows) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net").resolve(name), HEADER + rows);
    }

    private static String socket(String local, String state, int inode) {
        return "   0: "
                + local
                + " 00000000:0000 "
                + state
                + " 00000000:00000000 00:00000000 00000000     0        0 "
                + inode
                + " 1 0000000000000000 100 0 0 10 0\n";
    }

    private void process(int pid, String program, int inode) throws IOException {
        Path fd = proc.resolve(Integer.toString(pid)).resolve("fd");
        Files.createDirectories(fd);
        Files.writeString(fd.resolveSibling("comm"), program + "\n");
        Files.createSymbolicLink(fd.resolve("0"), Path.of("pipe:[3]"));
        Files.createSymbolicLink(fd.resolve("6"), Path.of("socket:[" + inode + "]"));
    }
}
