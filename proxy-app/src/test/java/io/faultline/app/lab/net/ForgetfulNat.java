package io.faultline.app.lab.net;

import io.faultline.testkit.Eventually;
import java.util.List;

/**
 * Makes the router what so many devices on the way are: it keeps a table of connections, forgets one that
 * was quiet for so long, and drops what comes of it later without a word.
 */
public final class ForgetfulNat implements AutoCloseable {

    private static final String PATIENCE = "net.netfilter.nf_conntrack_tcp_timeout_established";
    private static final String GUESSES = "net.netfilter.nf_conntrack_tcp_loose";

    private final Namespace router;
    private final int port;
    private String before = "";
    private String guessed = "";

    private ForgetfulNat(Namespace router, int port) {
        this.router = router;
        this.port = port;
    }

    /** In front of this port. To be made before the connections that it shall know. */
    public static ForgetfulNat before(Hosts hosts, int port) {
        hosts.onTheWayTo(port, "ct state invalid drop");
        return new ForgetfulNat(hosts.router(), port);
    }

    /** From now on this is how long it remembers. */
    public ForgetfulNat forgetsAfter(int seconds) {
        before = router.sysctl(PATIENCE);
        guessed = router.sysctl(GUESSES);
        router.sysctl(PATIENCE, Integer.toString(seconds));
        router.sysctl(GUESSES, "0"); // what is not in the table is not guessed to be a connection
        return this;
    }

    public boolean remembers() {
        return !entries().isEmpty();
    }

    private List<String> entries() {
        return router.run("conntrack", "-L", "-p", "tcp")
                .lines()
                .filter(line -> line.contains("dport=" + port + " "))
                .toList();
    }

    public void awaitForgetting() {
        Eventually.value("the NAT to forget the connection", this::entries, List::isEmpty);
    }

    @Override
    public void close() {
        if (!before.isEmpty()) {
            router.sysctl(PATIENCE, before);
            router.sysctl(GUESSES, guessed);
        }
    }
}
