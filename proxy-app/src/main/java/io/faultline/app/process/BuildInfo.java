package io.faultline.app.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is, as Maven wrote it into the jar: no git is needed on the machine that runs it. */
public record BuildInfo(String version, String commit, String netty) {

    public static BuildInfo load() {
        var properties = new Properties();
        try (InputStream in =
                BuildInfo.class.getResourceAsStream("/io/faultline/app/build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                properties.getProperty("version", "unknown"),
                properties.getProperty("commit", ""),
                properties.getProperty("netty", "unknown"));
    }

    /** {@code 0.1.0-SNAPSHOT (4fd02c9b1a2e)}; the commit only where it is known. */
    @Override
    public String toString() {
        return commit.isEmpty() ? version : version + " (" + commit + ")";
    }
}
