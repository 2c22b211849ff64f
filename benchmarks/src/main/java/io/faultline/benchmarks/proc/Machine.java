package io.faultline.benchmarks.proc;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a reader must know of the machine before they believe a number. */
public final class Machine {

    private Machine() {}

    public static Map<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("system", system());
        facts.put("kernel", Tools.firstLine("uname", "-sr"));
        facts.put("cpu", field("/proc/cpuinfo", "model name"));
        facts.put("cores", "" + Runtime.getRuntime().availableProcessors());
        facts.put("virtual", isVirtual() ? "yes" : "no");
        facts.put("memory", memory());
        facts.put("java", Runtime.version().toString());
        facts.put("load average at the start", String.format(Locale.ROOT, "%.2f", loadAverage()));
        return facts;
    }

    /** How many others want a core just now. */
    public static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String system() {
        return field("/etc/os-release", "PRETTY_NAME").replace("\"", "");
    }

    private static boolean isVirtual() {
        return lines("/proc/cpuinfo").stream()
                .anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
    }

    private static String memory() {
        var digits = field("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return digits.isEmpty() ? "unknown" : Long.parseLong(digits) / (1 << 20) + " GiB";
    }

    private static String field(String file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceFirst("^[^:=]*[:=]\\s*", "").strip())
                .findFirst()
                .orElse("unknown");
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException absent) {
            return List.of();
        }
    }
}
