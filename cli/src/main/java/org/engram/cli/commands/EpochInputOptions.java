package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.decoders.timeseries.study.ChannelChoice;
import org.engram.decoders.timeseries.study.EpochPreparation;
import org.engram.decoders.timeseries.study.EpochStudy;
import org.engram.decoders.timeseries.study.EpochStudyReader;
import org.engram.io.recording.montage.Montage;
import org.engram.io.recording.montage.MontageFile;
import org.engram.io.recording.montage.StandardMontages;
import picocli.CommandLine.Option;

/** Epochs to decode, with the table of their trials, and what is done to them first. */
final class EpochInputOptions {
    @Option(names = "--epochs", paramLabel = "FILE", arity = "1..*", description = "Decode epochs of EEG, MEG or sEEG instead of fMRI: .npz with X (trial, channel, time) and"
            + " sfreq, -epo.fif, epoched .set, or the folder of a BIDS dataset, cut around its events. Several files are"
            + " joined.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--trials", paramLabel = "TABLE", arity = "1..*", description = "A .csv or .tsv with one row for each epoch, one table for each file. Default: NAME_trials.csv or"
            + " trials.csv beside the file, or what the file itself says of its epochs.")
    List<Path> tables = new ArrayList<>();

    @Option(names = "--test-epochs", paramLabel = "FILE", arity = "1..*", description = "Train on all of --epochs and score on these.")
    List<Path> testFiles = new ArrayList<>();

    @Option(names = "--test-trials", paramLabel = "TABLE", arity = "1..*", description = "The tables of --test-epochs.")
    List<Path> testTables = new ArrayList<>();

    @Option(names = "--recordings", paramLabel = "ENTITIES", description = "Which recordings of a BIDS dataset, such as task-oddball_ses-1 (default: all).")
    String recordings;

    @Option(names = "--channels", paramLabel = "A,B", split = ",", description = "Channels to use, by name or kind (eeg, meg, grad, seeg, ...). Default: all good brain channels.")
    List<String> channels = new ArrayList<>();

    @Option(names = "--drop-channels", paramLabel = "A,B", split = ",", description = "Channels to leave out, by name or kind.")
    List<String> dropped = new ArrayList<>();

    @Option(names = "--channel-names", paramLabel = "FILE", description = "Names of the channels, one a line, for epochs that hold none. Default: channels.txt beside them.")
    Path channelNames;

    @Option(names = "--montage", paramLabel = "NAME|FILE", defaultValue = "standard_1005", description = "Where electrodes lie, for pictures, when the epochs do not say (default: ${DEFAULT-VALUE}).")
    String montage;

    @Option(names = "--band", paramLabel = "L-H", description = "Filter to this band in Hz first: 8-30, 1- (high-pass) or -40 (low-pass).")
    String band;

    @Option(names = "--resample", paramLabel = "HZ", description = "Bring the epochs to this sampling rate, after the filter.")
    Double rateHz;

    @Option(names = "--tmin", paramLabel = "S", description = "Begin of the window, relative to the event (default: that of the epochs; BIDS: -0.2).")
    Double startSeconds;

    @Option(names = "--tmax", paramLabel = "S", description = "End of the window, included (default: that of the epochs; BIDS: 0.5).")
    Double endSeconds;

    boolean isGiven() { return !files.isEmpty(); }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The steps that were asked for; wrong values fail. */
    EpochPreparation preparation() {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        if (band != null) {
            String[] edges = band.strip().split("-", -1);
            try {
                if (edges.length != 2 || edges[0].isBlank() && edges[1].isBlank()) {
                    throw new NumberFormatException("two edges");
                }
                low = edges[0].isBlank() ? 0 : Double.parseDouble(edges[0]);
                high = edges[1].isBlank() ? high : Double.parseDouble(edges[1]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "--band is '" + band + "': give two frequencies in Hz such as 8-30, or 1- or -40", e);
            }
        }
        return new EpochPreparation(low, high, optional(rateHz), optional(startSeconds),
                optional(endSeconds));
    }

    EpochStudy study() throws IOException {
        return reader().tables(tables).build().read(files);
    }

    EpochStudy testStudy() throws IOException {
        return reader().tables(testTables).build().read(testFiles);
    }

    private EpochStudyReader.Builder reader() {
        return EpochStudyReader.builder().channels(new ChannelChoice(channels, dropped))
                .channelNames(channelNames).preparation(preparation()).recordings(recordings);
    }

    /** Places of electrodes for pictures. */
    Montage montage(Consumer<Notice> notices) throws IOException {
        return StandardMontages.names().contains(montage) || !montage.contains(".")
                ? StandardMontages.named(montage)
                : MontageFile.read(Path.of(montage), notices);
    }
}
