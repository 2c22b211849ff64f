package io.faultline.core.tls.hello;

import io.faultline.core.tls.hello.Peeked.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a whole ClientHello apart, strictly: every length must end exactly where its surroundings say.
 * A hello that two programs could read in two ways would be routed by one reading and answered by the
 * other.
 */
final class HelloParser {

    private static final int RANDOM = 32;

    // Ours: real hellos have about 20 and 2 of them; more only costs us time.
    private static final int MAX_EXTENSIONS = 128;
    private static final int MAX_ALPN = 64;

    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int ENCRYPTED_HELLO = 0xfe0d;

    private static final int HOST_NAME = 0;

    private final ByteBuffer bytes;
    private final int end;
    private int at;
    private @Nullable String broken; // the first rule that was

    private @Nullable String serverName;
    private List<String> alpn = List.of();
    private Codes versions = Codes.NONE;
    private Codes signatures = Codes.NONE;
    private boolean encryptedHello;

    HelloParser(ByteBuffer bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    Peeked parse() {
        if (end - at < 2 + RANDOM) {
            return new Malformed("RFC 8446 4.1.2: the hello ends within its version or random");
        }
        int legacyVersion = u16();
        if (legacyVersion >> 8 != 3) {
            return new Malformed("RFC 8446 4.1.2: legacy_version is not 3.x");
        }
        at += RANDOM;
        at = vector(1, end, 0, 32, "RFC 8446 4.1.2: the length of legacy_session_id");
        int suitesEnd = vector(2, end, 2, 0xFFFE, "RFC 8446 4.1.2: the length of cipher_suites");
        Codes suites = codes(suitesEnd, "RFC 8446 4.1.2: cipher_suites of an odd length");
        compression();
        if (broken == null && at < end) { // RFC 5246 7.4.1.2: there may be none
            extensions();
        }
        String rule = broken;
        return rule != null
                ? new Malformed(rule)
                : new Peeked.Hello(
                        new ClientHello(
                                serverName,
                                alpn,
                                legacyVersion,
                                versions,
                                suites,
                                signatures,
                                encryptedHello));
    }

    private void compression() {
        int methodsEnd =
                vector(1, end, 1, 255, "RFC 8446 4.1.2: the length of compression_methods");
        boolean none = false;
        while (at < methodsEnd) {
            none |= u8() == 0;
        }
        if (!none) {
            breaks("RFC 5246 7.4.1.2: compression_methods must offer null");
        }
    }

    private void extensions() {
        int extensionsEnd = vector(2, end, 0, 0xFFFF, "RFC 8446 4.1.2: the length of extensions");
        if (broken == null && extensionsEnd != end) {
            breaks("RFC 8446 4.1.2: bytes follow the extensions");
        }
        var seen = new char[MAX_EXTENSIONS];
        for (int count = 0; broken == null && at < extensionsEnd; count++) {
            if (extensionsEnd - at < 4) {
                breaks("RFC 8446 4.2: an extension is cut short");
                return;
            }
            int type = u16();
            if (count == MAX_EXTENSIONS) {
                breaks("more than " + MAX_EXTENSIONS + " extensions");
            } else if (contains(seen, count, type)) {
                breaks("RFC 8446 4.2: extension " + type + " comes twice");
            } else {
                seen[count] = (char) type;
                extension(type, vector(2, extensionsEnd, 0, 0xFFFF, "RFC 8446 4.2: its length"));
            }
        }
    }

    private static boolean contains(char[] seen, int count, int type) {
        for (int i = 0; i < count; i++) {
            if (seen[i] == type) {
                return true;
            }
        }
        return false;
    }

    private void extension(int type, int extensionEnd) {
        if (broken != null) {
            return;
        }
        switch (type) {
            case SERVER_NAME -> serverName(extensionEnd);
            case ALPN -> alpn(extensionEnd);
            case SUPPORTED_VERSIONS -> {
                whole(1, extensionEnd, 2, 254, "RFC 8446 4.2.1: the length of supported_versions");
                versions = codes(extensionEnd, "RFC 8446 4.2.1: half a version");
            }
            case SIGNATURE_ALGORITHMS -> {
                whole(2, extensionEnd, 2, 0xFFFE, "RFC 8446 4.2.3: the length of the schemes");
                signatures = codes(extensionEnd, "RFC 8446 4.2.3: half a signature scheme");
            }
            case ENCRYPTED_HELLO -> encryptedHello = true;
            default -> {} // nothing that a proxy needs to know
        }
        at = broken == null ? extensionEnd : at;
    }

    /** RFC 6066 3. */
    private void serverName(int extensionEnd) {
        whole(2, extensionEnd, 1, 0xFFFF, "RFC 6066 3: the length of the server name list");
        if (broken == null && u8() != HOST_NAME) {
            breaks("RFC 6066 3: a server name that is no host_name");
        }
        int nameEnd = vector(2, extensionEnd, 1, 0xFFFF, "RFC 6066 3: the length of host_name");
        if (broken == null && nameEnd != extensionEnd) {
            breaks("RFC 6066 3: more than one server name");
        }
        if (broken != null || ServerName.isAddress(bytes, at, nameEnd)) {
            return;
        }
        // RFC 6066 3: without a trailing dot. Those who send one mean the same name.
        int bare = bytes.get(nameEnd - 1) == '.' ? nameEnd - 1 : nameEnd;
        if (ServerName.isName(bytes, at, bare)) {
            serverName = ServerName.text(bytes, at, bare);
        } else {
            breaks("RFC 6066 3: host_name is not a DNS name");
        }
    }

    /** RFC 7301 3.1. */
    private void alpn(int extensionEnd) {
        whole(2, extensionEnd, 2, 0xFFFF, "RFC 7301 3.1: the length of the protocol list");
        var names = new ArrayList<String>(4);
        while (broken == null && at < extensionEnd) {
            int nameEnd = vector(1, extensionEnd, 1, 255, "RFC 7301 3.1: a protocol's length");
            if (broken == null && names.size() == MAX_ALPN) {
                breaks("more than " + MAX_ALPN + " ALPN protocols");
            }
            if (broken == null) {
                var name = new byte[nameEnd - at];
                bytes.get(at, name);
                names.add(new String(name, StandardCharsets.ISO_8859_1));
                at = nameEnd;
            }
        }
        alpn = List.copyOf(names);
    }

    // ---- lengths

    /** Reads a length and returns where its bytes end; where that cannot be, the rule is broken. */
    private int vector(int lengthBytes, int outerEnd, int min, int max, String rule) {
        if (broken != null) {
            return at;
        }
        if (outerEnd - at < lengthBytes) {
            return breaks(rule);
        }
        int length = lengthBytes == 1 ? u8() : u16();
        if (length < min || length > max || length > outerEnd - at) {
            return breaks(rule);
        }
        return at + length;
    }

    /** The same for a vector that must fill its surroundings. */
    private void whole(int lengthBytes, int outerEnd, int min, int max, String rule) {
        if (vector(lengthBytes, outerEnd, min, max, rule) != outerEnd) {
            breaks(rule);
        }
    }

    private Codes codes(int codesEnd, String rule) {
        if (broken == null && (codesEnd - at) % 2 != 0) {
            breaks(rule);
        }
        if (broken != null) {
            return Codes.NONE;
        }
        Codes read = Codes.read(bytes, at, codesEnd);
        at = codesEnd;
        return read;
    }

    private int breaks(String rule) {
        broken = broken == null ? rule : broken;
        return at;
    }

    private int u8() {
        return bytes.get(at++) & 0xFF;
    }

    private int u16() {
        return u8() << 8 | u8();
    }
}
