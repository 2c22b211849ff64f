package io.faultline.app.handover;

import io.faultline.app.unix.UnixSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a running process and its successor meet: one path per configuration file, so that nobody has to
 * write it down. The folder belongs to the owner alone; in one that others may write to, somebody else
 * could wait for our sockets.
 */
public final class MeetingPlace {

    private static final int HASH_CHARS = 10;

    private final Map<String, String> environment;

    public MeetingPlace(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The path to wait at, its folder made if need be.
     *
     * @throws IOException when no folder can be had; the message is a sentence
     */
    public Path toWaitAt(Path config) throws IOException {
        IOException last = new IOException("no folder");
        for (Path folder : folders()) {
            try {
                own(folder);
                return folder.resolve(nameFor(config));
            } catch (IOException unusable) {
                last = unusable;
            }
        }
        throw last;
    }

    /** The path where a running process of this configuration waits, if one does. */
    public Optional<Path> whereSomebodyWaits(Path config) throws IOException {
        return folders().stream()
                .map(folder -> folder.resolve(nameFor(config)))
                .filter(Files::exists)
                .findFirst();
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        String ofService = environment.get("RUNTIME_DIRECTORY"); // systemd: RuntimeDirectory=
        if (ofService != null && !ofService.isEmpty()) {
            folders.add(Path.of(ofService.split(":", 2)[0]));
        }
        String ofUser = environment.get("XDG_RUNTIME_DIR");
        if (ofUser != null && !ofUser.isEmpty()) {
            folders.add(Path.of(ofUser, "faultline"));
        }
        folders.add(Path.of("/run/faultline"));
        folders.add(
                Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
                        .resolve("faultline-" + UnixSocket.ownUser()));
        return folders;
    }

    private static void own(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.getAttribute(folder, "unix:uid").equals(UnixSocket.ownUser())) {
            throw new IOException(folder + " is not a folder of ours");
        }
        if (Files.getPosixFilePermissions(folder).stream()
                .anyMatch(
                        each ->
                                each.name().endsWith("S_WRITE")
                                        && !each.name().startsWith("OWNER"))) {
            throw new IOException(folder + " may be written to by others");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(folder + " may not be written to");
        }
    }

    /** By the path as it is given, not by where links lead: they are what an upgrade changes. */
    private static String nameFor(Path config) {
        String path = config.toAbsolutePath().normalize().toString();
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_CHARS) + ".sock";
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
