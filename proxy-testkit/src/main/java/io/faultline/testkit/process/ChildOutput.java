package io.faultline.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a child says, line by line. */
interface ChildOutput {

    /** All lines so far. */
    List<String> lines();

    /** Whether there is nothing left to read of a child that has ended. */
    boolean isOver();

    /** Through the pipe that a JVM makes. It shuts it when the child ends, whoever else may still write. */
    static ChildOutput piped(Process process) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread pump =
                Thread.ofPlatform()
                        .daemon()
                        .name("child-output-" + process.pid())
                        .start(() -> collect(process, lines));
        return new ChildOutput() {
            @Override
            public List<String> lines() {
                return List.copyOf(lines);
            }

            @Override
            public boolean isOver() {
                return !pump.isAlive();
            }
        };
    }

    private static void collect(Process process, List<String> lines) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            lines.add("(output cut off: " + killed.getMessage() + ")");
        }
    }

    /** In a file, where children of the child may write on after its end. */
    static ChildOutput writtenTo(Path log) {
        return new ChildOutput() {
            @Override
            public List<String> lines() {
                try {
                    String text = Files.readString(log);
                    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public boolean isOver() {
                return true;
            }
        };
    }
}
