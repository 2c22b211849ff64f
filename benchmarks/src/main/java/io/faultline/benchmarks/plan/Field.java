package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.peers.Contender;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.peers.JavaPeer;
import io.faultline.benchmarks.peers.Nginx;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.proc.Cores;
import java.util.ArrayList;
import java.util.List;

/**
 * What sections are made from: the rig, the options, and who takes part.
 *
 * @param packaged Faultline as users start it, where that exists; otherwise as it is started for all other rows
 */
record Field(Rig rig, Options options, List<Contender> contenders, Faultline packaged) {

    /** Those that every row is about. */
    private static final List<String> MAIN = List.of(Faultline.NAME, Haproxy.NAME, Nginx.NAME);

    /** Or the load without a proxy, which all are measured against. */
    static boolean isMain(String contender) {
        return MAIN.contains(contender) || contender.equals(Entrant.DIRECT);
    }

    Field(Rig rig, Options options, List<Contender> contenders) {
        this(rig, options, contenders, Faultline.of(options.faultline()));
    }

    Cores cores() {
        return options.cores();
    }

    Faultline faultline() {
        return Faultline.of(options.faultline());
    }

    List<Start> starts(Service service) {
        return contenders.stream()
                .filter(each -> each.serves(service) && (!options.quick() || isQuick(each)))
                .map(each -> Start.of(each, service, cores()))
                .toList();
    }

    /**
     * Not the ways of HAProxy that are there for completeness, and not the other Java proxies, whose time goes to the warm-up that ours needs: measured
     * while they are compiled, they all look worse than they are.
     */
    private static boolean isQuick(Contender contender) {
        return !contender.name().startsWith(Haproxy.NAME + "-") && !(contender instanceof JavaPeer);
    }

    List<String> everybody(Service service) {
        return starts(service).stream().map(Start::key).toList();
    }

    List<String> withDirect(List<String> others) {
        List<String> all = new ArrayList<>();
        if (options.with().isEmpty() || options.with().contains(Entrant.DIRECT)) {
            all.add(Entrant.DIRECT);
        }
        all.addAll(others);
        return all;
    }

    /** Faultline, HAProxy and nginx, as far as they were asked for. */
    List<String> main() {
        return MAIN.stream()
                .filter(name -> contenders.stream().anyMatch(each -> each.name().equals(name)))
                .toList();
    }

    boolean full() {
        return !options.quick();
    }
}
