package io.faultline.core.worker;

import io.faultline.core.timing.LoopTurn;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;

/**
 * Netty's handler of I/O, and the news when it begins a turn: Netty itself tells nobody. When the turn's
 * events are there, the first of them tells, so no turn costs more than one look at the clock.
 */
final class TurnWatch implements IoHandler {

    private final IoHandler handler;
    private final LoopTurn turn;

    private TurnWatch(IoHandler handler, LoopTurn turn) {
        this.handler = handler;
        this.turn = turn;
    }

    static IoHandlerFactory around(IoHandlerFactory factory, LoopTurn turn) {
        return executor -> new TurnWatch(factory.newHandler(executor), turn);
    }

    @Override
    public int run(IoHandlerContext context) {
        turn.begins();
        return handler.run(context);
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }
}
