package io.faultline.benchmarks.drive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is asked for over HTTP: how large the answer is and what the client says about itself. */
public record Traffic(String path, Map<String, String> headers) {

    private static final Map<String, String> BROWSER = browser();

    public static Traffic small() {
        return ofBytes(100);
    }

    /** An answer with a body of so many bytes. */
    public static Traffic ofBytes(int bytes) {
        return new Traffic("/b/" + bytes, Map.of());
    }

    /** A small answer for a client with the headers of a browser: about 900 bytes of them. */
    public static Traffic ofBrowser() {
        return new Traffic("/b/100", BROWSER);
    }

    List<String> headerLines() {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .toList();
    }

    private static Map<String, String> browser() {
        var headers = new LinkedHashMap<String, String>();
        headers.put(
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                        + " Chrome/140.0.0.0 Safari/537.36");
        headers.put(
                "Accept",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8");
        headers.put("Accept-Language", "en-GB,en;q=0.9,de;q=0.8");
        headers.put("Accept-Encoding", "gzip, deflate, br, zstd");
        headers.put("Cache-Control", "max-age=0");
        headers.put("Upgrade-Insecure-Requests", "1");
        headers.put(
                "Sec-Ch-Ua", "\"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\", \"Other\";v=\"9\"");
        headers.put("Sec-Ch-Ua-Mobile", "?0");
        headers.put("Sec-Ch-Ua-Platform", "\"Linux\"");
        headers.put("Sec-Fetch-Dest", "document");
        headers.put("Sec-Fetch-Mode", "navigate");
        headers.put("Sec-Fetch-Site", "same-origin");
        headers.put("Sec-Fetch-User", "?1");
        headers.put("Referer", "https://shop.example/products?category=shoes");
        headers.put(
                "Cookie", "session=5f2b1c9e8d7a5f2b1c9e8d7a5f2b1c9e; theme=dark; seen=1700000000");
        return headers;
    }
}
