package io.faultline.app.launcher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A control group with a memory limit, of version 1 or 2, whichever this system lets us make. */
final class MemoryGroup implements Closeable {

    private static final long MIB = 1 << 20;

    private final Path folder;

    private MemoryGroup(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where no group can be made. */
    static MemoryGroup limitedTo(int mebibytes) {
        String name = "faultline-test-" + ProcessHandle.current().pid();
        List<Path> limits =
                List.of(
                        Path.of("/sys/fs/cgroup/memory", name, "memory.limit_in_bytes"),
                        Path.of("/sys/fs/cgroup", name, "memory.max"));
        for (Path limit : limits) {
            Path folder = limit.getParent();
            try {
                Files.createDirectory(folder);
                Files.writeString(limit, String.valueOf(mebibytes * MIB));
                return new MemoryGroup(folder);
            } catch (IOException notThisOne) {
                new MemoryGroup(folder).close();
            }
        }
        assumeTrue(false, "needs root and control groups that can be written");
        throw new AssertionError();
    }

    /** The command, from a shell that joined the group first. */
    String[] running(String... command) {
        List<String> words =
                new ArrayList<>(
                        List.of("sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\""));
        words.add(folder.toString());
        words.addAll(Arrays.asList(command));
        return words.toArray(String[]::new);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A group that is not empty yet: it goes with the machine.
        }
    }
}
