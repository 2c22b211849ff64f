package io.faultline.core.config.load;

import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Location;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes strictly: a replaced character would be a key or a name nobody wrote. */
final class Utf8 {

    private Utf8() {}

    static String decode(String file, byte[] bytes) throws ConfigException {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            throw ConfigException.of(Location.ofFile(file), "is UTF-16 text. Save it as UTF-8.");
        }
        int skipped =
                startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0; // a byte order mark says nothing here
        ByteBuffer in = ByteBuffer.wrap(bytes, skipped, bytes.length - skipped);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw ConfigException.of(
                    endOf(file, text),
                    "the byte 0x%02X does not belong to UTF-8 text. Save the file as UTF-8, or give one"
                                    .formatted(bytes[in.position()])
                            + " that is text.");
        }
        return text;
    }

    private static Location endOf(String file, String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        String lastLine = text.substring(text.lastIndexOf('\n') + 1);
        return new Location(file, line, 1 + lastLine.codePointCount(0, lastLine.length()), 1);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
