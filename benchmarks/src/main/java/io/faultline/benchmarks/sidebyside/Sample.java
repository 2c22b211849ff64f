package io.faultline.benchmarks.sidebyside;

import io.faultline.benchmarks.load.LoadResult;

/**
 * One measurement: what the load achieved, and what proxy, generator and backend spent on it.
 *
 * @param proxy all zero for a run without a proxy
 */
record Sample(
        Workload workload,
        String contender,
        int round,
        LoadResult load,
        ProcessTree.Cpu proxy,
        double generatorSeconds,
        double backendSeconds) {

    /** In the workload's units per second. */
    double rate() {
        return load.units() / workload.unitsPerWork / load.seconds();
    }

    /** CPU time of the proxy per unit; NaN when nothing came through. */
    double cost() {
        return perUnit(proxy.total());
    }

    double userCost() {
        return perUnit(proxy.userSeconds());
    }

    double systemCost() {
        return perUnit(proxy.systemSeconds());
    }

    /** Share of one core. */
    double proxyBusy() {
        return proxy.total() / load.seconds();
    }

    /** Share of one core of whichever end of the load was busier: both are single-threaded. */
    double loadBusy() {
        return Math.max(generatorSeconds, backendSeconds) / load.seconds();
    }

    private double perUnit(double seconds) {
        double work = load.units() / workload.unitsPerWork;
        return work == 0 ? Double.NaN : workload.costScale * seconds / work;
    }
}
