package io.faultline.core.discovery.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The addresses in one response. Only records that the question leads to, over at most {@value
 * #MAX_ALIASES} aliases, are believed: whatever else a server adds is nobody's business here.
 *
 * @param ttlNanos the shortest TTL on the way, aliases included
 * @param alias the last alias followed, or null: names the culprit when it leads nowhere
 * @param unusable addresses nobody can connect to (0.0.0.0 of a DNS filter, multicast)
 */
record Response(
        List<InetAddress> addresses, long ttlNanos, @Nullable String alias, List<String> unusable) {

    private static final int MAX_ALIASES = 16;

    static Response read(DnsResponse response, Family family) {
        Map<String, DnsRawRecord> aliases = new HashMap<>();
        Map<String, List<DnsRawRecord>> found = new HashMap<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord record) {
                String owner = lower(record.name());
                if (record.type().equals(DnsRecordType.CNAME)) {
                    aliases.put(owner, record);
                } else if (record.type().equals(family.recordType())) {
                    found.computeIfAbsent(owner, o -> new ArrayList<>()).add(record);
                }
            }
        }
        String name = lower(response.recordAt(DnsSection.QUESTION).name());
        String asked = name;
        long ttlSeconds = Integer.MAX_VALUE;
        for (int i = 0; i < MAX_ALIASES && aliases.containsKey(name); i++) {
            DnsRawRecord alias = aliases.get(name);
            ttlSeconds = Math.min(ttlSeconds, ttlSeconds(alias));
            name = lower(DefaultDnsRecordDecoder.decodeName(alias.content().duplicate()));
        }
        String alias = name.equals(asked) ? null : name;
        return read(found.getOrDefault(name, List.of()), ttlSeconds, alias);
    }

    private static Response read(
            List<DnsRawRecord> records, long aliasTtlSeconds, @Nullable String alias) {
        List<InetAddress> usable = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        long ttlSeconds = aliasTtlSeconds;
        for (DnsRawRecord record : records) {
            InetAddress address = address(record.content());
            if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
                unusable.add(address == null ? "malformed record" : address.getHostAddress());
            } else {
                usable.add(address);
                ttlSeconds = Math.min(ttlSeconds, ttlSeconds(record));
            }
        }
        return new Response(usable, TimeUnit.SECONDS.toNanos(ttlSeconds), alias, unusable);
    }

    private static @Nullable InetAddress address(ByteBuf content) {
        try {
            return InetAddress.getByAddress(ByteBufUtil.getBytes(content));
        } catch (UnknownHostException wrongLength) {
            return null;
        }
    }

    /** RFC 2181 8: a TTL with the highest bit set counts as zero. */
    private static long ttlSeconds(DnsRecord record) {
        long ttl = record.timeToLive();
        return ttl > Integer.MAX_VALUE ? 0 : ttl;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
