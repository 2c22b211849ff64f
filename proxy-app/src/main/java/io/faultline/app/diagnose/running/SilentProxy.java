package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.process.PortOwner;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A proxy that listens on its admin port and does not answer. Without a descriptor left it cannot accept
 * us either, so what it has open and what it may open is asked of the kernel, which tells root and the
 * proxy's own user.
 */
public final class SilentProxy {

    private static final String NAME = "process";

    private SilentProxy() {}

    /**
     * @param port of its admin port
     * @param silence what happened when it was asked
     */
    public static List<Rung> at(int port, String silence) {
        return PortOwner.of(port)
                .map(owner -> List.of(rung(owner, Path.of("/proc", "" + owner.pid()), silence)))
                .orElseGet(() -> List.of(unknown(silence)));
    }

    private static Rung unknown(String why) {
        return Rung.of(Layer.L7, NAME, Outcome.UNKNOWN, -1, "the running proxy: " + why);
    }

    private static Rung rung(PortOwner owner, Path process, String silence) {
        Rung rung = unknown(silence).with("process", owner.toString());
        try {
            long open = descriptors(process);
            long limit = limit(process);
            String state = line(process.resolve("status"), "State:");
            rung = rung.with("state", state).with("descriptors", open + " of " + limit);
            if (state.startsWith("T") || state.startsWith("t")) {
                return rung.noteworthy().note("somebody has stopped it: kill -CONT " + owner.pid());
            }
            return open < limit
                    ? rung
                    : rung.broken(
                            Fault.of(TransportFault.FILES_EXHAUSTED, Side.PROXY, Stage.ACCEPT)
                                    .with("descriptors", open + " open, " + limit + " allowed")
                                    .with("process", owner.toString()),
                            "it may open no more descriptors: it can neither accept nor connect");
        } catch (IOException | NumberFormatException hidden) {
            return rung; // somebody else's process
        }
    }

    private static long descriptors(Path process) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path each : all) {
                count += each.getNameCount() > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /** The soft one: it is what the kernel holds to. */
    private static long limit(Path process) throws IOException {
        String soft = line(process.resolve("limits"), "Max open files").split("\\s+")[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }

    private static String line(Path file, String begin) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(each -> each.startsWith(begin))
                .map(each -> each.substring(begin.length()).strip())
                .findFirst()
                .orElse("");
    }
}
