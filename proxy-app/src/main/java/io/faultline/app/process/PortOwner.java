package io.faultline.app.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who listens on a port of this machine. "Address already in use" is the most common reason a server
 * does not start, and the kernel knows the answer: the socket's inode stands in {@code
 * /proc/net/tcp}, and the process that has this inode open stands in {@code /proc/PID/fd}.
 */
public record PortOwner(long pid, String program) {

    /** Empty where there is no {@code /proc}, or the process belongs to somebody else. */
    public static Optional<PortOwner> of(int port) {
        return of(port, Path.of("/proc"));
    }

    static Optional<PortOwner> of(int port, Path proc) {
        Set<String> sockets = listeningOn(port, proc);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process, sockets)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    return Optional.of(new PortOwner(pid, programOf(process)));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** For a sentence: {@code nginx (pid 812)}. */
    @Override
    public String toString() {
        return program + " (pid " + pid + ")";
    }

    private static Set<String> listeningOn(int port, Path proc) {
        return SocketTable.onPort(port, proc).stream()
                .filter(SocketTable.Row::isListening)
                .map(row -> "socket:[" + row.inode() + "]")
                .collect(Collectors.toSet());
    }

    private static boolean hasOpen(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(targetOf(descriptor))) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // another user's process, or it ended while we looked
        }
        return false;
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // closed while we looked
        }
    }

    /** A JVM calls itself "java", so its main class or jar says more. */
    private static String programOf(Path process) {
        String name = String.join("", SocketTable.linesOf(process.resolve("comm"))).strip();
        if (name.equals("java")) {
            String commandLine = String.join("", SocketTable.linesOf(process.resolve("cmdline")));
            if (commandLine.contains("io.faultline.app.Main")) {
                return "another faultline";
            }
        }
        return name.isEmpty() ? "a process" : name;
    }
}
