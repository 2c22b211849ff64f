package io.faultline.l7.sticky;

import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The token of each endpoint of one upstream: 24 bytes of an HMAC over its name, as text. Nobody can
 * make one or read one without the key, and it is the same on every proxy that has the key.
 *
 * <p>A token is made once per endpoint and kept; a request costs a look into a table and a comparison
 * whose time does not tell how much of a guess was right. On the worker's loop only.
 */
final class StickyTokens {

    /** Characters of a token. */
    static final int LENGTH = 32;

    private static final int TOKEN_BYTES = 24;
    private static final int PLACE_BYTES = 8; // where in the table; the rest is only compared
    private static final byte[] NONE = {};

    private final Mac mac;
    private final String scope;
    private final Cluster cluster;
    private final Map<Endpoint, byte[]> tokens = new HashMap<>();
    private @Nullable EndpointSet seen;
    private @Nullable Endpoint[] table = new @Nullable Endpoint[0];
    private byte[][] tokensInTable = {};

    /** @param scope the cookie's name: one endpoint has another token under another cookie */
    StickyTokens(Mac mac, String scope, Cluster cluster) {
        this.mac = mac;
        this.scope = scope;
        this.cluster = cluster;
    }

    /** The endpoint with this token, if it takes this client now; else null. */
    @Nullable Endpoint find(byte[] bytes, int from, int to) {
        if (to - from != LENGTH) {
            return null;
        }
        EndpointSet now = cluster.endpoints();
        if (now != seen) {
            rebuild(now);
        }
        int mask = table.length - 1;
        for (int slot = place(bytes, from) & mask; ; slot = slot + 1 & mask) {
            Endpoint endpoint = table[slot];
            if (endpoint == null) {
                return null;
            }
            if (isSame(tokensInTable[slot], bytes, from)) {
                return endpoint;
            }
        }
    }

    byte[] of(Endpoint endpoint) {
        byte[] known = tokens.get(endpoint);
        if (known == null) {
            known = make(endpoint);
            tokens.put(endpoint, known);
        }
        return known;
    }

    private byte[] make(Endpoint endpoint) {
        String what = scope + '\0' + endpoint.cluster() + '\0' + endpoint.name();
        byte[] sum = mac.doFinal(what.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().encode(Arrays.copyOf(sum, TOKEN_BYTES));
    }

    private void rebuild(EndpointSet now) {
        seen = now;
        List<Endpoint> atHome = atHome(now);
        int size = Integer.highestOneBit(atHome.size() * 2 + 1) << 1; // never more than half full
        table = new @Nullable Endpoint[size];
        tokensInTable = new byte[size][];
        Arrays.fill(tokensInTable, NONE);
        for (Endpoint endpoint : atHome) {
            byte[] token = of(endpoint);
            int slot = place(token, 0) & size - 1;
            while (table[slot] != null) {
                slot = slot + 1 & size - 1;
            }
            table[slot] = endpoint;
            tokensInTable[slot] = token;
        }
        forgetTheDeparted(now);
    }

    /** Those that take anybody, and those that are drained but keep who belongs to them. */
    private static List<Endpoint> atHome(EndpointSet now) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < now.eligibleCount(); i++) {
            endpoints.add(now.eligible(i));
        }
        for (EndpointSet.Entry entry : now.entries()) {
            if (entry.keepsItsClients()) {
                endpoints.add(entry.endpoint());
            }
        }
        return endpoints;
    }

    private void forgetTheDeparted(EndpointSet now) {
        if (tokens.size() > 2 * now.entries().size()) {
            Set<Endpoint> members = new HashSet<>();
            now.entries().forEach(entry -> members.add(entry.endpoint()));
            tokens.keySet().retainAll(members);
        }
    }

    private static int place(byte[] token, int from) {
        int place = 0;
        for (int i = from; i < from + PLACE_BYTES; i++) {
            place = place * 31 + token[i];
        }
        return place ^ place >>> 16;
    }

    private static boolean isSame(byte[] token, byte[] bytes, int from) {
        int different = 0;
        for (int i = 0; i < LENGTH; i++) {
            different |= token[i] ^ bytes[from + i];
        }
        return different == 0;
    }
}
