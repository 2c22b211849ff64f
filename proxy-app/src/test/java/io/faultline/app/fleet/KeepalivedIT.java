package io.faultline.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.NetNamespace;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pair of docs/guide/production.md, for real: one address, two machines, and what a client sees when
 * one of them dies. Prints how long nobody answered; the guide has these figures.
 */
class KeepalivedIT {

    /** A client that asks again and again, for a minute at most, and says when it got which answer. */
    private static final String ASKING =
            "i=0; while [ $i -lt 1200 ]; do i=$((i+1)); answer=$(curl -s -m 0.3 http://"
                    + TwoMachines.SHARED
                    + ":"
                    + TwoMachines.PORT
                    + "/); echo \"$(date +%s%3N) ${answer:-nobody}\"; sleep 0.02; done";

    @TempDir Path folder;
    private TwoMachines machines;
    private ChildProcess leftProxy;
    private ChildProcess arp;
    private ChildProcess client;

    @BeforeEach
    void start() {
        NetNamespace.assumeAvailable();
        for (String tool : List.of("keepalived", "curl", "tcpdump")) {
            var found = HostCommand.attempt("sh", "-c", "command -v " + tool);
            assumeTrue(found.succeeded(), "needs " + tool + " (apt-get install " + tool + ")");
        }
        machines = new TwoMachines(folder);
        leftProxy = machines.faultline("left");
        machines.faultline("right");
        machines.keepalived("left", "198.18.77.1", "198.18.77.2", 100);
        Eventually.until("left to have the address", () -> machines.hasTheAddress("left"));
        machines.keepalived("right", "198.18.77.2", "198.18.77.1", 90);
        arp = machines.start("client", "tcpdump", "-l", "-e", "-n", "-i", "eth0", "arp");
        arp.awaitLine("listening on eth0");
        client = machines.start("client", "sh", "-c", ASKING);
        client.awaitLine(" left");
    }

    @AfterEach
    void stop() {
        if (machines != null) {
            machines.close();
        }
    }

    @Test
    void whereAProxyIsKilledTheOtherMachineTakesTheAddressAndSaysSo() {
        leftProxy.kill();

        client.awaitLine(" right");
        announced("right");
        assertThat(machines.hasTheAddress("left")).isFalse();
        tell("proxy killed");
    }

    @Test
    void whereAMachineIsCutOffTheOtherOneTakesTheAddress() {
        machines.unplug("left");

        client.awaitLine(" right");
        announced("right");
        tell("machine cut off");
    }

    @Test
    void whoDrainsGivesTheAddressAwayAndNoRequestFails() {
        leftProxy.terminate();

        client.awaitLine(" right");
        announced("right");
        assertThat(client.lines()).noneMatch(line -> line.endsWith(" nobody"));
        tell("drained");
    }

    /** A gratuitous ARP: neighbours that had the other hardware address learn the new one. */
    private void announced(String host) {
        String mac = machines.hardwareAddress(host);
        arp.awaitLine(
                "a gratuitous ARP of " + host,
                line ->
                        line.contains(mac + " > ff:ff:ff:ff:ff:ff")
                                && line.contains(TwoMachines.SHARED));
    }

    /** From the last answer of the one to the first of the other. */
    private void tell(String what) {
        long last = 0;
        long nobody = 0;
        for (String line : client.lines()) {
            String[] words = line.split(" ", 2);
            if (words[1].equals("left")) {
                last = Long.parseLong(words[0]);
            } else if (words[1].equals("right")) {
                System.out.printf(
                        "VIP, %s: %d ms from the last answer to the next, %d requests without one%n",
                        what, Long.parseLong(words[0]) - last, nobody);
                return;
            } else {
                nobody++;
            }
        }
    }
}
