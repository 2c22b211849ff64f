package io.faultline.l7.http2.frame;

/**
 * What one side asks the other to keep to (RFC 9113 6.5, RFC 8441 3). A new one holds what is in force
 * before anything was said.
 */
public final class Settings {

    public static final int HEADER_TABLE_SIZE = 0x1;
    public static final int ENABLE_PUSH = 0x2;
    public static final int MAX_CONCURRENT_STREAMS = 0x3;
    public static final int INITIAL_WINDOW_SIZE = 0x4;
    public static final int MAX_FRAME_SIZE = 0x5;
    public static final int MAX_HEADER_LIST_SIZE = 0x6;
    public static final int ENABLE_CONNECT_PROTOCOL = 0x8;

    public static final int DEFAULT_WINDOW = 65_535;
    public static final int DEFAULT_FRAME_SIZE = 16_384;
    public static final int DEFAULT_TABLE_SIZE = 4_096;
    public static final int MOST_FRAME_SIZE = (1 << 24) - 1;
    public static final int MOST_WINDOW = Integer.MAX_VALUE;

    /** Nothing was said. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private int headerTableSize = DEFAULT_TABLE_SIZE;
    private boolean push = true;
    private int maxConcurrentStreams = UNLIMITED;
    private int initialWindowSize = DEFAULT_WINDOW;
    private int maxFrameSize = DEFAULT_FRAME_SIZE;
    private int maxHeaderListSize = UNLIMITED;
    private boolean connectProtocol;

    /**
     * Takes one setting over.
     *
     * @param value as an unsigned number
     * @return what the connection ends with, or {@link ErrorCode#NO_ERROR}
     */
    public ErrorCode apply(int id, long value) {
        int clipped = (int) Math.min(value, Integer.MAX_VALUE);
        switch (id) {
            case HEADER_TABLE_SIZE -> headerTableSize = clipped;
            case ENABLE_PUSH -> {
                if (value > 1) {
                    return ErrorCode.PROTOCOL_ERROR;
                }
                push = value == 1;
            }
            case MAX_CONCURRENT_STREAMS -> maxConcurrentStreams = clipped;
            case INITIAL_WINDOW_SIZE -> {
                if (value > MOST_WINDOW) {
                    return ErrorCode.FLOW_CONTROL_ERROR;
                }
                initialWindowSize = clipped;
            }
            case MAX_FRAME_SIZE -> {
                if (value < DEFAULT_FRAME_SIZE || value > MOST_FRAME_SIZE) {
                    return ErrorCode.PROTOCOL_ERROR;
                }
                maxFrameSize = clipped;
            }
            case MAX_HEADER_LIST_SIZE -> maxHeaderListSize = clipped;
            case ENABLE_CONNECT_PROTOCOL -> {
                // RFC 8441 3: it may not be taken back once it was given.
                if (value > 1 || connectProtocol && value == 0) {
                    return ErrorCode.PROTOCOL_ERROR;
                }
                connectProtocol = value == 1;
            }
            default -> {} // RFC 9113 6.5.2: unknown ones are ignored
        }
        return ErrorCode.NO_ERROR;
    }

    public int headerTableSize() {
        return headerTableSize;
    }

    public boolean push() {
        return push;
    }

    public int maxConcurrentStreams() {
        return maxConcurrentStreams;
    }

    public int initialWindowSize() {
        return initialWindowSize;
    }

    public int maxFrameSize() {
        return maxFrameSize;
    }

    public int maxHeaderListSize() {
        return maxHeaderListSize;
    }

    public boolean connectProtocol() {
        return connectProtocol;
    }
}
