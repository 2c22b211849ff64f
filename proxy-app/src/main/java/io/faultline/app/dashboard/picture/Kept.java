package io.faultline.app.dashboard.picture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last of something, each with a number: who has seen all up to one number asks for what came behind
 * it, and nothing is sent twice.
 */
final class Kept<T> {

    private final Deque<Numbered<T>> oldestFirst = new ArrayDeque<>();
    private final int size;
    private final AtomicLong numbers;

    Kept(int size) {
        this(size, new AtomicLong());
    }

    /** @param numbers may be shared with others: then all together have one order */
    Kept(int size, AtomicLong numbers) {
        this.size = size;
        this.numbers = numbers;
    }

    void add(T value) {
        oldestFirst.addLast(new Numbered<>(numbers.incrementAndGet(), value));
        if (oldestFirst.size() > size) {
            oldestFirst.removeFirst();
        }
    }

    long last() {
        return numbers.get();
    }

    /** Oldest first. */
    List<Numbered<T>> after(long seen) {
        return oldestFirst.stream().filter(each -> each.number() > seen).toList();
    }
}
