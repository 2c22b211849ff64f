package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.proc.CoreTimes;
import io.faultline.benchmarks.proc.Cores;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RowInfo;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Puts load on, and looks at what the proxy spent on it. The number to look at is CPU time per unit of work: it holds on a busy machine, where
 * throughput does not.
 */
public record LoadProbe(Drive drive, RowInfo.Unit unit, Cores cores) implements Probe {

    private static final long SETTLE_MILLIS = 150;
    private static final double MEGABYTE = 1 << 20;

    @Override
    public void warmUp(Entrant entrant, double seconds) throws IOException, InterruptedException {
        drive.run(entrant.port(), seconds);
    }

    @Override
    public Map<Metric, Double> measure(Entrant entrant, double seconds)
            throws IOException, InterruptedException {
        drive.prepare(entrant.port(), seconds);
        var proxyCores = CoreTimes.of(cores.proxy());
        var loadCores = CoreTimes.of(cores.load());
        var cpu = entrant.cpu();
        double compiling = entrant.compilerSeconds();
        var result = drive.run(entrant.port(), seconds);
        double loadBusy = CoreTimes.of(cores.load()).busySince(loadCores);
        double proxyBusy = CoreTimes.of(cores.proxy()).busySince(proxyCores);
        // Closing what the run opened is the proxy's cost too.
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        var spent = entrant.cpu().minus(cpu);
        double work = result.units() / unit.size();
        if (work == 0) {
            throw new IOException("nothing came through (" + result.errors() + " errors)");
        }
        var values = new EnumMap<Metric, Double>(Metric.class);
        values.put(Metric.RATE, work / result.seconds());
        values.put(Metric.ERRORS, (double) result.errors());
        values.put(Metric.LOAD_BUSY, loadBusy);
        if (entrant.process() != null) {
            values.put(Metric.CPU, spent.total() * unit.scale() / work);
            values.put(Metric.USER, spent.userSeconds() * unit.scale() / work);
            values.put(Metric.SYSTEM, spent.systemSeconds() * unit.scale() / work);
            if (entrant.needsWarmUp()) {
                double compiled = entrant.compilerSeconds() - compiling;
                values.put(Metric.COMPILER, compiled * unit.scale() / work);
            }
            values.put(Metric.RSS, entrant.residentBytes() / MEGABYTE);
            values.put(Metric.PROXY_BUSY, proxyBusy);
        }
        if (result.p50Micros() > 0) {
            values.put(Metric.P50, result.p50Micros());
            values.put(Metric.P99, result.p99Micros());
            values.put(Metric.P999, result.p999Micros());
        }
        return values;
    }

    @Override
    public String command() {
        return drive.command();
    }
}
