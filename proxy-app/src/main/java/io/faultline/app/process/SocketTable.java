package io.faultline.app.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The TCP sockets of this machine on one port, as the kernel lists them in {@code /proc/net}. */
final class SocketTable {

    private static final Pattern COLUMNS = Pattern.compile("\\s+");
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /**
     * @param state two hexadecimal digits
     * @param inode 0 for what no process has open, such as TIME_WAIT
     */
    record Row(String state, String inode) {

        boolean isListening() {
            return state.equals("0A");
        }

        /** As {@code ss} and {@code netstat} call it. */
        String stateName() {
            return switch (state) {
                case "01" -> "ESTABLISHED";
                case "02" -> "SYN_SENT";
                case "03", "0C" -> "SYN_RECV";
                case "04" -> "FIN_WAIT1";
                case "05" -> "FIN_WAIT2";
                case "06" -> "TIME_WAIT";
                case "07" -> "CLOSE";
                case "08" -> "CLOSE_WAIT";
                case "09" -> "LAST_ACK";
                case "0A" -> "LISTEN";
                case "0B" -> "CLOSING";
                default -> "state " + state;
            };
        }
    }

    private SocketTable() {}

    /** Those whose own port it is, of both families; none where there is no {@code /proc}. */
    static List<Row> onPort(int port, Path proc) {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        List<Row> rows = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : linesOf(proc.resolve(table))) {
                List<String> columns = COLUMNS.splitAsStream(line.strip()).toList();
                if (columns.size() > INODE && columns.get(LOCAL_ADDRESS).endsWith(ending)) {
                    rows.add(new Row(columns.get(STATE), columns.get(INODE)));
                }
            }
        }
        return rows;
    }

    static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
