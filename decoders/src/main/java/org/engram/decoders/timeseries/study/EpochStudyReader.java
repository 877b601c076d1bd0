package org.engram.decoders.timeseries.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.array.NpzFile;
import org.engram.io.recording.Channel;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.Unit;
import org.engram.io.table.Table;

/**
 * Reads epochs with the table of their trials: files of any format that holds epochs, or the folder of a BIDS dataset, whose
 * recordings are cut around the events of their {@code events.tsv}. Immutable.
 */
public final class EpochStudyReader {
    private static final String NAMES_BESIDE = "channels.txt";

    private final Builder options;

    private EpochStudyReader(Builder options) {
        this.options = options;
    }

    /** @return options with their defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param files one or more files, or one folder of a BIDS dataset
     * @return their trials together; read from the files when they are asked for, where formats allow
     * @throws IOException if one cannot be read
     */
    public EpochStudy read(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            throw new EngramException("no file of epochs was given");
        }
        if (!options.tables.isEmpty() && options.tables.size() != files.size()) {
            throw new EngramException(options.tables.size() + " tables of trials were given for "
                    + files.size() + " files of epochs: give one for each, in their order");
        }
        List<EpochStudy> parts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            Optional<Path> table = options.tables.isEmpty()
                    ? Optional.empty()
                    : Optional.of(options.tables.get(i));
            if (Files.isDirectory(file) && Files.exists(file.resolve("dataset_description.json"))) {
                if (table.isPresent()) {
                    throw new EngramException(file + ": is a BIDS dataset, whose events say what the trials"
                            + " are: leave the table of trials out");
                }
                parts.addAll(new BidsEpochs(options.preparation, options.channels, options.recordings)
                        .read(file));
            } else {
                parts.add(file(file, table));
            }
        }
        return EpochStudy.joined(parts);
    }

    private EpochStudy file(Path file, Optional<Path> given) throws IOException {
        if (!Files.exists(file)) {
            throw new EngramException(file + ": no such file or folder");
        }
        Set<Notice> notices = new LinkedHashSet<>();
        List<Path> files = new ArrayList<>(List.of(file));
        Epochs all = named(file, Recordings.readEpochs(file, notices::add), files, notices);
        Table table = TrialTables.of(file, all, given, files);
        return prepared(all, table, files, notices, options.preparation, options.channels);
    }

    static EpochStudy prepared(Epochs all, Table table, List<Path> files, Set<Notice> notices,
            EpochPreparation preparation, ChannelChoice channels) {
        Epochs chosen = finite(all.selectChannels(channels.of(all.channels())));
        List<Unit> units = chosen.channels().stream().map(Channel::unit).distinct().toList();
        if (units.size() > 1) {
            notices.add(new Notice("units-mixed", "channels measured in "
                    + String.join(" and ", units.stream().map(Unit::symbol).toList())
                    + " are decoded together, and those with larger numbers may drown the others: choose one"
                    + " kind of channel"));
        }
        Epochs ready = preparation.apply(chosen, notices::add);
        return new EpochStudy(ready, table, files, preparation.describe(), List.copyOf(notices));
    }

    /** A sample that is no number is told where it is read, before it has spoilt a sum over trials. */
    private static Epochs finite(Epochs epochs) {
        return epochs.toBuilder().trials(epochs.trials(), (trial, which, into) -> {
            epochs.source().read(trial, which, into);
            for (int i = 0; i < which.length; i++) {
                EpochPreparation.requireFinite(into[i], epochs.channels().get(which[i]), trial);
            }
        }).build();
    }

    /** Epochs of a file without names get them from a list. */
    private Epochs named(Path file, Epochs epochs, List<Path> files, Set<Notice> notices) throws IOException {
        Optional<Path> list = options.names;
        Path beside = file.toAbsolutePath().resolveSibling(NAMES_BESIDE);
        if (list.isEmpty() && Files.isRegularFile(beside) && isNameless(file)
                && lines(beside).size() == epochs.channelCount()) {
            list = Optional.of(beside);
            notices.add(new Notice("channel-names-beside",
                    "the epochs name no channels; names were taken from " + NAMES_BESIDE + " beside them"));
        }
        if (list.isEmpty()) {
            return epochs;
        }
        List<String> names = lines(list.get());
        if (names.size() != epochs.channelCount()) {
            throw new FormatException(list.get(), "names " + names.size() + " channels, but " + file + " has "
                    + epochs.channelCount() + ": give one name a line, in their order");
        }
        files.add(list.get());
        return epochs.toBuilder().channels(IntStream.range(0, names.size())
                .mapToObj(i -> epochs.channels().get(i).withName(names.get(i))).toList()).build();
    }

    private static boolean isNameless(Path file) throws IOException {
        return file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".npz")
                && !NpzFile.names(file).contains("ch_names");
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** Collects the options. */
    public static final class Builder {
        private List<Path> tables = List.of();
        private Optional<Path> names = Optional.empty();
        private ChannelChoice channels = ChannelChoice.BRAIN;
        private EpochPreparation preparation = EpochPreparation.NONE;
        private Optional<String> recordings = Optional.empty();

        private Builder() {}

        /**
         * @param value a table of trials for each file; empty to look for them. Default empty
         * @return this
         */
        public Builder tables(List<Path> value) {
            tables = List.copyOf(value);
            return this;
        }

        /**
         * @param value a file with the names of the channels, one a line; null for those of the epochs. Default null: the
         *     epochs' own names, or those in a file channels.txt beside epochs that have none
         * @return this
         */
        public Builder channelNames(Path value) {
            names = Optional.ofNullable(value);
            return this;
        }

        /**
         * @param value which channels. Default all good brain channels
         * @return this
         */
        public Builder channels(ChannelChoice value) {
            channels = Objects.requireNonNull(value, "channels");
            return this;
        }

        /**
         * @param value what is done to the epochs. Default nothing; epochs of a BIDS dataset last from -0.2 to 0.5 s
         *     unless it says otherwise
         * @return this
         */
        public Builder preparation(EpochPreparation value) {
            preparation = Objects.requireNonNull(value, "preparation");
            return this;
        }

        /**
         * @param value which recordings of a BIDS dataset, as {@code task-rest_ses-1}; null for all. Default all
         * @return this
         */
        public Builder recordings(String value) {
            recordings = Optional.ofNullable(value);
            return this;
        }

        /** @return the reader */
        public EpochStudyReader build() {
            Builder copy = new Builder();
            copy.tables = tables;
            copy.names = names;
            copy.channels = channels;
            copy.preparation = preparation;
            copy.recordings = recordings;
            return new EpochStudyReader(copy);
        }
    }
}
