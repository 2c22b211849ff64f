package io.faultline.app.lab.net;

import io.faultline.testkit.process.HostCommand;
import java.util.ArrayList;
import java.util.List;

/** One network namespace: a host with interfaces, routes, rules and kernel settings of its own. */
public final class Namespace {

    private final String name;

    Namespace(String name) {
        this.name = name;
    }

    void add() {
        HostCommand.run("ip", "netns", "add", name);
        ip("link set lo up");
    }

    void remove() {
        HostCommand.attempt("ip", "netns", "del", name);
    }

    /** A cable from an interface here to one there. */
    void link(String here, Namespace there, String theirs) {
        ip("link add " + here + " type veth peer name " + theirs + " netns " + there);
    }

    void up(String device, String address) {
        ip("addr add " + address + " dev " + device);
        ip("link set " + device + " up");
    }

    /** Arguments of {@code ip}, run on this host. */
    public void ip(String arguments) {
        HostCommand.run(("ip -n " + name + " " + arguments).split(" "));
    }

    public void nft(String command) {
        run("nft", command);
    }

    public String sysctl(String key) {
        return run("sysctl", "-n", key).replace('\t', ' ');
    }

    public void sysctl(String key, String value) {
        run("sysctl", "-qw", key + "=" + value);
    }

    public String run(String... command) {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(List.of(command));
        return HostCommand.run(all.toArray(String[]::new));
    }

    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    @Override
    public String toString() {
        return name;
    }
}
