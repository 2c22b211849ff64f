package io.faultline.benchmarks.load;

import java.nio.ByteBuffer;

/** Finds the ends of the answers in what one connection receives. */
public interface AnswerCounter {

    /** How many answers these bytes complete. */
    int feed(ByteBuffer in);

    /** An echo is as long as what was sent. */
    static AnswerCounter ofLength(int bytes) {
        return new AnswerCounter() {
            private int got;

            @Override
            public int feed(ByteBuffer in) {
                got += in.remaining();
                in.position(in.limit());
                int whole = got / bytes;
                got %= bytes;
                return whole;
            }
        };
    }
}
