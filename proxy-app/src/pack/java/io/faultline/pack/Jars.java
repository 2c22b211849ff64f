package io.faultline.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jars of the class path, without those that hold natives of other machines. */
record Jars(Path lib, List<Path> all) {

    private static final Pattern NATIVES =
            Pattern.compile(".*-((?:linux|osx|windows)-(?:x86_64|aarch_64))\\.jar");
    private static final String INSIDE = "META-INF/native/";

    /** Deletes what this machine cannot load. */
    static Jars keep(Path lib, Platform platform) throws IOException {
        List<Path> kept = new ArrayList<>();
        for (Path jar : sorted(lib)) {
            var natives = NATIVES.matcher(jar.getFileName().toString());
            boolean foreign =
                    natives.matches() && !natives.group(1).equals(platform.nettyClassifier());
            if (foreign) {
                Files.delete(jar);
            } else {
                kept.add(jar);
            }
        }
        return new Jars(lib, kept);
    }

    /**
     * Lays the native libraries beside the jars, where the launcher points the JVM to. From a jar Netty
     * would have to unpack them into a temporary folder at each start, which a read-only root or a
     * {@code noexec} mount forbids.
     */
    void unpackNatives() throws IOException {
        Path folder = Files.createDirectories(lib.resolve("native"));
        for (Path jar : all) {
            if (NATIVES.matcher(jar.getFileName().toString()).matches()) {
                try (var open = new JarFile(jar.toFile())) {
                    for (ZipEntry entry : open.stream().toList()) {
                        if (entry.getName().startsWith(INSIDE) && entry.getName().endsWith(".so")) {
                            try (InputStream in = open.getInputStream(entry)) {
                                String name = entry.getName().substring(INSIDE.length());
                                Files.copy(in, folder.resolve(name));
                            }
                        }
                    }
                }
            }
        }
    }

    /** Those we wrote ourselves. */
    List<Path> ours() {
        return all.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("proxy-"))
                .toList();
    }

    private static List<Path> sorted(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.sorted().toList();
        }
    }
}
