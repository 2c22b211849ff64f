package io.faultline.core.observe.saturation.linux;

import java.util.Arrays;
import java.util.List;

/**
 * Reads /proc/net/snmp and /proc/net/netstat: a line of names, and below it one of numbers, both behind
 * the same prefix. Newer kernels add names anywhere, so columns are found by name in each look.
 */
final class NamedCounters {

    private static final int MOST_COLUMNS = 512;

    private record Wanted(String prefix, String name) {}

    private final List<Wanted> wanted;
    private final long[] values;
    private final int[] columns;

    /** @param names each as {@code TcpExt:ListenDrops} */
    NamedCounters(String... names) {
        wanted =
                Arrays.stream(names)
                        .map(each -> each.split(":", 2))
                        .map(parts -> new Wanted(parts[0] + ":", parts[1]))
                        .toList();
        values = new long[names.length];
        columns = new int[names.length];
        Arrays.fill(values, KernelText.NONE);
    }

    /** Takes the numbers from the text, and forgets those before. */
    void read(KernelText text) {
        Arrays.fill(values, KernelText.NONE);
        Arrays.fill(columns, -1);
        while (text.nextLine()) {
            if (text.nextWord()) {
                readLine(text, text.word());
            }
        }
    }

    /** Of a prefix the first line has the names: until they are found, every line may be that. */
    private void readLine(KernelText text, String prefix) {
        boolean haveNames = false;
        for (int i = 0; i < columns.length; i++) {
            haveNames |= columns[i] >= 0 && wanted.get(i).prefix().equals(prefix);
        }
        for (int column = 0; column < MOST_COLUMNS && text.nextWord(); column++) {
            for (int i = 0; i < columns.length; i++) {
                if (!wanted.get(i).prefix().equals(prefix)) {
                    continue;
                }
                if (haveNames && columns[i] == column) {
                    values[i] = text.number();
                } else if (!haveNames && text.wordIs(wanted.get(i).name())) {
                    columns[i] = column;
                }
            }
        }
    }

    /** Of the n-th name, or {@link KernelText#NONE}. */
    long value(int n) {
        return values[n];
    }
}
