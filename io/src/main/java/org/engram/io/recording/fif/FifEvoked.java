package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.Evoked;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.FifMatrix;
import org.engram.io.recording.fif.tag.FifOutput;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;

/** Averages over trials ({@code -ave.fif}), several conditions in one file. */
public final class FifEvoked {
    private static final int AVERAGE = 100;
    private static final int STANDARD_ERROR = 101;

    private FifEvoked() {}

    /**
     * @param file a FIFF file
     * @return all its averages and standard errors, in the order of the file
     * @throws IOException if it cannot be read
     */
    public static List<Evoked> read(Path file) throws IOException {
        return read(file, ReadOptions.DEFAULT, notice -> {});
    }

    /**
     * @param file a FIFF file
     * @param options what to do where the file leaves room
     * @param notices told of what is left out
     * @return all its averages and standard errors, in the order of the file
     * @throws UnsupportedFeatureException if it holds none
     * @throws IOException if it cannot be read
     */
    public static List<Evoked> read(Path file, ReadOptions options, Consumer<Notice> notices)
            throws IOException {
        FifFile content = FifFile.open(file, options.lenient(), notices);
        List<Block> blocks = content.root().blocks(Blocks.EVOKED);
        if (blocks.isEmpty()) {
            throw FifContents.missing(content, "average");
        }
        MeasurementInfo info = InfoReader.read(content, notices);
        List<Evoked> all = new ArrayList<>();
        for (Block block : blocks) {
            readBlock(content, block, info, options, notices, all);
        }
        return all;
    }

    private static void readBlock(FifFile file, Block block, MeasurementInfo shared, ReadOptions options,
            Consumer<Notice> notices, List<Evoked> all) throws IOException {
        MeasurementInfo info = ownInfo(file, block, shared, notices);
        List<Block> aspects = new ArrayList<>(block.blocks(Blocks.ASPECT));
        List<Block> shielded = block.blocks(Blocks.SHIELDED_ASPECT);
        if (aspects.isEmpty() && !shielded.isEmpty() && !options.activeShielding()) {
            throw new UnsupportedFeatureException(file.path()
                    + ": averages were recorded with internal active"
                    + " shielding, which distorts them: allow active shielding to read them nevertheless");
        }
        aspects.addAll(shielded);
        for (Block aspect : aspects) {
            int kind = file.integer(file.need(aspect, Kinds.ASPECT_KIND, "the kind of average"));
            if (kind != AVERAGE && kind != STANDARD_ERROR) {
                notices.accept(
                        new Notice("fif-aspect-left-out", file.path() + ": holds something of kind " + kind
                                + " beside averages (100) and standard errors (101); it is left out"));
                continue;
            }
            Optional<Tag> comment = aspect.find(Kinds.COMMENT).or(() -> block.find(Kinds.COMMENT));
            Optional<Tag> count = aspect.find(Kinds.AVERAGE_COUNT);
            double[][] samples = samples(file, aspect, info.table().averageScales(options));
            all.add(new Evoked(comment.isPresent() ? file.text(comment.get()) : "",
                    kind == AVERAGE ? Evoked.Kind.AVERAGE : Evoked.Kind.STANDARD_ERROR,
                    count.isPresent() ? file.integer(count.get()) : 1, info.channels(), info.samplingRateHz(),
                    firstTime(file, block, info.samplingRateHz(), samples[0].length), samples,
                    info.projectors()));
        }
    }

    /** Old files describe channels once more with each average. */
    private static MeasurementInfo ownInfo(FifFile file, Block block, MeasurementInfo shared,
            Consumer<Notice> notices) throws IOException {
        if (block.find(Kinds.CHANNEL_COUNT).isEmpty()) {
            return shared;
        }
        ChannelTable table = ChannelTable.read(file, block, notices).withBadOf(shared.table());
        Optional<Tag> rate = block.find(Kinds.SAMPLING_RATE);
        double own = rate.isPresent() ? file.number(rate.get()) : 0;
        return shared.with(table, own > 0 && own < 1e9 ? own : shared.samplingRateHz());
    }

