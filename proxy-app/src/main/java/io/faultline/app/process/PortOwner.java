package io.faultline.app.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who listens on a port of this machine. "Address already in use" is the most common reason a server
 * does not start, and the kernel knows the answer: the socket's inode stands in {@code
 * /proc/net/tcp}, and the process that has this inode open stands in {@code /proc/PID/fd}.
 */
public record PortOwner(long pid, String program) {

    private static final Pattern COLUMNS = Pattern.compile("\\s+");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

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
        String ending = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : linesOf(proc.resolve(table))) {
                List<String> columns = COLUMNS.splitAsStream(line.strip()).toList();
                if (columns.size() > INODE
                        && columns.get(STATE).equals(LISTENING)
                        && columns.get(LOCAL_ADDRESS).endsWith(ending)) {
                    sockets.add("socket:[" + columns.get(INODE) + "]");
                }
            }
        }
        return sockets;
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
        String name = String.join("", linesOf(process.resolve("comm"))).strip();
        if (name.equals("java")) {
            String commandLine = String.join("", linesOf(process.resolve("cmdline")));
            if (commandLine.contains("io.faultline.app.Main")) {
                return "another faultline";
            }
        }
        return name.isEmpty() ? "a process" : name;
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
