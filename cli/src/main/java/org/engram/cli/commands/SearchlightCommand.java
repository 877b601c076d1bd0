package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.engram.cli.results.DecodingFiles;
import org.engram.cli.results.RunRecord;
import org.engram.cli.results.SearchlightFiles;
import org.engram.compute.validation.PreparedSamples;
import org.engram.compute.validation.Splitter;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.decoders.fmri.AnalysisMask;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.decoders.searchlight.SearchlightPermutations;
import org.engram.decoders.searchlight.Searchlight;
import org.engram.decoders.searchlight.SearchlightResult;
import org.engram.decoders.searchlight.VoxelGrid;
import org.engram.io.table.JsonFile;
import org.engram.preprocessing.volume.masking.Mask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram searchlight}: where in the brain can it be decoded? */
@Command(name = "searchlight", sortOptions = false, showDefaultValues = false, description = {
        "Decodes conditions from a small sphere around each voxel in turn, and maps how well that went.",
        "Maps hold no NaN: scores are 0 and p values 1 where there is no evaluated sphere; n_voxels.nii.gz is 0 where"
                + " there is none at all."}, footerHeading = "%nExamples:%n", footer = {
                        "  engram searchlight --demo",
                        "  engram searchlight --dataset DIR --subject 01 --classes face,house --radius 9 --out OUT",
                        "  engram searchlight --dataset DIR --subject 01 --permutations 1000 --out OUT",
                        "  engram searchlight --dataset DIR --subject 01 --estimator svm --stride 2 --out OUT"})
public final class SearchlightCommand extends EngramCommand {
    private static final int DEMO_PERMUTATIONS = 1000;

    @Option(names = "--demo", description = "Search the simulated dataset that comes with Engram.")
    boolean demo;

    @Mixin
    FmriOptions fmri = new FmriOptions();

    @Mixin
    SphereOptions spheres = new SphereOptions();

    @Mixin
    ValidationOptions validation = new ValidationOptions();

    @Option(names = "--permutations", paramLabel = "N", defaultValue = "0", description = "Label permutations for p values and a threshold that holds over the whole map"
            + " (default: none).")
    int permutations;

    @Option(names = "--threshold", paramLabel = "SCORE", description = "List and show clusters above this accuracy, such as 0.7. Default: with permutations p < 0.05"
            + " over all spheres; without, p < 0.001 for one sphere alone.")
    Double threshold;

    @Option(names = "--fold-maps", description = "Also write the accuracy of each fold.")
    boolean foldMaps;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for results.json, report.html, peaks.tsv and the maps.")
    Path target;

    @Override
    public Integer call() throws IOException {
        if (demo) {
            useDemo();
        }
        requireOptions();
        DecodingFiles.requireWritable(target);
        Splitter splitter = ofOptions(() -> validation.splitter(seed));
        RunRecord record = startRecord();
        Parallelism parallelism = parallelismWithAlgebra();
        Progress progress = progress();
        Set<Notice> notices = Collections.synchronizedSet(new LinkedHashSet<>());
        FmriStudy study = fmri.study();
        AnalysisMask mask = fmri.mask(study, parallelism, progress, notices::add);
        FmriSamples samples = fmri.reader(mask, parallelism, progress).read(study);
        validation.requireSessions(samples, study);
        List<String> groups = validation.isBySession() ? samples.sessions() : samples.runs();
        PreparedSamples divided = PreparedSamples.of(samples.features(), samples.labels(), groups, splitter,
                validation.leakage());
        Searchlight searchlight = searchlight(samples.masker().mask(), groups, notices);
        VoxelGrid grid = VoxelGrid.ofMask(samples.masker().mask().toVolume());
        SearchlightResult result = searchlight.run(samples.features(), grid, samples.labels(),
                divided.splits());
        notices.addAll(samples.notices());
        notices.addAll(divided.notices());
        notices.addAll(result.notices());
        recordInputs(record, study, mask);
        SearchlightFiles files = SearchlightFiles.builder(study, mask, samples, searchlight, result)
                .anatomy(fmri.anatomy == null ? study.anatomy() : Optional.of(fmri.anatomy)).grid(grid)
                .splits(divided.splits(), splitter.describe(), validation.isBySession() ? "session" : "run")
                .preparation(fmri.preparation()).threshold(threshold)
                .notices(List.copyOf(notices)).record(record).build();
        files.write(target);
        print(files.notices());
        report(files);
        return 0;
    }

    private Searchlight searchlight(Mask searched, List<String> groups, Set<Notice> notices)
            throws IOException {
        Searchlight.Builder builder = Searchlight.builder().foldMaps(foldMaps).parallelism(parallelism())
                .progress(progress());
        spheres.apply(builder, searched, notices::add);
        if (permutations > 0) {
            builder.permutations(SearchlightPermutations.within(permutations, groups).withSeed(seed));
        }
        return builder.build();
    }

    private void recordInputs(RunRecord record, FmriStudy study, AnalysisMask mask) throws IOException {
        record.inputs(study, mask, fmri.anatomy);
        if (spheres.centres != null) {
            record.input(spheres.centres);
        }
    }

    private void useDemo() {
        fmri.useDemo();
        permutations = permutations == 0 ? DEMO_PERMUTATIONS : permutations;
        target = target == null ? Path.of("engram-searchlight-demo") : target;
    }

    private void requireOptions() {
        fmri.requireGiven(this, target);
        validation.mistake().or(spheres::mistake).ifPresent(mistake -> {
            throw wrongUsage(mistake);
        });
        if (permutations < 0) {
            throw wrongUsage("--permutations is " + permutations + ": give 0 or more");
        }
        if (threshold != null && !(threshold >= 0 && threshold < 1)) {
            throw wrongUsage("--threshold is " + threshold + ": give an accuracy from 0 to below 1");
        }
        ofOptions(() -> {
            fmri.requireValid();
            return fmri;
        });
    }

    private void report(SearchlightFiles files) {
        if (json) {
            out().println(JsonFile.format(files.fields()));
            return;
        }
        out().println(files.headline());
        out().println("report: " + target.resolve("report.html"));
    }
}
