package io.faultline.l7.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.l7.message.Ascii;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final ArrayDeque<Runnable> turnEnds = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final Outbox outbox = new Outbox(turnEnds::add);
    private final Wire red = wire("red");
    private final Wire blue = wire("blue");
    private int backlog;

    @Test
    void whatOneTurnPutsForAWireLeavesInOneCallWhenItEnds() {
        outbox.to(red).put(Ascii.bytes("head "));
        outbox.to(red).put(Ascii.bytes("body"));
        outbox.to(blue).put(Ascii.bytes("other"));
        assertThat(sent).isEmpty();

        endTurn();

        assertThat(sent).containsExactly("red head body", "blue other");
    }

    @Test
    void asksForTheEndOfATurnOncePerTurn() {
        outbox.to(red).put(Ascii.bytes("a"));
        outbox.to(blue).put(Ascii.bytes("b"));
        assertThat(turnEnds).hasSize(1);
        endTurn();

        outbox.to(red).put(Ascii.bytes("c"));

        assertThat(turnEnds).hasSize(1);
    }

    @Test
    void requestsLeaveBeforeAnswersAndEachWireKeepsItsOrder() {
        Wire endpoint = wire("endpoint");
        outbox.to(red).put(Ascii.bytes("1"));
        outbox.toEndpoint(endpoint).put(Ascii.bytes("x"));
        outbox.to(blue).put(Ascii.bytes("2"));
        outbox.toEndpoint(endpoint).put(Ascii.bytes("y"));
        outbox.to(red).put(Ascii.bytes("3"));
        endTurn();
        assertThat(sent).containsExactly("endpoint x", "endpoint y", "red 1", "blue 2", "red 3");

        outbox.to(red).put(Ascii.bytes("4"));
        outbox.to(blue).put(Ascii.bytes("5"));
        endTurn();
        assertThat(sent.subList(5, 7)).containsExactly("red 4", "blue 5");
    }

    @Test
    void wiresThatTakeTurnsKeepTheirOrder() {
        outbox.to(red).put(Ascii.bytes("1"));
        outbox.to(blue).put(Ascii.bytes("x"));
        outbox.to(red).put(Ascii.bytes("2"));
        endTurn();

        assertThat(sent).containsExactly("red 1", "blue x", "red 2");
    }

    @Test
    void aLargeBodyGoesOutAtOnceBehindAllThatWasPutForItsWireBefore() {
        outbox.to(red).put(Ascii.bytes("1 "));
        outbox.to(blue).put(Ascii.bytes("x"));
        outbox.to(red).put(Ascii.bytes("2 "));
        Chunk large = chunk("L".repeat(5_000));

        outbox.pass(large, 0, 5_000);
        assertThat(sent).containsExactly("red 1 ", "red 2 " + "L".repeat(5_000));

        outbox.put(Ascii.bytes("3"));
        endTurn();
        assertThat(sent.subList(2, 4)).containsExactly("blue x", "red 3");
    }

    @Test
    void saysThatBytesWaitInTheWireEvenWhenItKeepsTheseItself() {
        outbox.to(red);
        assertThat(outbox.pass(chunk("small"), 0, 5)).isTrue();
        backlog = 1;

        assertThat(outbox.pass(chunk("small"), 0, 5)).isFalse();
    }

    @Test
    void whatWasMeantForAWireThatHasGoneGoesNowhere() {
        outbox.to(red).put(Ascii.bytes("1"));
        outbox.to(blue).put(Ascii.bytes("x"));
        outbox.to(red).put(Ascii.bytes("2"));

        outbox.forget(red);
        endTurn();

        assertThat(sent).containsExactly("blue x");
    }

    @Test
    void goesOnForTheSameWireAfterAFlushInTheMiddle() {
        outbox.to(red).put(Ascii.bytes("1"));
        outbox.flush();
        outbox.put(Ascii.bytes("2"));
        endTurn();

        assertThat(sent).containsExactly("red 1", "red 2");
    }

    @Test
    void takesMoreWiresInATurnThanItKeepsApart() {
        for (int i = 0; i < 2_000; i++) {
            outbox.to(i % 2 == 0 ? red : blue).put((byte) '.');
        }
        endTurn();

        assertThat(sent).hasSize(2_000);
    }

    @Test
    void takesMoreBytesInATurnThanItHolds() {
        byte[] head = Ascii.bytes("h".repeat(10_000));
        for (int i = 0; i < 100; i++) {
            outbox.to(red).put(head);
        }
        endTurn();

        assertThat(sent.stream().mapToInt(text -> text.length() - "red ".length()).sum())
                .isEqualTo(1_000_000);
    }

    private void endTurn() {
        turnEnds.remove().run();
    }

    private static Chunk chunk(String text) {
        Chunk chunk = Chunk.allocate(text.length());
        chunk.buffer().put(0, Ascii.bytes(text));
        return chunk;
    }

    private Wire wire(String name) {
        return (Wire)
                Proxy.newProxyInstance(
                        Wire.class.getClassLoader(),
                        new Class<?>[] {Wire.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "write" -> {
                                        sent.add(name + " " + text(arguments));
                                        yield true;
                                    }
                                    case "backlogBytes" -> backlog;
                                    default -> throw new AssertionError(method);
                                });
    }

    private static String text(Object[] runs) {
        var text = new StringBuilder();
        for (int i = 0; i < runs.length; i += 3) {
            Chunk chunk = (Chunk) runs[i];
            for (int at = (int) runs[i + 1]; at < (int) runs[i + 2]; at++) {
                text.append((char) chunk.at(at));
            }
        }
        return text.toString();
    }
}
