package org.engram.compute.validation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.engram.compute.estimation.Labels;
import org.engram.core.EngramException;
import org.engram.core.FormatException;

/**
 * Splits made elsewhere and kept in a file, so that two programs evaluate on the very same ones. The file is
 * tab-separated UTF-8 text with the header {@code split, train, test}; each further line has the name of a split and its
 * sample indices, counted from 0, as numbers and inclusive ranges. Lines that start with {@code #} are comments.
 *
 * <pre>
 * split   train        test
 * run 1   18-71        0-17
 * run 2   0-17,36-71   18-35
 * </pre>
 *
 * <p>Groups are ignored here. Because the splits may have been made to fit the labels, a permutation test keeps the
 * labels of each fold together.
 */
public final class ImportedSplits implements Splitter {
    private final String source;
    private final List<Split> splits;

    private ImportedSplits(String source, List<Split> splits) {
        this.source = source;
        this.splits = splits;
    }

    /**
     * @param file a file in the format above
     * @return its splits
     * @throws IOException when it cannot be read
     */
    public static ImportedSplits read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<Split> splits = new ArrayList<>();
        boolean header = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (fields.length != 3) {
                throw new FormatException(file, "line " + (i + 1) + " has " + fields.length
                        + " tab-separated fields, expected 3: split, train, test");
            }
            if (header) {
                requireHeader(file, fields, i + 1);
                header = false;
            } else {
                splits.add(parse(file, fields, i + 1));
            }
        }
        if (splits.isEmpty()) {
            throw new FormatException(file,
                    "holds no split: expected a header (split, train, test) and one line each");
        }
        return new ImportedSplits(String.valueOf(file.getFileName()), List.copyOf(splits));
    }

    /**
     * @param splits any splits
     * @return the text of a file that {@link #read} understands
     */
    public static String format(List<Split> splits) {
        StringBuilder text = new StringBuilder("split\ttrain\ttest\n");
        for (Split split : splits) {
            text.append(split.name().replaceAll("[\t\r\n]", " ")).append('\t').append(ranges(split.train()))
                    .append('\t').append(ranges(split.test())).append('\n');
        }
        return text.toString();
    }

    private static String ranges(int[] indices) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < indices.length; i++) {
            int start = i;
            while (i + 1 < indices.length && indices[i + 1] == indices[i] + 1) {
                i++;
            }
            text.append(text.length() == 0 ? "" : ",").append(indices[start]);
            if (i > start) {
                text.append('-').append(indices[i]);
            }
        }
        return text.toString();
    }

    private static void requireHeader(Path file, String[] fields, int line) {
        if (!fields[0].strip().equals("split") || !fields[1].strip().equals("train")
                || !fields[2].strip().equals("test")) {
            throw new FormatException(file,
                    "line " + line + " should be the header 'split', 'train', 'test', not '"
                            + String.join("', '", fields) + "'");
        }
    }

    private static Split parse(Path file, String[] fields, int line) {
        BitSet train = indices(file, fields[1], line, "train");
        BitSet test = indices(file, fields[2], line, "test");
        if (train.intersects(test)) {
            BitSet both = (BitSet) train.clone();
            both.and(test);
            throw new FormatException(file, "line " + line + " has " + both.cardinality()
                    + " samples on both sides, the first is " + both.nextSetBit(0)
                    + ": a sample is trained on or tested");
        }
        return new Split(fields[0].strip(), train.stream().toArray(), test.stream().toArray());
    }

    private static BitSet indices(Path file, String text, int line, String field) {
        BitSet indices = new BitSet();
        for (String item : text.split(",")) {
            String part = item.strip();
            String[] ends = part.split("-", -1);
            if (!part.matches("\\d{1,8}(-\\d{1,8})?")) {
                throw new FormatException(file, "line " + line + ", " + field + ": '" + part
                        + "' is not a sample index or a range such as 0-17");
            }
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first || indices.get(first, last + 1).cardinality() > 0) {
                throw new FormatException(file, "line " + line + ", " + field + ": '" + part
                        + (last < first ? "' runs backwards" : "' repeats samples named before"));
            }
            indices.set(first, last + 1);
        }
        return indices;
    }

    @Override
    public List<Split> split(Labels y, List<String> groups) {
        for (Split split : splits) {
            for (int[] side : List.of(split.train(), split.test())) {
                if (side[side.length - 1] >= y.size()) {
                    throw new EngramException("split '" + split.name() + "' of " + source + " names sample "
                            + side[side.length - 1] + ", but there are only " + y.size()
                            + " (counted from 0): the file belongs to other data");
                }
            }
        }
        return splits;
    }

    @Override
    public String describe() {
        return splits.size() + " splits from " + source;
    }

    @Override
    public boolean dependsOnLabels() {
        return true;
    }
}
