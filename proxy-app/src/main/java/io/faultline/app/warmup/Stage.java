package io.faultline.app.warmup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where origin and clients play: one selector on the thread that starts the process. They cost little
 * beside the proxy, and there is no thread of theirs to end.
 */
final class Stage implements Closeable {

    private static final long LOOK_MILLIS = 2;

    private final long endNanos;
    private final BooleanSupplier enough;
    private final Selector selector;
    private final List<Runnable> later = new ArrayList<>();
    private final Deque<SelectionKey> waiting = new ArrayDeque<>();
    private boolean crowded = true;

    /** What all of them read into: nobody keeps bytes. */
    final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);

    Stage(long endNanos, BooleanSupplier enough) throws IOException {
        this.endNanos = endNanos;
        this.enough = enough;
        this.selector = Selector.open();
    }

    /** One who waits for a channel. An exception ends its channel; that is part of the play. */
    interface Player {
        void ready(SelectionKey key) throws IOException;

        /** Its turn has come. */
        default void go(SelectionKey key) throws IOException {}

        /** The channel is gone. */
        default void gone() {}
    }

    SelectionKey enter(SelectableChannel channel, int interest, Player player) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest, player);
    }

    /** Done when the others have had their turn. */
    void later(Runnable step) {
        later.add(step);
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0 || enough.getAsBoolean();
    }

    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    /** Who has done one thing does the next: at once in a crowd, else when it is asked to. */
    void next(SelectionKey key) throws IOException {
        if (crowded) {
            ((Player) key.attachment()).go(key);
        } else {
            waiting.add(key);
        }
    }

    /**
     * For so long, or until it is over.
     *
     * @param inACrowd whether all act at once, or one after the other
     */
    void play(long nanos, boolean inACrowd) throws IOException {
        crowded = inACrowd;
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos && !isOver()) {
            do {
                askOne();
            } while (crowded && !waiting.isEmpty());
            selector.select(Stage::turn, LOOK_MILLIS);
            List<Runnable> steps = List.copyOf(later);
            later.clear();
            steps.forEach(Runnable::run);
        }
    }

    private void askOne() {
        SelectionKey key = waiting.poll();
        if (key != null && key.isValid()) {
            turn(key, Player::go);
        }
    }

    private static void turn(SelectionKey key) {
        turn(key, Player::ready);
    }

    private static void turn(SelectionKey key, Step step) {
        Player player = (Player) key.attachment();
        try {
            step.of(player, key);
        } catch (IOException | RuntimeException ended) {
            leave(key);
            player.gone();
        }
    }

    private interface Step {
        void of(Player player, SelectionKey key) throws IOException;
    }

    static void leave(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException alreadyGone) {
            // As good as closed.
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            leave(key);
        }
        selector.close();
    }
}
