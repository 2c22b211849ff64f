package io.faultline.benchmarks.result;

import java.util.Arrays;
import java.util.Optional;

/** What a sample may hold. The key stands in files, so it stays. */
public enum Metric {
    RATE("rate", "work per second", false),
    CPU("cpu", "CPU per unit of work", true),
    USER("user", "of it in the program", true),
    SYSTEM("system", "of it in the kernel", true),
    COMPILER("compiler", "of it in the compilers of a JVM", true),
    P50("p50", "latency, half", true), // microseconds
    P99("p99", "latency, 99 %", true),
    P999("p999", "latency, 99.9 %", true),
    RSS("rss", "resident memory, MB", true),
    ERRORS("errors", "errors", true),
    PROXY_BUSY("proxyBusy", "the proxy's share of its cores", true),
    LOAD_BUSY("loadBusy", "how busy the load's cores were", true),
    IDLE_CPU("idleCpu", "percent of a core while nothing happens", true),
    PAIR_RSS("pairRss", "resident bytes per idle connection", true),
    PAIR_HEAP("pairHeap", "bytes of live heap per idle connection", true),
    BESIDE("beside", "GB/s of other traffic meanwhile", false),
    ALLOCATED("allocated", "bytes allocated per operation", true);

    public final String key;
    public final String meaning;
    public final boolean lessIsBetter;

    Metric(String key, String meaning, boolean lessIsBetter) {
        this.key = key;
        this.meaning = meaning;
        this.lessIsBetter = lessIsBetter;
    }

    /** Absent for a key of a newer or older version. */
    static Optional<Metric> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }
}
