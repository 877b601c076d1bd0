package org.engram.io.recording.edf;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.engram.io.recording.Channel;

/** Makes the ASCII header of a file to be written. Persons and equipment are not named. */
final class EdfHeaderWriter {
    private final byte[] bytes;
    private int at;

    private EdfHeaderWriter(int length) {
        bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
    }

    /**
     * @param start to the second; null when not known
     * @param signals as they are written
     * @param channels in the same order, for their filters
     * @param annotationSamples samples of the annotation signal
     */
    static byte[] header(boolean bdf, LocalDateTime start, RecordPlan plan, List<WrittenSignal> signals,
            List<Channel> channels, int annotationSamples) {
        int data = signals.size();
        EdfHeaderWriter out = new EdfHeaderWriter(256 * (data + 2));
        out.text(8, bdf ? "" : "0");
        out.text(80, "X X X X");
        out.text(80,
                "Startdate " + (start == null ? "X" : EdfDates.startdate(start.toLocalDate())) + " X X X");
        out.text(8, start == null
                ? "01.01.85"
                : String.format(Locale.ROOT, "%02d.%02d.%02d", start.getDayOfMonth(), start.getMonthValue(),
                        start.getYear() % 100));
        out.text(8, start == null
                ? "00.00.00"
                : String.format(Locale.ROOT, "%02d.%02d.%02d", start.getHour(), start.getMinute(),
                        start.getSecond()));
        out.text(8, Integer.toString(out.bytes.length));
        out.text(44, (bdf ? "BDF" : "EDF") + (plan.interrupted() ? "+D" : "+C"));
        out.text(8, Long.toString(plan.count()));
        out.text(8, plan.duration());
        out.text(4, Integer.toString(data + 1));
        int top = signals.isEmpty() || !bdf ? Short.MAX_VALUE : (1 << 23) - 1;
        out.column(16, data, i -> signals.get(i).label(), bdf ? "BDF Annotations" : "EDF Annotations");
        out.column(80, data, i -> "", "");
        out.column(8, data, i -> signals.get(i).dimension(), "");
        out.column(8, data, i -> signals.get(i).physicalMin(), "-1");
        out.column(8, data, i -> signals.get(i).physicalMax(), "1");
        out.column(8, data, i -> Integer.toString(signals.get(i).digitalMin()), Integer.toString(-top - 1));
        out.column(8, data, i -> Integer.toString(signals.get(i).digitalMax()), Integer.toString(top));
        out.column(80, data, i -> Prefilter.write(channels.get(i).band()), "");
        out.column(8, data, i -> Integer.toString(plan.samples()), Integer.toString(annotationSamples));
        if (bdf) {
            byte[] version = "\u00ffBIOSEMI".getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(version, 0, out.bytes, 0, version.length);
        }
        return out.bytes;
    }

    private void column(int width, int count, IntFunction<String> signals, String annotations) {
        for (int i = 0; i < count; i++) {
            text(width, signals.apply(i));
        }
        text(width, annotations);
    }

    private void text(int width, String value) {
        byte[] latin = value.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(latin, 0, bytes, at, Math.min(width, latin.length));
        at += width;
    }
}
