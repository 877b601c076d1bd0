package org.engram.io.recording.treebank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.FormatException;
import org.engram.io.recording.Annotation;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;

/**
 * Word onsets and stretches without speech, as tables whose columns {@code est_idx} and {@code est_end_idx} are samples of
 * the recording.
 */
public final class TreebankEvents {
    private static final String FIRST = "est_idx";
    private static final String END = "est_end_idx";
    private static final String WORD = "full_word";
    private static final String SILENCE = "nonverbal";

    private TreebankEvents() {}

    /**
     * @param file a table of words ({@code *_words_df.csv}, with all its features) or of stretches without speech
     *     ({@code *_nonverbal_df.csv})
     * @return the table as it is
     * @throws IOException if the file cannot be read
     */
    public static Table read(Path file) throws IOException {
        Table table = TableFile.read(file);
        for (String name : List.of(FIRST, END)) {
            if (!table.has(name) || table.rowCount() > 0 && !table.column(name).isNumeric()) {
                throw new FormatException(file,
                        "has no column " + name + " of numbers; expected a table of events"
                                + " with the columns " + FIRST + " and " + END + ", there is: "
                                + table.columnNames());
            }
        }
        return table;
    }

    /**
     * @param file a table of words or of stretches without speech
     * @param samplingRateHz of the recording, 2048 Hz in the published files
     * @return one annotation for each row whose samples are known: its text is the word, or {@value #SILENCE}
     * @throws IOException if the file cannot be read
     */
    public static List<Annotation> annotations(Path file, double samplingRateHz) throws IOException {
        Table table = read(file);
        double[] first = table.rowCount() == 0 ? new double[0] : table.numbers(FIRST);
        double[] end = table.rowCount() == 0 ? new double[0] : table.numbers(END);
        Column words = table.has(WORD) ? table.column(WORD) : null;
        List<Annotation> annotations = new ArrayList<>(first.length);
        for (int row = 0; row < first.length; row++) {
            if (!Double.isFinite(first[row])) {
                continue;
            }
            double length = Double.isFinite(end[row]) ? Math.max(0, end[row] - first[row]) : 0;
            annotations.add(Annotation.of(first[row] / samplingRateHz, length / samplingRateHz,
                    words == null ? SILENCE : words.text(row)));
        }
        return annotations;
    }
}
