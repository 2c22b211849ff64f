package io.faultline.l4;

import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.Worker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A proxy in a process of its own, which a test starts with few descriptors. It says its port, and then
 * whatever changes: {@code sessions=N exhausted=N limited=N ejected=N}.
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
        return "sessions=%d exhausted=%s limited=%s side=%s ejected=%s"
                .formatted(
                        bench.server.openSessions(),
                        !bench.seen(TransportFault.FILES_EXHAUSTED).isEmpty(),
                        !bench.seen(SessionFault.CONNECTION_LIMIT).isEmpty(),
                        bench.server.faults().recent().stream()
                                .map(seen -> seen.fault().side())
                                .distinct()
                                .toList(),
                        bench.said.stream().anyMatch(line -> line.contains("EJECTED")));
    }
}
