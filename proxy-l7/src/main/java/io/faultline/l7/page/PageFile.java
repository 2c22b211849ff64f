package io.faultline.l7.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a page from its file, when a configuration is loaded. */
public final class PageFile {

    private static final int MOST_BYTES = 64 * 1024;

    private PageFile() {}

    /** A file that is no page, in a sentence for an operator. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(Path path, String why) {
            super(path + " " + why, null, false, false);
        }
    }

    public static ErrorPage read(Path path) throws Unusable {
        return new ErrorPage(kind(path), text(path));
    }

    private static PageKind kind(Path path) throws Unusable {
        String name = path.toString().toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "html", "htm" -> PageKind.HTML;
            case "json" -> PageKind.JSON;
            case "txt" -> PageKind.TEXT;
            default ->
                    throw new Unusable(
                            path,
                            "does not say what it is. Its name must end with .html, .json or .txt.");
        };
    }

    private static String text(Path path) throws Unusable {
        try {
            if (Files.isDirectory(path)) {
                throw new Unusable(path, "is a directory. Give the file in it.");
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new Unusable(
                        path, "is larger than 64 KiB. Link pictures and styles from elsewhere.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new Unusable(
                    path, "does not exist. Relative paths start beside the configuration file.");
        } catch (AccessDeniedException e) {
            throw new Unusable(path, "may not be read by us. Check owner and mode.");
        } catch (CharacterCodingException e) {
            throw new Unusable(path, "is not UTF-8. Convert it: iconv -t utf-8.");
        } catch (IOException e) {
            throw new Unusable(path, "cannot be read: " + e.getMessage() + ".");
        }
    }
}
