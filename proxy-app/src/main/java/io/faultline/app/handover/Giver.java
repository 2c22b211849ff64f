package io.faultline.app.handover;

import io.faultline.app.serve.ServedProxy;
import io.faultline.app.systemd.Supervisor;
import io.faultline.app.unix.UnixListener;
import io.faultline.app.unix.UnixSocket;
import io.faultline.app.unix.UnixSocket.Message;
import io.faultline.core.runtime.DrainReport;
import io.faultline.core.runtime.listening.LentListener;
import io.faultline.core.wire.linux.Descriptors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The running process's side of a hand-over: waits at the meeting place, gives copies of its sockets to
 * whoever may have them, and serves on until that one says it serves. Whatever goes wrong before that
 * changes nothing.
 */
public final class Giver implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** For an answer of some bytes to somebody who may be gone. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(5);

    private final UnixListener door;
    private final ServedProxy proxy;
    private final Supervisor supervisor;
    private final Consumer<String> say;
    private final CompletableFuture<HandedOver> handedOver = new CompletableFuture<>();
    private final Upgrades upgrades;
    private CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);

    private Giver(
            UnixListener door, ServedProxy proxy, Supervisor supervisor, Consumer<String> say) {
        this.door = door;
        this.proxy = proxy;
        this.supervisor = supervisor;
        this.say = say;
        this.upgrades = new Upgrades(door.path());
    }

    /** Waits from now on, in the place of a predecessor that waited there. */
    public static Giver at(
            Path place, ServedProxy proxy, Supervisor supervisor, Consumer<String> say)
            throws IOException {
        var giver = new Giver(UnixListener.at(place), proxy, supervisor, say);
        daemon(giver::waitForSomebody);
        return giver;
    }

    private static void daemon(Runnable task) {
        Thread.ofPlatform().name("faultline-hand-over").daemon().start(task);
    }

    /** Completes when a successor serves. */
    public CompletableFuture<HandedOver> handedOver() {
        return handedOver;
    }

    /** Starts a successor, as {@code faultline upgrade} does. Does not wait. */
    public void upgrade(String cause) {
        daemon(
                () -> {
                    String refusal = upgrades.start();
                    if (refusal != null) {
                        say.accept(cause + ": " + refusal + "; this process serves on");
                    }
                });
    }

    private void waitForSomebody() {
        while (true) {
            UnixSocket somebody;
            try {
                somebody = door.accept();
            } catch (IOException closed) {
                return;
            }
            daemon(() -> hear(somebody));
        }
    }

    private void hear(UnixSocket somebody) {
        try (somebody) {
            somebody.patience(PATIENCE);
            UnixSocket.Peer peer = somebody.peer();
            if (peer.user() != UnixSocket.ownUser() && peer.user() != 0) {
                somebody.send(Words.say(Words.REFUSED, "only its owner may ask this process"));
                return;
            }
            Message first = somebody.receive();
            switch (Words.word(first)) {
                case Words.TAKE -> give(somebody, peer.pid());
                case Words.FAILED -> gaveUp(peer.pid(), Words.rest(first));
                case Words.UPGRADE -> upgradeFor(somebody);
                default ->
                        somebody.send(
                                Words.say(
                                        Words.REFUSED,
                                        "this release does not understand '"
                                                + Words.word(first)
                                                + "'"));
            }
        } catch (IOException gone) {
            // Whoever it was: nothing was begun with it.
        }
    }

    private void upgradeFor(UnixSocket somebody) throws IOException {
        CompletableFuture<Void> answer = owed();
        try {
            String refusal = upgrades.start();
            somebody.send(
                    refusal == null
                            ? Words.say(Words.UPGRADED, Long.toString(successor()))
                            : Words.say(Words.REFUSED, refusal));
        } finally {
            answer.complete(null);
        }
    }

    /** An answer that this process gives before it ends, even if it has nobody else to serve. */
    private synchronized CompletableFuture<Void> owed() {
        var answer = new CompletableFuture<Void>();
        answered = CompletableFuture.allOf(answered, answer);
        return answer;
    }

    private synchronized CompletableFuture<Void> answered() {
        return answered.copy().completeOnTimeout(null, TO_ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    private long successor() {
        HandedOver to = handedOver.getNow(null);
        return to == null ? 0 : to.pid();
    }

    private void give(UnixSocket successor, long pid) throws IOException {
        List<LentListener> lent;
        try {
            lent = proxy.server().lend().join();
        } catch (CompletionException refused) {
            Throwable cause = refused.getCause();
            String why = String.valueOf((cause == null ? refused : cause).getMessage());
            upgrades.failed(pid, why);
            successor.send(Words.say(Words.REFUSED, why));
            return;
        }
        try {
            send(successor, lent);
            Message answer = successor.receive();
            if (!Words.word(answer).equals(Words.SERVING)) {
                proxy.server().takeBack();
                gaveUp(pid, Words.rest(answer));
            } else if (!upgrades.commit(pid)) {
                proxy.server().takeBack();
                successor.send(Words.say(Words.REFUSED, "it took too long"));
            } else {
                successor.send(Words.say(Words.DRAINING));
                supervisor.replacedBy(pid);
                stopAccepting(pid, new HashSet<>(Words.lines(answer)));
                upgrades.succeeded();
            }
        } catch (IOException gone) {
            proxy.server().takeBack();
            gaveUp(pid, String.valueOf(gone.getMessage()));
        }
    }

    /** Returns when no worker accepts any more: who connects now is the successor's client. */
    private void stopAccepting(long pid, Set<String> taken) {
        int open = proxy.server().openSessions();
        CompletableFuture<DrainReport> drained = proxy.drainFor(taken);
        var over = drained.thenCombine(answered(), (report, nothing) -> report);
        handedOver.complete(new HandedOver(pid, open, over));
        CompletableFuture.anyOf(proxy.server().turned(), drained).join();
    }

    private void gaveUp(long pid, String why) {
        upgrades.failed(pid, why);
        say.accept("process " + pid + " does not take over: " + why + "; this process serves on");
    }

    private void send(UnixSocket successor, List<LentListener> lent) throws IOException {
        List<Integer> copies = new ArrayList<>();
        lent.forEach(each -> copies.addAll(each.descriptors()));
        try {
            for (LentListener each : lent) {
                String kept = Boolean.toString(each.kept());
                // A name only where it is needed: an address tells better who is meant.
                String name = each.isAtItsAddress() ? "" : each.name();
                for (List<Integer> some : inPieces(each.descriptors())) {
                    successor.send(Words.say(Words.LISTENER, List.of(kept, name), some));
                }
            }
            Optional<Integer> admin = proxy.lendAdmin();
            if (admin.isPresent()) {
                copies.add(admin.get());
                successor.send(
                        Words.say(
                                Words.ADMIN,
                                List.of("false", ServedProxy.ADMIN),
                                List.of(admin.get())));
            }
            successor.send(Words.say(Words.END));
        } finally {
            copies.forEach(Descriptors::close);
        }
    }

    private static List<List<Integer>> inPieces(List<Integer> descriptors) {
        List<List<Integer>> pieces = new ArrayList<>();
        int most = UnixSocket.MOST_DESCRIPTORS;
        for (int at = 0; at < descriptors.size(); at += most) {
            pieces.add(descriptors.subList(at, Math.min(at + most, descriptors.size())));
        }
        return pieces;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
