package io.faultline.benchmarks.proc;

/**
 * Who runs where. The proxy has its core for itself, or what is measured is how two programs share one.
 *
 * @param spare for a second load beside the first
 */
public record Cores(CpuList proxy, CpuList backend, CpuList load, CpuList spare) {

    /** What is best with so many cores: proxy, backend, load and spare on one each, as far as they go. */
    public static Cores of(int cores) {
        return new Cores(
                new CpuList("0"),
                new CpuList(cores >= 2 ? "1" : "0"),
                new CpuList(cores >= 3 ? "2" : cores == 2 ? "1" : "0"),
                new CpuList(cores >= 4 ? "3" : cores == 3 ? "2" : cores == 2 ? "1" : "0"));
    }

    public String text() {
        return "proxy %s, backend %s, load %s".formatted(proxy.text(), backend.text(), load.text());
    }
}
