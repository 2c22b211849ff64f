package io.faultline.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTableTest {

    @Test
    void theLongestPrefixWinsWhateverItsPlaceInTheList() throws Exception {
        var table =
                PrefixTable.of(
                        List.of(
                                prefix("10.0.0.0", 8),
                                prefix("10.1.2.3", 32),
                                prefix("10.1.0.0", 16),
                                prefix("0.0.0.0", 0)));

        assertThat(table.find(address("10.1.2.3"))).isEqualTo(1);
        assertThat(table.find(address("10.1.2.4"))).isEqualTo(2);
        assertThat(table.find(address("10.2.0.0"))).isEqualTo(0);
        assertThat(table.find(address("11.0.0.0"))).isEqualTo(3);
        assertThat(table.find(address("255.255.255.255"))).isEqualTo(3);
    }

    @Test
    void familiesNeverMatchEachOther() throws Exception {
        var everyV6 = PrefixTable.of(List.of(prefix("::", 0)));
        var everyV4 = PrefixTable.of(List.of(prefix("0.0.0.0", 0)));

        assertThat(everyV6.contains(address("10.0.0.1"))).isFalse();
        assertThat(everyV6.contains(address("2001:db8::1"))).isTrue();
        assertThat(everyV4.contains(address("10.0.0.1"))).isTrue();
        assertThat(everyV4.contains(address("2001:db8::1"))).isFalse();
        assertThat(everyV4.contains(address("::"))).isFalse();
    }

    @Test
    void ofEqualPrefixesTheFirstCounts() throws Exception {
        var table = PrefixTable.of(List.of(prefix("10.0.0.0", 8), prefix("10.9.9.9", 8)));

        assertThat(table.find(address("10.0.0.1"))).isEqualTo(0);
    }

    @Test
    void anEmptyTableHoldsNobody() throws Exception {
        assertThat(PrefixTable.EMPTY.find(address("10.0.0.1"))).isEqualTo(PrefixTable.NONE);
        assertThat(PrefixTable.EMPTY.find(address("::"))).isEqualTo(PrefixTable.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatALinearSearchFinds(long seed) throws Exception {
        var random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            List<Rule> rules = randomRules(random, 1 + random.nextInt(200));
            var table = PrefixTable.of(rules.stream().map(Rule::prefix).toList());
            for (byte[] address : addressesNear(rules, random)) {
                var peer = PeerAddress.fromBytes(address, 0, address.length, 80);
                assertThat(table.find(peer))
                        .as("seed %d round %d: %s in %s", seed, round, peer, rules)
                        .isEqualTo(linearSearch(rules, address));
            }
        }
    }

    @Test
    void oneHundredThousandRulesAreSearchedWithoutAllocating() throws Exception {
        var random = new Random(9);
        List<Rule> rules = randomRules(random, 100_000);
        var table = PrefixTable.of(rules.stream().map(Rule::prefix).toList());
        List<PeerAddress> clients = new ArrayList<>();
        for (byte[] address : addressesNear(rules.subList(0, 500), random)) {
            clients.add(PeerAddress.fromBytes(address, 0, address.length, 80));
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        countFound(table, clients);
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        int found = countFound(table, clients);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(found).isPositive();
        assertThat(allocated)
                .isLessThan(clients.size()); // less than a byte a lookup: not one object
    }

    private static int countFound(PrefixTable table, List<PeerAddress> clients) {
        int found = 0;
        for (int i = 0; i < clients.size(); i++) {
            if (table.contains(clients.get(i))) {
                found++;
            }
        }
        return found;
    }

    private record Rule(byte[] network, int bits) {
        IpPrefix prefix() {
            return IpPrefix.of(network, bits);
        }

        @Override
        public String toString() {
            return prefix().toString();
        }

        boolean holds(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit & 7);
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static int linearSearch(List<Rule> rules, byte[] address) {
        int best = PrefixTable.NONE;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.holds(address) && (best < 0 || rule.bits > rules.get(best).bits)) {
                best = i;
            }
        }
        return best;
    }

    /** Many share a beginning, so that they nest and touch; some are about every address. */
    private static List<Rule> randomRules(Random random, int count) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean related = !rules.isEmpty() && random.nextInt(3) > 0;
            byte[] network =
                    related
                            ? rules.get(random.nextInt(rules.size())).network.clone()
                            : randomNetwork(random);
            int width = network.length * 8;
            if (related) {
                int flipped = random.nextInt(width);
                network[flipped / 8] ^= (byte) (0x80 >>> (flipped & 7));
            }
            rules.add(new Rule(network, random.nextInt(width + 1)));
        }
        return rules;
    }

    private static byte[] randomNetwork(Random random) {
        byte[] network = new byte[random.nextBoolean() ? 4 : 16];
        switch (random.nextInt(3)) {
            case 0 -> Arrays.fill(network, (byte) 0xff);
            case 1 -> Arrays.fill(network, (byte) 0);
            default -> random.nextBytes(network);
        }
        return network;
    }

    /** Both ends of every rule, the neighbours just outside, and some anywhere. */
    private static List<byte[]> addressesNear(List<Rule> rules, Random random) {
        List<byte[]> addresses = new ArrayList<>();
        for (Rule rule : rules) {
            byte[] first = rule.network.clone();
            byte[] last = rule.network.clone();
            for (int bit = rule.bits; bit < first.length * 8; bit++) {
                first[bit / 8] &= (byte) ~(0x80 >>> (bit & 7));
                last[bit / 8] |= (byte) (0x80 >>> (bit & 7));
            }
            byte[] before = new BigInteger(1, first).subtract(BigInteger.ONE).toByteArray();
            byte[] after = new BigInteger(1, last).add(BigInteger.ONE).toByteArray();
            addresses.addAll(
                    List.of(first, last, fit(before, first.length), fit(after, first.length)));
            addresses.add(randomNetwork(random));
        }
        addresses.removeIf(
                address ->
                        PeerAddress.fromBytes(address, 0, address.length, 0).isV4()
                                != (address.length == 4));
        return addresses;
    }

    private static byte[] fit(byte[] number, int length) {
        byte[] fitted = new byte[length];
        for (int i = 1; i <= length; i++) {
            fitted[length - i] =
                    i <= number.length ? number[number.length - i] : (byte) (number[0] >> 7);
        }
        return fitted;
    }

    private static IpPrefix prefix(String network, int bits) throws Exception {
        return IpPrefix.of(InetAddress.getByName(network).getAddress(), bits);
    }

    private static PeerAddress address(String literal) throws Exception {
        byte[] bytes = InetAddress.getByName(literal).getAddress();
        return PeerAddress.fromBytes(bytes, 0, bytes.length, 80);
    }
}
