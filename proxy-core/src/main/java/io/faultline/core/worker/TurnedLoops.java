package io.faultline.core.worker;

import io.faultline.core.timing.LoopTurn;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * One event loop that says when a turn of it begins: Netty itself tells nobody. The first event of the
 * turn reads the clock, so no turn costs more than one look at it.
 */
final class TurnedLoops extends MultiThreadIoEventLoopGroup {

    TurnedLoops(ThreadFactory thread, IoHandlerFactory handlers, LoopTurn turn) {
        super(1, thread, handlers, turn);
    }

    /** Called while this group is being made: it has no fields yet, so the turn comes along. */
    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... with) {
        return new TurnedLoop(this, executor, handlers, (LoopTurn) with[0]);
    }

    private static final class TurnedLoop extends SingleThreadIoEventLoop {

        private final LoopTurn turn;

        TurnedLoop(
                IoEventLoopGroup parent,
                Executor executor,
                IoHandlerFactory handlers,
                LoopTurn turn) {
            super(parent, executor, handlers);
            this.turn = turn;
        }

        @Override
        protected int runIo() {
            turn.begins();
            return super.runIo();
        }
    }
}
