package io.faultline.l7.http2.hpack;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder.SensitivityDetector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Netty's HPACK, which others rely on: what it makes of a block, and blocks that it makes. */
final class Oracle {

    private final DefaultHttp2HeadersDecoder decoder;
    private final DefaultHttp2HeadersEncoder encoder;

    Oracle(SensitivityDetector sensitivity, boolean huffman) {
        // No rule of messages is asked of it: those differ, and are tested on their own.
        decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
        encoder =
                new DefaultHttp2HeadersEncoder(
                        sensitivity, false, 64, huffman ? 0 : Integer.MAX_VALUE);
    }

    Oracle() {
        this((name, value) -> false, true);
    }

    /** As {@link Decoded#text}, or null when it is a compression error. */
    @Nullable String decode(byte[] block) {
        ByteBuf buffer = Unpooled.wrappedBuffer(block);
        try {
            Http2Headers headers = decoder.decodeHeaders(1, buffer);
            var text = new StringBuilder();
            for (PseudoField pseudo : PseudoField.values()) {
                for (CharSequence value : headers.getAll(pseudo.label())) {
                    text.append(pseudo.label()).append(": ").append(value).append('\n');
                }
            }
            for (Map.Entry<CharSequence, CharSequence> header : headers) {
                if (!header.getKey().toString().startsWith(":")) {
                    text.append(header.getKey()).append(": ").append(header.getValue());
                    text.append('\n');
                }
            }
            return text.toString();
        } catch (Http2Exception e) {
            return null;
        } finally {
            buffer.release();
        }
    }

    byte[] encode(Http2Headers headers) {
        ByteBuf buffer = Unpooled.buffer();
        try {
            encoder.encodeHeaders(1, headers, buffer);
            return ByteBufUtil.getBytes(buffer);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        } finally {
            buffer.release();
        }
    }

    /** What we tell it as the decoder of its peer's blocks. */
    void allowTable(long size) {
        try {
            decoder.configuration().maxHeaderTableSize(size);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What its peer allows it. */
    void limitTable(long size) {
        try {
            encoder.configuration().maxHeaderTableSize(size);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }
}
