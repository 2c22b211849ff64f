package io.faultline.benchmarks.sidebyside;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every sample and the machine it was taken on, for whoever wants to compute something else. */
final class ResultJson {

    private ResultJson() {}

    static String of(Results results, Map<String, String> versions, Options options) {
        var root = new LinkedHashMap<String, Object>();
        root.put("machine", machine());
        root.put("versions", versions);
        root.put("rounds", options.rounds());
        root.put("seconds", options.seconds());
        root.put("proxyCpus", options.proxyCpus());
        root.put("loadCpus", options.loadCpus());
        root.put("pinned", String.valueOf(Tools.isInstalled("taskset")));
        root.put("samples", results.all().stream().map(ResultJson::sample).toList());
        return Json.of(root) + "\n";
    }

    static Map<String, String> machine() {
        var machine = new LinkedHashMap<String, String>();
        machine.put("kernel", Tools.firstLine("uname", "-sr"));
        machine.put("cpu", cpuModel());
        machine.put("cores", "" + Runtime.getRuntime().availableProcessors());
        machine.put("java", Runtime.version().toString());
        return machine;
    }

    private static Map<String, Object> sample(Sample sample) {
        var map = new LinkedHashMap<String, Object>();
        map.put("workload", sample.workload().label());
        map.put("proxy", sample.contender());
        map.put("round", sample.round());
        map.put("units", sample.load().units());
        map.put("seconds", sample.load().seconds());
        map.put("errors", sample.load().errors());
        map.put("p50us", sample.load().p50Micros());
        map.put("p99us", sample.load().p99Micros());
        map.put("proxyUserSeconds", sample.proxy().userSeconds());
        map.put("proxySystemSeconds", sample.proxy().systemSeconds());
        map.put("generatorSeconds", sample.generatorSeconds());
        map.put("backendSeconds", sample.backendSeconds());
        return map;
    }

    private static String cpuModel() {
        List<String> lines = Tools.output("cat", "/proc/cpuinfo").lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
