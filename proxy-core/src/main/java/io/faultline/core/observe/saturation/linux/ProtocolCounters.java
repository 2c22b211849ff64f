package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;
import org.jspecify.annotations.Nullable;

/** What IP, ICMP and TCP have counted, of both families. */
final class ProtocolCounters {

    private final KernelFile snmpFile;
    private final KernelFile netstatFile;
    private final KernelFile snmp6File;
    private final NamedCounters snmp =
            new NamedCounters(
                    "Ip:OutNoRoutes",
                    "Ip:OutDiscards",
                    "Ip:InDiscards",
                    "Ip:ReasmFails",
                    "Icmp:InDestUnreachs",
                    "Icmp:OutDestUnreachs",
                    "Icmp:InTimeExcds",
                    "Tcp:OutSegs",
                    "Tcp:RetransSegs");
    private final NamedCounters netstat =
            new NamedCounters(
                    "IpExt:InNoRoutes",
                    "TcpExt:ListenOverflows",
                    "TcpExt:ListenDrops",
                    "TcpExt:TCPReqQFullDrop",
                    "TcpExt:TCPReqQFullDoCookies",
                    "TcpExt:TCPAbortOnMemory",
                    "TcpExt:TCPRetransFail");
    private final GrewLately refusals = new GrewLately();

    ProtocolCounters(KernelFiles proc) {
        // Through "self": the network namespace of this process, whatever /proc/net points at.
        snmpFile = proc.file("self/net/snmp");
        netstatFile = proc.file("self/net/netstat");
        snmp6File = proc.file("self/net/snmp6");
    }

    void look(KernelText text, Look look) {
        snmpFile.read(text);
        snmp.read(text);
        look.happened(EventKind.NO_ROUTE, snmp.value(0));
        look.happened(EventKind.PACKETS_DISCARDED, snmp.value(1));
        look.happened(EventKind.PACKETS_DISCARDED, snmp.value(2));
        look.happened(EventKind.REASSEMBLY_FAILED, snmp.value(3));
        look.happened(EventKind.UNREACHABLE_RECEIVED, snmp.value(4));
        look.happened(EventKind.UNREACHABLE_SENT, snmp.value(5));
        look.happened(EventKind.TIME_EXCEEDED, snmp.value(6));
        look.happened(EventKind.SEGMENTS_SENT, snmp.value(7));
        look.happened(EventKind.RETRANSMITS, snmp.value(8));
        netstatFile.read(text);
        netstat.read(text);
        look.happened(EventKind.NO_ROUTE, netstat.value(0));
        look.happened(EventKind.LISTEN_OVERFLOWS, netstat.value(1));
        look.happened(EventKind.LISTEN_DROPS, netstat.value(2));
        look.happened(EventKind.SYN_QUEUE_FULL, netstat.value(3));
        look.happened(EventKind.SYN_QUEUE_FULL, netstat.value(4));
        look.happened(EventKind.MEMORY_ABORTS, netstat.value(5));
        look.happened(EventKind.RETRANSMITS_REFUSED, netstat.value(6));
        refusals.look(look.total(EventKind.RETRANSMITS_REFUSED), look.seconds());
        v6(text, look);
    }

    /** Whether this host has lately kept back what it was to send again. As of the last look. */
    boolean hasRefusedLately() {
        return refusals.isSo();
    }

    /** Name and number, a line each. */
    private void v6(KernelText text, Look look) {
        snmp6File.read(text);
        while (text.nextLine()) {
            EventKind kind = text.nextWord() ? ofV6(text.word()) : null;
            if (kind != null) {
                look.happened(kind, text.nextNumber());
            }
        }
    }

    private static @Nullable EventKind ofV6(String name) {
        return switch (name) {
            case "Ip6OutNoRoutes", "Ip6InNoRoutes" -> EventKind.NO_ROUTE;
            case "Ip6OutDiscards", "Ip6InDiscards" -> EventKind.PACKETS_DISCARDED;
            case "Ip6ReasmFails" -> EventKind.REASSEMBLY_FAILED;
            case "Icmp6InDestUnreachs" -> EventKind.UNREACHABLE_RECEIVED;
            case "Icmp6OutDestUnreachs" -> EventKind.UNREACHABLE_SENT;
            case "Icmp6InTimeExcds" -> EventKind.TIME_EXCEEDED;
            default -> null;
        };
    }
}
