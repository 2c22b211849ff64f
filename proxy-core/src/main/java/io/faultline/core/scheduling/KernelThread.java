package io.faultline.core.scheduling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thread of this process as the kernel knows it, and what may be asked for it. Nothing here fails:
 * where the system is another one, or does not allow it, the answer is false and everything stays.
 *
 * <p>Linux keeps the niceness of each thread for itself, and a thread that is started inherits its
 * starter's. To lower it needs no right. To raise it again does, so a thread is lowered once, for good.
 *
 * @param number as in /proc/self/task
 */
public record KernelThread(int number) {

    private static final @Nullable SchedulingCalls CALLS = SchedulingCalls.ofThisMachine();
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int NICE_MOST = 19;
    private static final int NICE_BEHIND_NAME =
            16; // field 19 of proc_pid_stat(5); the name is the 2nd
    private static final int UNKNOWN = Integer.MAX_VALUE;

    /** The one that asks; null where the system does not tell its number. */
    public static @Nullable KernelThread current() {
        try {
            // The link reads "PID/task/TID": the JVM itself does not tell the kernel's number.
            Path link = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            return new KernelThread(Integer.parseInt(link.getFileName().toString()));
        } catch (IOException | UnsupportedOperationException | NumberFormatException notLinux) {
            return null;
        }
    }

    /** Those whose name is like this. The kernel keeps 15 bytes of a name. */
    public static List<KernelThread> named(Predicate<String> name) {
        List<KernelThread> found = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                var thread = new KernelThread(Integer.parseInt(task.getFileName().toString()));
                String called = thread.read("comm");
                if (called != null && name.test(called.strip())) {
                    found.add(thread);
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException notLinux) {
            return List.of();
        }
        return found;
    }

    /**
     * Makes it nicer by so much than the process was started with: an operator's own {@code nice} counts.
     *
     * @return whether it is now
     */
    public boolean lower(int by) {
        int own = nice();
        int first = new KernelThread((int) ProcessHandle.current().pid()).nice();
        if (CALLS == null || own == UNKNOWN || first == UNKNOWN) {
            return false;
        }
        int wanted = Math.min(NICE_MOST, first + by);
        return own >= wanted || CALLS.setNice(number, wanted);
    }

    /**
     * Asks for shorter time slices. That is no larger share of the CPU: a thread that wakes up runs
     * before one with longer slices, and is itself asked sooner to make room (EEVDF, Linux 6.12).
     *
     * @return whether the kernel says so too
     */
    public boolean shortenSlices(long nanos) {
        return CALLS != null && CALLS.setSlice(number, nanos) && CALLS.slice(number) == nanos;
    }

    /** How long it has run on a core until now; 0 where the kernel does not tell, or it has ended. */
    public long ranNanos() {
        String stat = read("schedstat");
        return stat == null ? 0 : Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    }

    private int nice() {
        String stat = read("stat");
        if (stat == null) {
            return UNKNOWN;
        }
        // The name stands in parentheses and may contain some, and blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Integer.parseInt(fields[NICE_BEHIND_NAME]);
    }

    private @Nullable String read(String file) {
        try {
            Path path = TASKS.resolve(Integer.toString(number)).resolve(file);
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return null;
        }
    }
}
