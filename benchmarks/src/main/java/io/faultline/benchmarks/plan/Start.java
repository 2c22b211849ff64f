package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.peers.Contender;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.proc.Cores;
import io.faultline.benchmarks.proc.CpuList;

/**
 * A process that a section needs.
 *
 * @param key what rows call it: unlike names, keys differ within a section
 * @param everywhere whether its backend is the one that listens on all of 127.0.0.0/8
 */
record Start(String key, Contender contender, Service service, CpuList cpus, boolean everywhere) {

    static Start of(Contender contender, Service service, Cores cores) {
        return new Start(contender.name(), contender, service, cores.proxy(), false);
    }
}
