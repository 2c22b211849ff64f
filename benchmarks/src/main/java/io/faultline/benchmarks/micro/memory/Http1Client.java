package io.faultline.benchmarks.micro.memory;

import io.faultline.benchmarks.load.HttpAnswerCounter;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.nio.ByteBuffer;

/** A browser's request on one connection that stays. */
public final class Http1Client extends Client {

    private static final String REQUEST =
            """
            GET /products/list?category=shoes&page=2 HTTP/1.1
            Host: shop.example
            sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"
            sec-ch-ua-mobile: ?0
            sec-ch-ua-platform: "Linux"
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            Sec-Fetch-Site: same-origin
            Sec-Fetch-Mode: navigate
            Referer: https://shop.example/products
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-GB,en;q=0.9,de;q=0.8
            Cookie: session=5f2b1c9e8d7a; theme=dark

            """
                    .replace("\n", "\r\n");

    private final Bytes request = Bytes.of(REQUEST);
    private final HttpAnswerCounter answers = new HttpAnswerCounter();

    public Http1Client(Wire wire) {
        super(wire);
    }

    @Override
    public void open() {
        wire.reader((Reader) this::read);
        wire.resumeReading();
        opened();
    }

    private void read(Wire from, Chunk chunk, int begin, int end) {
        ByteBuffer bytes = chunk.buffer();
        int position = bytes.position();
        int limit = bytes.limit();
        bytes.limit(end).position(begin);
        int whole = answers.feed(bytes);
        bytes.limit(limit).position(position);
        if (answers.isBad()) {
            throw new IllegalStateException("an answer that is none");
        }
        for (int i = 0; i < whole; i++) {
            answered();
        }
    }

    @Override
    void ask() {
        request.sendTo(wire);
    }
}