    private static int firstTime(FifFile file, Block block, double rate, int times) throws IOException {
        Optional<Tag> first = block.find(Kinds.FIRST_SAMPLE);
        Optional<Tag> last = block.find(Kinds.LAST_SAMPLE);
        Optional<Tag> seconds = block.find(Kinds.FIRST_TIME);
        if (seconds.isPresent() && block.find(Kinds.SAMPLE_COUNT).isPresent()) {
            return (int) Math.rint(file.number(seconds.get()) * rate);
        }
        Tag needed = first.orElseThrow(
                () -> new FormatException(file.path(),
                        "an average has no first sample: the file is damaged"));
        int begin = file.integer(needed);
        if (last.isPresent() && (long) file.integer(last.get()) - begin + 1 != times) {
            throw file.damaged(needed,
                    "an average of " + times + " samples says it has samples " + begin + " to "
                            + file.integer(last.get()));
        }
        return begin;
    }

    private static double[][] samples(FifFile file, Block aspect, double[] scales) throws IOException {
        List<Tag> tags = aspect.findAll(Kinds.EPOCH);
        if (tags.stream().anyMatch(tag -> Types.isComplex(tag.type()))) {
            throw new UnsupportedFeatureException(file.path()
                    + ": its averages are complex numbers: save the real part or power");
        }
        double[][] samples;
        if (tags.size() == 1) {
            FifMatrix matrix = file.matrix(tags.get(0));
            boolean oneChannel = scales.length == 1 && matrix.columns() == 1;
            samples = oneChannel ? new double[][] {matrix.values()} : rows(file, tags.get(0), matrix);
        } else {
            samples = new double[tags.size()][];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = file.numbers(tags.get(i));
            }
        }
        if (samples.length != scales.length || samples[0].length == 0) {
            throw new FormatException(file.path(),
                    "an average has " + samples.length + " rows of samples for "
                            + scales.length + " channels: the file is damaged");
        }
        for (int channel = 0; channel < samples.length; channel++) {
            if (samples[channel].length != samples[0].length) {
                throw new FormatException(file.path(),
                        "an average has channels of " + samples[0].length + " and "
                                + samples[channel].length + " samples: the file is damaged");
            }
            for (int i = 0; i < samples[channel].length; i++) {
                samples[channel][i] *= scales[channel];
            }
        }
        return samples;
    }

    private static double[][] rows(FifFile file, Tag tag, FifMatrix matrix) {
        if (matrix.shape().length != 2) {
            throw file.damaged(tag,
                    "an average is a matrix of " + matrix.shape().length + " sizes, expected 2");
        }
        return matrix.toRows();
    }

    /**
     * Writes averages of the same channels, as 32-bit floating point numbers.
     *
     * @param averages averages and standard errors, not empty
     * @param file the file to make or replace; its name should end in {@code -ave.fif}
     * @throws IOException if it cannot be written
     */
    public static void write(List<Evoked> averages, Path file) throws IOException {
        if (averages.isEmpty()) {
            throw new EngramException(file + ": no averages were given to write");
        }
        Evoked first = averages.get(0);
        for (Evoked other : averages) {
            if (!other.channels().equals(first.channels())
                    || other.samplingRateHz() != first.samplingRateHz()) {
                throw new EngramException(file + ": averages \"" + first.comment() + "\" and \""
                        + other.comment()
                        + "\" have different channels or sampling rates: write them to files of their own");
            }
        }
        FifOutput.write(file, out -> {
            out.begin(Blocks.MEASUREMENT);
            InfoWriter.of(first.channels(), first.samplingRateHz()).projectors(first.projectors()).write(out);
            out.begin(Blocks.PROCESSED_DATA);
            for (Evoked evoked : averages) {
                write(out, evoked);
            }
            out.end(Blocks.PROCESSED_DATA);
            out.end(Blocks.MEASUREMENT);
        });
    }

    private static void write(FifOutput out, Evoked evoked) throws IOException {
        out.begin(Blocks.EVOKED);
        out.text(Kinds.COMMENT, evoked.comment());
        out.floats(Kinds.FIRST_TIME, evoked.firstTime() / evoked.samplingRateHz());
        out.integers(Kinds.SAMPLE_COUNT, evoked.timeCount());
        out.integers(Kinds.FIRST_SAMPLE, evoked.firstTime());
        out.integers(Kinds.LAST_SAMPLE, evoked.firstTime() + evoked.timeCount() - 1);
        out.begin(Blocks.ASPECT);
        out.integers(Kinds.ASPECT_KIND, evoked.kind() == Evoked.Kind.AVERAGE ? AVERAGE : STANDARD_ERROR);
        out.integers(Kinds.AVERAGE_COUNT, evoked.trialCount());
        out.floatMatrix(Kinds.EPOCH, evoked.samples());
        out.end(Blocks.ASPECT);
        out.end(Blocks.EVOKED);
    }
}
