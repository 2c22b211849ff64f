package io.faultline.core.discovery.dns.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small local file, parsed again only when it changed: {@code /etc/hosts} and {@code
 * /etc/resolv.conf} change under a running proxy (a VPN, a container's start), and a restart must not
 * be the answer. One {@code stat} per look; a file that cannot be read counts as empty.
 */
final class WatchedFile<T> {

    private final Path path;
    private final Function<List<String>, T> parse;
    private @Nullable FileTime seen;
    private T content;

    WatchedFile(Path path, Function<List<String>, T> parse) {
        this.path = path;
        this.parse = parse;
        this.content = parse.apply(List.of());
    }

    T content() {
        try {
            FileTime modified = Files.getLastModifiedTime(path);
            if (!modified.equals(seen)) {
                content = parse.apply(Files.readAllLines(path, StandardCharsets.ISO_8859_1));
                seen = modified;
            }
        } catch (IOException unreadable) {
            content = parse.apply(List.of());
            seen = null;
        }
        return content;
    }
}
