package org.engram.decoders.fmri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.engram.compute.estimation.Labels;
import org.engram.compute.linalg.Matrix;
import org.engram.core.EngramException;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.core.SpaceMismatchException;
import org.engram.io.bids.Event;
import org.engram.io.table.ClosestName;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.cleaning.CleanedSignals;
import org.engram.preprocessing.fmri.cleaning.SampleMask;
import org.engram.preprocessing.fmri.cleaning.SignalCleaner;
import org.engram.preprocessing.fmri.confounds.ConfoundChoice;
import org.engram.preprocessing.fmri.confounds.Confounds;
import org.engram.preprocessing.fmri.maskers.Masker;
import org.engram.preprocessing.fmri.sampling.EventSampler;
import org.engram.preprocessing.fmri.sampling.SampleSet;
import org.engram.preprocessing.fmri.sampling.SampleUnit;

/**
 * Turns runs into labelled samples: each run by itself is masked, cleaned and cut by its events, so that nothing of one
 * run reaches another before cross-validation. Runs are read in parallel; of a run no more is kept than its samples.
 * Immutable and thread-safe.
 */
public final class FmriSampleReader {
    private final Builder options;

    private FmriSampleReader(Builder options) {
        this.options = options;
    }

    /**
     * @param masker which voxels or regions become features; its notices go where it was told
     * @return a builder
     */
    public static Builder builder(Masker masker) {
        return new Builder(notices -> masker);
    }

    /**
     * @param masking makes the masker that says which voxels or regions become features, given where the masker reports
     *     what it finds odd; called once for each run, so that a notice can name its run
     * @return a builder
     */
    public static Builder builder(Function<Consumer<Notice>, Masker> masking) {
        return new Builder(masking);
    }

    /**
     * @param study the runs; all on one grid
     * @return their samples, in order of runs and events
     * @throws EngramException if no event gives a sample, or an image does not fit; where several runs are at fault the
     *     first of them is named
     * @throws IOException if a file cannot be read
     */
    public FmriSamples read(FmriStudy study) throws IOException {
        List<FmriRun> runs = study.runs();
        requireConditions(runs);
        try (Volume first = Volumes.read(runs.get(0).image())) {
            List<Notice> notices = new ArrayList<>(study.notices());
            List<Notice> ofGrid = new ArrayList<>();
            Masker masker = options.masking.apply(ofGrid::add).forImage(first);
            notices.addAll(ofGrid);
            SampleSet[] sets = readAll(runs, first, Set.copyOf(ofGrid));
            SampleSet all = SampleSet.concatenate(Arrays.asList(sets));
            if (all.labels().isEmpty()) {
                throw new EngramException(
                        "none of the " + runs.size() + " runs gives a sample: check that the events"
                                + " lie within the runs and that not every volume is censored");
            }
            notices.addAll(RunNotices.merged(runs, sets));
            return new FmriSamples(all.features(), Labels.of(all.labels()), all.groups(),
                    sessions(runs, all.groups()), all.onsetsSeconds(), masker, background(first), notices);
        }
    }

    /** The samples of each run. The failure reported is that of the first run at fault, whatever the threads did. */
    private SampleSet[] readAll(List<FmriRun> runs, Volume first, Set<Notice> known) throws IOException {
        SampleSet[] sets = new SampleSet[runs.size()];
        RuntimeException[] failures = new RuntimeException[runs.size()];
        AtomicInteger firstFailure = new AtomicInteger(runs.size());
        boolean several = runs.size() > 1;
        Parallelism overRuns = several ? options.parallelism : Parallelism.single();
        Parallelism within = several ? Parallelism.single() : options.parallelism;
        try (Progress.Task task = options.progress.begin("reading runs", runs.size())) {
            overRuns.forEach(runs.size(), r -> {
                if (r > firstFailure.get()) {
                    return;
                }
                try {
                    sets[r] = read(runs.get(r), first, known, within);
                } catch (RuntimeException e) {
                    failures[r] = e;
                    firstFailure.accumulateAndGet(r, Math::min);
                }
                task.advance(1);
            });
        }
        if (firstFailure.get() < runs.size()) {
            RuntimeException failure = failures[firstFailure.get()];
            if (failure instanceof UncheckedIOException e) {
                throw e.getCause();
            }
            throw failure;
        }
        return sets;
    }

    private void requireConditions(List<FmriRun> runs) {
        Set<String> known = new TreeSet<>();
        runs.forEach(run -> run.events().forEach(event -> known.add(event.trialType())));
        for (String wanted : options.conditions) {
            if (!known.contains(wanted)) {
                throw new EngramException("no run has events of condition '" + wanted + "'; "
                        + ClosestName.hint(wanted, known));
            }
        }
    }

