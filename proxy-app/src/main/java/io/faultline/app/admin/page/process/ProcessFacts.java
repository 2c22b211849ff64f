package io.faultline.app.admin.page.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the JVM says of itself at one moment.
 *
 * @param cpuSeconds NaN where the system does not tell
 */
record ProcessFacts(
        long pid,
        Duration uptime,
        int processors,
        double cpuSeconds,
        Memory heap,
        Memory nonHeap,
        List<Buffers> buffers,
        List<Collections> gc,
        Threads threads) {

    /** @param max -1 where nobody set one */
    record Memory(long used, long committed, long max) {
        private static Memory of(MemoryUsage usage) {
            return new Memory(usage.getUsed(), usage.getCommitted(), usage.getMax());
        }
    }

    record Buffers(String pool, long count, long used) {}

    record Collections(String collector, long count, long millis) {}

    record Threads(int live, int peak, int daemon) {}

    static ProcessFacts now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new ProcessFacts(
                ProcessHandle.current().pid(),
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                Runtime.getRuntime().availableProcessors(),
                cpuSecondsOfProcess(),
                Memory.of(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage()),
                Memory.of(ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage()),
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .map(
                                each ->
                                        new Buffers(
                                                each.getName(),
                                                each.getCount(),
                                                each.getMemoryUsed()))
                        .toList(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(
                                each ->
                                        new Collections(
                                                each.getName(),
                                                each.getCollectionCount(),
                                                each.getCollectionTime()))
                        .toList(),
                new Threads(
                        threads.getThreadCount(),
                        threads.getPeakThreadCount(),
                        threads.getDaemonThreadCount()));
    }

    private static double cpuSecondsOfProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                && system.getProcessCpuTime() >= 0) {
            return system.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1);
        }
        return Double.NaN;
    }
}
