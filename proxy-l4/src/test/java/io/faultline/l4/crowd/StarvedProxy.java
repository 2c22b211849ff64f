package io.faultline.l4.crowd;

import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.Worker;
import io.faultline.l4.L4Bench;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A proxy in a process of its own, which a test starts with few descriptors. It says its port, and then
 * whatever changes: {@code sessions=N exhausted=BOOLEAN ...}.
 */
final class StarvedProxy {

    private StarvedProxy() {}

    /** Arguments: transport, the endpoint, and optionally how many descriptors to leave free. */
    public static void main(String[] args) throws Exception {
        String yaml =
                """
                workers: 1
                listeners:
                  - { name: in, bind: "127.0.0.1:0", tcp: { to: backend } }
                upstreams:
                  backend: { endpoints: ["%s"], ejection: { consecutiveFaults: 1, maxPercent: 100 } }
                """
                        .formatted(args[1]);
        loadWhatNeedsFiles();
        L4Bench bench = L4Bench.start(yaml, Worker.Kind.valueOf(args[0]));
        List<RandomAccessFile> taken =
                args.length > 2 ? allBut(Integer.parseInt(args[2])) : List.of();
        System.out.println("taken=" + taken.size() + " port=" + bench.port());
        String before = "";
        while (true) {
            String now = look(bench);
            if (!now.equals(before)) {
                System.out.println(now);
                before = now;
            }
            Thread.sleep(20);
        }
    }

    /**
     * Makes this JVM like the program's: there the classes come from jars, which stay open, and the log
     * has been used. Here they come from folders, and one more could not be loaded without a descriptor.
     */
    private static void loadWhatNeedsFiles() throws IOException {
        System.getLogger("starved").log(System.Logger.Level.INFO, "the time zones are loaded");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path folder = Path.of(entry);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.map(file -> folder.relativize(file).toString())
                            .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                            .forEach(StarvedProxy::load);
                }
            }
        }
    }

    private static void load(String file) {
        String name = file.substring(0, file.length() - 6).replace(File.separatorChar, '.');
        try {
            Class.forName(name, false, StarvedProxy.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** After the start, behind the back of the cap: as a library would that forgets to close. */
    private static List<RandomAccessFile> allBut(int free) throws IOException {
        List<RandomAccessFile> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(new RandomAccessFile("/dev/null", "r"));
            }
        } catch (FileNotFoundException noneLeft) { // what Java makes of EMFILE
            for (int i = 0; i < free; i++) {
                taken.removeLast().close();
            }
        }
        return taken;
    }

    private static String look(L4Bench bench) {
        return "sessions=%d exhausted=%s limited=%s side=%s ejected=%s cap=%s proof=%s"
                .formatted(
                        bench.server.openSessions(),
                        !bench.seen(TransportFault.FILES_EXHAUSTED).isEmpty(),
                        !bench.seen(SessionFault.CONNECTION_LIMIT).isEmpty(),
                        bench.server.faults().recent().stream()
                                .map(seen -> seen.fault().side())
                                .distinct()
                                .toList(),
                        bench.said.stream().anyMatch(line -> line.contains("EJECTED")),
                        bench.seen(SessionFault.CONNECTION_LIMIT).stream()
                                .map(seen -> seen.fault().evidence().toString())
                                .findFirst()
                                .orElse("never reached"),
                        bench.seen(TransportFault.FILES_EXHAUSTED).stream()
                                .map(seen -> seen.fault().evidence().toString())
                                .findFirst()
                                .orElse("none"));
    }
}
