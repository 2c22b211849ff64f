package io.faultline.l7.route.match;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.config.value.Cidr;
import io.faultline.l7.message.RequestHead;
import java.util.List;
import java.util.stream.Collectors;

/** The client's address is in one of these ranges. */
public final class ClientCondition implements Condition {

    private final List<Cidr> ranges;
    private final PrefixTable table;

    public ClientCondition(List<Cidr> ranges) {
        this.ranges = List.copyOf(ranges);
        table =
                PrefixTable.of(
                        ranges.stream()
                                .map(each -> IpPrefix.of(each.network(), each.prefixBits()))
                                .toList());
    }

    @Override
    public boolean holds(RequestHead head, PeerAddress client) {
        return table.contains(client);
    }

    @Override
    public boolean implies(Condition other) {
        return other instanceof ClientCondition that && ranges.stream().allMatch(that::covers);
    }

    private boolean covers(Cidr range) {
        byte[] network = range.network();
        PeerAddress first = PeerAddress.fromBytes(network, 0, network.length, 0);
        int found = table.find(first);
        return found != PrefixTable.NONE
                && ranges.get(found).isV6() == range.isV6()
                && ranges.get(found).prefixBits() <= range.prefixBits();
    }

    @Override
    public String toString() {
        return "client in " + ranges.stream().map(Cidr::toString).collect(Collectors.joining(", "));
    }
}