    private SampleSet read(FmriRun run, Volume first, Set<Notice> known, Parallelism parallelism) {
        List<Notice> ofHeader = new ArrayList<>();
        try (Volume series = Volumes.read(run.image(), ofHeader::add)) {
            requireFit(run, series, first, ofHeader);
            int volumes = Math.toIntExact(series.volumeCount());
            Confounds confounds = options.confounds.load(run.confounds(), run.image(), volumes);
            List<Notice> notices = new ArrayList<>();
            Matrix samples = extract(run, series, notices);
            notices.removeAll(known);
            SignalCleaner cleaner = options.cleaner.toBuilder()
                    .repetitionTimeSeconds(run.repetitionTimeSeconds())
                    .parallelism(parallelism).build();
            CleanedSignals cleaned = cleaner.cleanInPlace(samples, confounds.regressors(),
                    SampleMask.keeping(volumes, confounds.keptVolumes()));
            SampleSet set = options.sampler.sample(cleaned.signals(), cleaned.keptVolumes(), volumes,
                    run.repetitionTimeSeconds(), wanted(run.events()), run.name());
            notices.addAll(confounds.notices());
            notices.addAll(cleaned.notices());
            notices.addAll(set.notices());
            if (set.labels().isEmpty()) {
                notices.add(new Notice("run-without-samples",
                        "none of its events gives a sample, so the run is left out"));
            }
            return new SampleSet(set.features(), set.labels(), set.groups(), set.onsetsSeconds(), notices);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFit(FmriRun run, Volume series, Volume first, List<Notice> ofHeader) {
        if (!series.sameGrid(first)) {
            long[] shape = first.shape();
            String repaired = ofHeader.isEmpty() ? "" : " (" + ofHeader.get(0).text() + ")";
            throw new SpaceMismatchException(String.format(Locale.ROOT,
                    "%s (%s) lies on another grid than the first run (%s), by %.3f mm%s:"
                            + " resample the runs to one grid first",
                    run.image(), series, first,
                    series.affine().cornerDisplacement(first.affine(), shape[0], shape[1], shape[2]),
                    repaired));
        }
        if (series.volumeCount() < 2) {
            throw new EngramException(
                    run.image() + " holds " + series.volumeCount() + " volume, expected the "
                            + "series of a run: give the whole series, or leave this image out");
        }
    }

    /** Names the image where the masker cannot know it. */
    private Matrix extract(FmriRun run, Volume series, List<Notice> notices) {
        try {
            return options.masking.apply(notices::add).transform(series);
        } catch (FormatException e) {
            throw e;
        } catch (EngramException e) {
            throw new EngramException(run.image() + ": " + e.getMessage(), e);
        }
    }

    private List<Event> wanted(List<Event> events) {
        return options.conditions.isEmpty()
                ? events
                : events.stream().filter(event -> options.conditions.contains(event.trialType())).toList();
    }

    private static List<String> sessions(List<FmriRun> runs, List<String> groups) {
        return groups.stream().map(name -> runs.stream().filter(run -> run.name().equals(name)).findFirst()
                .flatMap(FmriRun::session).orElse("")).toList();
    }

    private static Volume background(Volume first) {
        long[] shape = first.shape();
        return Volume.of(first.readVolume(0), new long[] {shape[0], shape[1], shape[2]}, first.affine());
    }

    /** Options of a reader. */
    public static final class Builder {
        private final Function<Consumer<Notice>, Masker> masking;
        private SignalCleaner cleaner = SignalCleaner.builder().build();
        private ConfoundChoice confounds = ConfoundChoice.NONE;
        private EventSampler sampler = new EventSampler(SampleUnit.BLOCK, 0);
        private Set<String> conditions = Set.of();
        private Parallelism parallelism = Parallelism.available();
        private Progress progress = Progress.NONE;

        private Builder(Function<Consumer<Notice>, Masker> masking) {
            this.masking = masking;
        }

        /**
         * @param value how each run is cleaned; its repetition time is replaced by the run's. Default: detrended, each
         *     feature to mean 0 and variance 1
         * @return this
         */
        public Builder cleaner(SignalCleaner value) {
            cleaner = value;
            return this;
        }

        /**
         * @param value which nuisance series are regressed out; default none
         * @return this
         */
        public Builder confounds(ConfoundChoice value) {
            confounds = value;
            return this;
        }

        /**
         * @param value how events become samples; default: the mean over each event's volumes, without a delay
         * @return this
         */
        public Builder sampler(EventSampler value) {
            sampler = value;
            return this;
        }

        /**
         * @param value the conditions to keep; default (empty): all
         * @return this
         */
        public Builder conditions(Set<String> value) {
            conditions = Set.copyOf(value);
            return this;
        }

        /**
         * @param value threads; default all processors
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            parallelism = value;
            return this;
        }

        /**
         * @param value told how many runs are read
         * @return this
         */
        public Builder progress(Progress value) {
            progress = value;
            return this;
        }

        /** @return the reader */
        public FmriSampleReader build() {
            return new FmriSampleReader(this);
        }
    }
}
