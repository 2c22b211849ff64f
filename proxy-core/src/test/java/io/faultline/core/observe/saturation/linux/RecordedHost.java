package io.faultline.core.observe.saturation.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a real kernel (6.18, four CPUs) wrote into the files we read, laid out below a directory. */
final class RecordedHost {

    static final Map<String, String> FILES = files();

    private final Path root;

    RecordedHost(Path root) throws IOException {
        this.root = root;
        for (Map.Entry<String, String> each : FILES.entrySet()) {
            write(each.getKey(), each.getValue());
        }
    }

    Path proc() {
        return root.resolve("proc");
    }

    Path sys() {
        return root.resolve("sys");
    }

    void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** In one file, one text for another. */
    void change(String file, String from, String to) throws IOException {
        String text = Files.readString(root.resolve(file));
        if (!text.contains(from)) {
            throw new AssertionError(file + " has no " + from);
        }
        write(file, text.replace(from, to));
    }

    private static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        files.put(
                "proc/self/net/dev",
                """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo: 14282909748500 1719114973    0   36    0     0          0         0 14282909748500 1719114973    0    0    0     0       0          0
                  ifb0:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
                  eth0: 263109597    9160    2    3    0     0          0         0   822381    6789    4    5    0     0       6          0
                """);
        files.put("sys/class/net/eth0/speed", "1000\n");
        files.put("sys/class/net/ifb0/speed", "-1\n");
        String neighbors =
                """
                entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls
                000000ff 00000081 00000084 00000000   0000025e 0000005b 0000000a   00000000         00000000         00000b56         00000000       00000000            00000001
                000000ff 00000082 0000007d 00000000   0000022c 0000007a 00000006   00000000         00000000         00000000         00000000       00000000            00000002
                """;
        files.put("proc/self/net/stat/arp_cache", neighbors);
        files.put("proc/sys/net/ipv4/neigh/default/gc_thresh3", "1024\n");
        files.put(
                "proc/self/net/softnet_stat",
                """
                017a7f02 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                21e0a0f0 00000024 00000004 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000002 00000000 00000000
                """);
        files.put(
                "proc/self/net/snmp",
                """
                Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits
                Ip: 2 64 1719119443 0 0 0 0 7 1719119443 1686814076 8 9 0 0 0 10 0 0 0 1686814076
                Icmp: InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs InRedirects InEchos InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost OutDestUnreachs OutTimeExcds OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps
                Icmp: 353 0 0 353 11 0 0 0 0 0 0 0 0 0 348 0 0 0 348 0 0 0 0 0 0 0 0 0 0
                IcmpMsg: InType3 OutType3
                IcmpMsg: 353 348
                Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
                Tcp: 1 200 120000 -1 12374535 11926372 444397 2626602 0 1719071664 1719574070 206422 0 1807249 0
                """);
        files.put(
                "proc/self/net/netstat",
                """
                TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled TW TWRecycled ListenOverflows ListenDrops TCPHPHits TCPAbortOnMemory TCPReqQFullDoCookies TCPReqQFullDrop
                TcpExt: 0 0 0 629 53 6010158 644142 3697 3699 986317844 12 13 14
                IpExt: InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets OutOctets
                IpExt: 1 0 0 0 0 0 14283172376606 14281230367350
                """);
        files.put(
                "proc/self/net/snmp6",
                """
                Ip6InReceives                   	5447
                Ip6InNoRoutes                   	2
                Ip6OutNoRoutes                  	3
                Icmp6InDestUnreachs             	5
                Icmp6OutDestUnreachs            	6
                """);
        files.put(
                "proc/self/net/sockstat",
                """
                sockets: used 18
                TCP: inuse 1 orphan 0 tw 600 alloc 1 mem 1024
                UDP: inuse 0 mem 0
                UDPLITE: inuse 0
                RAW: inuse 0
                FRAG: inuse 3 memory 2097152
                """);
        files.put("proc/sys/net/ipv4/tcp_mem", "287895\t383862\t4096\n");
        files.put("proc/sys/net/ipv4/ipfrag_high_thresh", "4194304\n");
        files.put("proc/sys/net/netfilter/nf_conntrack_max", "262144\n");
        files.put("proc/sys/net/netfilter/nf_conntrack_count", "196608\n");
        files.put(
                "proc/self/net/stat/nf_conntrack",
                """
                entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
                00000000  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 0000000b 00000001 00000000  00000000 00000000 00000000 00000000
                00000000  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000005 00000002 00000000  00000000 00000000 00000000 00000000
                """);
        files.put(
                "proc/self/limits",
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96364                96364                processes
                Max open files            20000                20000                files
                Max locked memory         8388608              8388608              bytes
                Max file locks            unlimited            unlimited            locks
                """);
        files.put("proc/self/fd/0", "");
        files.put("proc/self/fd/1", "");
        files.put("proc/sys/fs/file-nr", "973\t0\t2465972\n");
        files.put("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        files.put("proc/sys/net/ipv4/ip_local_reserved_ports", "8080,32768-32867,60999\n");
        files.put("proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
        return files;
    }
}
