package io.faultline.testkit.leak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The platform threads of this JVM that somebody's code has started. */
final class RunningThreads {

    /** Started once by the JDK, the test runner or Netty's globals; nobody can end them. */
    private static final List<String> ALWAYS_THERE =
            List.of(
                    "main",
                    "Reference Handler",
                    "Finalizer",
                    "Signal Dispatcher",
                    "Common-Cleaner",
                    "Notification Thread",
                    "Attach Listener",
                    "process reaper",
                    "ForkJoinPool",
                    "VirtualThread-",
                    "Read-Poller",
                    "Write-Poller",
                    "Master-Poller",
                    "MasterPoller",
                    "Keep-Alive-Timer",
                    "Cleaner-",
                    "DestroyJavaVM",
                    "surefire-",
                    "ping-",
                    "Thread-0",
                    "junit-",
                    "globalEventExecutor",
                    "CompletableFutureDelayScheduler",
                    "JFR ",
                    "Monitor Ctrl-Break");

    private RunningThreads() {}

    static Map<String, String> now() {
        var found = new TreeMap<String, String>();
        Thread.getAllStackTraces()
                .forEach(
                        (thread, stack) -> {
                            if (thread.isAlive() && isSomebodys(thread)) {
                                found.put("thread-" + thread.threadId(), describe(thread, stack));
                            }
                        });
        return found;
    }

    private static boolean isSomebodys(Thread thread) {
        return thread != Thread.currentThread()
                && ALWAYS_THERE.stream().noneMatch(thread.getName()::startsWith);
    }

    private static String describe(Thread thread, StackTraceElement[] stack) {
        var group = thread.getThreadGroup();
        return "thread \"%s\"%s in %s, %s%s"
                .formatted(
                        thread.getName(),
                        thread.isDaemon() ? " (daemon)" : "",
                        group == null ? "no group" : "group " + group.getName(),
                        thread.getState(),
                        stack.length == 0 ? "" : " at " + stack[0]);
    }
}
