package org.engram.io.recording.edf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.engram.io.recording.Annotation;

/**
 * The timestamped annotation lists (TAL) of all annotation signals of a file: onset, optional duration after byte 21,
 * texts each ended by byte 20, the list ended by byte 0. The first list of a record, with an empty text, says when the
 * record begins.
 */
final class TimestampedAnnotations {
    private static final byte TEXT = 20;
    private static final byte DURATION = 21;
    private static final String CHANNEL = "@@";

    private final double[] recordOnsets;
    private final List<Annotation> annotations = new ArrayList<>();
    private int unreadable;

    private TimestampedAnnotations(int records) {
        recordOnsets = new double[records];
        Arrays.fill(recordOnsets, Double.NaN);
    }

    static TimestampedAnnotations read(EdfHeader header) throws IOException {
        List<EdfSignal> signals = header.signals().stream().filter(s -> s.isAnnotations() && s.samples() > 0)
                .toList();
        TimestampedAnnotations lists = new TimestampedAnnotations(
                signals.isEmpty() ? 0 : Math.toIntExact(header.layout().recordCount()));
        for (int i = 0; i < signals.size(); i++) {
            EdfSignal signal = signals.get(i);
            int length = Math.multiplyExact(signal.samples(), header.type().bytes());
            boolean keepsTime = i == 0;
            header.layout().visit(signal.offset(), length,
                    (record, bytes, at) -> lists.parse((int) record, bytes, at, at + length, keepsTime));
        }
        return lists;
    }

    /** Onset of each record in seconds after the start in the header, NaN where it is not said; empty without a signal. */
    double[] recordOnsets() {
        return recordOnsets;
    }

    /** Onsets are seconds after the start in the header. */
    List<Annotation> annotations() {
        return annotations;
    }

    int unreadable() {
        return unreadable;
    }

    private void parse(int record, byte[] bytes, int from, int to, boolean keepsTime) {
        int at = from;
        boolean first = keepsTime;
        while (at < to) {
            if (bytes[at] == 0) {
                at++;
                continue;
            }
            int end = indexOf(bytes, (byte) 0, at, to);
            list(record, bytes, at, end, first);
            first = false;
            at = end + 1;
        }
    }

    private void list(int record, byte[] bytes, int from, int to, boolean first) {
        int timeEnd = indexOf(bytes, TEXT, from, to);
        int onsetEnd = indexOf(bytes, DURATION, from, timeEnd);
        double onset = number(bytes, from, onsetEnd);
        double duration = onsetEnd + 1 < timeEnd ? number(bytes, onsetEnd + 1, timeEnd) : 0;
        if (timeEnd == to || Double.isNaN(onset) || Double.isNaN(duration)) {
            unreadable++;
            return;
        }
        int at = timeEnd + 1;
        boolean startsRecord = first && at <= to && (at == to || bytes[at] == TEXT);
        if (startsRecord) {
            recordOnsets[record] = onset;
        }
        while (at < to) {
            int end = indexOf(bytes, TEXT, at, to);
            if (end > at) {
                add(onset, Math.max(0, duration), decode(bytes, at, end));
            }
            at = end + 1;
        }
    }

    /** One text about several channels is stored once for each; they are put together again. */
    private void add(double onset, double duration, String text) {
        int mark = text.lastIndexOf(CHANNEL);
        if (mark < 0 || mark + CHANNEL.length() == text.length()) {
            annotations.add(Annotation.of(onset, duration, text));
            return;
        }
        String said = text.substring(0, mark);
        List<String> channels = new ArrayList<>(List.of(text.substring(mark + CHANNEL.length()).strip()));
        int last = annotations.size() - 1;
        if (last >= 0) {
            Annotation before = annotations.get(last);
            if (before.onsetSeconds() == onset && before.durationSeconds() == duration
                    && before.text().equals(said) && !before.channels().isEmpty()) {
                channels.addAll(0, before.channels());
                annotations.remove(last);
            }
        }
        annotations.add(new Annotation(onset, duration, said, channels));
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    private static double number(byte[] bytes, int from, int to) {
        if (to - from > 40) {
            return Double.NaN;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip().replace(',',
                '.');
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)") ? Double.parseDouble(text) : Double.NaN;
    }

    /** UTF-8, as EDF+ demands; Latin-1 where it is not. */
    private static String decode(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUnicode) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }
}
