package io.faultline.core.fault;

import static io.faultline.core.fault.Retry.ALWAYS;

/** What can break on L3: routes, unreachable hosts, and rules that speak about addresses. */
public enum NetworkFault implements FaultCode {
    NETWORK_UNREACHABLE(
            FaultSpec.of(
                            "L3.NETWORK_UNREACHABLE",
                            "There is no route to the endpoint's network: this host has none, or a"
                                    + " router on the way said so.")
                    .answered(502, "destination_ip_unroutable")
                    .retried(ALWAYS)
                    .look(
                            "ip route get ADDRESS  # does this host know a way",
                            "ip route show table all  # missing default route, unreachable or blackhole entry",
                            "ip -br addr  # is the interface up, does it have an address of that family")),
    HOST_UNREACHABLE(
            FaultSpec.of(
                            "L3.HOST_UNREACHABLE",
                            "There is a route, but the network reported that the host cannot be"
                                    + " reached (ICMP unreachable, or the next hop does not answer).")
                    .answered(502, "destination_ip_unroutable")
                    .retried(ALWAYS)
                    .look(
                            "ip route get ADDRESS  # which way we send",
                            "ip neigh show to NEXT_HOP  # FAILED: look one layer down, L2",
                            "mtr -n -c 10 ADDRESS  # the hop where it ends",
                            "tcpdump -ni any 'icmp[icmptype] == icmp-unreach or icmp6[icmp6type] == 1'"
                                    + "  # who says so",
                            "ip route get OUR_ADDRESS  # on the endpoint: is there a way back")),
    ADDRESS_DENIED(
            FaultSpec.of(
                            "L3.ADDRESS_DENIED",
                            "A firewall rule in our own configuration refused the client's address;"
                                    + " the evidence names the rule's file and line.")
                    .answered(403, "http_request_denied")
                    .look(
                            "faultline check CONFIG  # the rule at the file:line in the evidence",
                            "curl -s http://ADMIN/config  # the rules in force right now")),
    DESTINATION_DENIED(
            FaultSpec.of(
                            "L3.DESTINATION_DENIED",
                            "This host's kernel forbade the connect (EPERM or EACCES): a local"
                                    + " packet filter, a prohibit route or a security policy.")
                    .answered(502, "destination_ip_prohibited")
                    .retried(ALWAYS)
                    .look(
                            "ip route get ADDRESS  # 'prohibit' shows here",
                            "nft list ruleset  # or iptables-save: the OUTPUT chain",
                            "journalctl -k | grep -iE 'conntrack|apparmor|avc'  # who refused",
                            "bpftool cgroup tree  # connect hooks of a container runtime"));

    private final FaultSpec spec;

    NetworkFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
