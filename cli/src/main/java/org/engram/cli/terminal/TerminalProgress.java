package org.engram.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.engram.core.Progress;

/**
 * Progress on the error stream, with the time left. Nothing is shown for a task that ends within two seconds. On a
 * terminal one line is redrawn; elsewhere (a log file) a line is added every ten seconds.
 */
public final class TerminalProgress implements Progress {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int BAR_WIDTH = 28;

    private final PrintStream out;
    private final boolean redraw;

    /**
     * @param out where to write
     * @param redraw whether {@code out} is a terminal whose line can be drawn again
     */
    public TerminalProgress(PrintStream out, boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    @Override
    public Task begin(String name, long total) {
        return new RunningTask(name, total);
    }

    private final class RunningTask implements Task {
        private final String name;
        private final long total;
        private final long start = System.nanoTime();
        private final long interval = (redraw ? Duration.ofMillis(100) : Duration.ofSeconds(10)).toNanos();
        private final AtomicLong done = new AtomicLong();
        private long shownAt;
        private boolean shown;
        private volatile String note = "";

        RunningTask(String name, long total) {
            this.name = name;
            this.total = total;
        }

        @Override
        public void advance(long steps) {
            long now = done.addAndGet(steps);
            long elapsed = System.nanoTime() - start;
            if (elapsed > QUIET.toNanos()) {
                show(now, elapsed, false);
            }
        }

        @Override
        public void note(String text) {
            note = text;
        }

        private synchronized void show(long now, long elapsed, boolean last) {
            if (!last && shown && elapsed - shownAt < interval) {
                return;
            }
            shown = true;
            shownAt = elapsed;
            String line = line(name, now, total, Duration.ofNanos(elapsed))
                    + (note.isEmpty() ? "" : "  " + note);
            if (redraw) {
                out.print("\r" + line + "\u001b[K" + (last ? "\n" : ""));
                out.flush();
            } else {
                out.println(line);
            }
        }

        @Override
        public void close() {
            if (shown) {
                show(done.get(), System.nanoTime() - start, true);
            }
        }
    }

    static String line(String name, long done, long total, Duration elapsed) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s: %d done, %s", name, done, clock(elapsed));
        }
        double fraction = Math.min(1.0, (double) done / total);
        int filled = (int) Math.round(fraction * BAR_WIDTH);
        String bar = "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
        String time = fraction >= 1
                ? "in " + clock(elapsed)
                : fraction > 0
                        ? clock(Duration.ofNanos((long) (elapsed.toNanos() / fraction * (1 - fraction))))
                                + " left"
                        : "";
        return String.format(Locale.ROOT, "%s [%s] %3.0f %% %s", name, bar, 100 * fraction, time);
    }

    private static String clock(Duration d) {
        long seconds = Math.round(d.toMillis() / 1000.0);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
