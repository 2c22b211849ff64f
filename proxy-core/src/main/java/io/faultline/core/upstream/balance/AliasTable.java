package io.faultline.core.upstream.balance;

import java.util.Arrays;

/**
 * Draws an index with a chance proportional to its weight in constant time, however many there are
 * (Walker's alias method as Vose builds it). Each column is shared by at most two indices.
 */
final class AliasTable {

    private final long total;
    private final long[] keepBelow; // of `total`: how much of the column belongs to its own index
    private final int[] alias; // whose is the rest

    AliasTable(int[] weights) {
        int size = weights.length;
        total = Arrays.stream(weights).asLongStream().sum();
        keepBelow = new long[size];
        alias = new int[size];
        int[] columns = new int[size]; // small ones from the left, large ones from the right
        int small = 0;
        int large = size;
        for (int i = 0; i < size; i++) {
            keepBelow[i] = (long) weights[i] * size;
            if (keepBelow[i] < total) {
                columns[small++] = i;
            } else {
                columns[--large] = i;
            }
        }
        while (small > 0 && large < size) {
            int poor = columns[--small];
            int rich = columns[large];
            alias[poor] = rich;
            keepBelow[rich] -= total - keepBelow[poor];
            if (keepBelow[rich] < total) {
                large++;
                columns[small++] = rich;
            }
        }
    }

    int draw(WorkerRandom random) {
        int column = random.below(alias.length);
        return random.below(total) < keepBelow[column] ? column : alias[column];
    }
}
