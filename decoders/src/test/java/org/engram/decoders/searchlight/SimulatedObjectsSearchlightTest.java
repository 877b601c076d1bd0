package org.engram.decoders.searchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.engram.compute.validation.LeaveOneGroupOut;
import org.engram.decoders.fmri.FmriSampleReader;
import org.engram.decoders.fmri.FmriSamples;
import org.engram.decoders.fmri.FmriStudy;
import org.engram.io.bids.BidsDataset;
import org.engram.io.bids.BoldSelector;
import org.engram.io.bids.EventOptions;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.fmri.sampling.EventSampler;
import org.engram.preprocessing.fmri.sampling.SampleUnit;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.Test;

/**
 * The simulated subject of {@code test-data/simulated-objects}: the planted patches are found, and nothing
 * else is.
 */
class SimulatedObjectsSearchlightTest {
    private static final Path ROOT = RealData.projectRoot().resolve("test-data/simulated-objects");

    /** Faces and houses: the mean from 4 s into a block to 4 s after it, each run by itself at mean 0 and variance 1. */
    private static FmriSamples samples() throws IOException {
        FmriStudy study = FmriStudy.find(BidsDataset.open(ROOT), "01", BoldSelector.any(),
                EventOptions.defaults());
        try (Volume mask = Volumes.read(ROOT.resolve("derivatives/simulated-prep/sub-01/func"
                + "/sub-01_task-objects_run-1_desc-brain_mask.nii.gz"))) {
            return FmriSampleReader.builder(VoxelMasker.of(Mask.of(mask))).conditions(Set.of("face", "house"))
                    .sampler(new EventSampler(SampleUnit.BLOCK, 4)).build().read(study);
        }
    }

    @Test
    void facesAndHousesAreFoundWhereTheyWerePlantedAndNowhereElse() throws IOException {
        FmriSamples samples = samples();
        VoxelGrid grid = VoxelGrid.ofMask(samples.masker().mask().toVolume());
        assertEquals(3536, grid.voxels()); // as truth.json says
        assertEquals(24, samples.features().rows());
        List<String> runs = samples.runs();
        SearchlightResult result = Searchlight.builder().radiusMillimetres(8)
                .classifier(LocalClassifier.ridge(30))
                .permutations(SearchlightPermutations.within(199, runs)).build()
                .run(samples.features(), grid, samples.labels(),
                        new LeaveOneGroupOut("run").split(samples.labels(), runs));
        double[] p = result.permutations().orElseThrow().familywiseP();
        double[] accuracy = result.accuracy();
        double threshold = result.permutations().orElseThrow().threshold(0.05);
        int significant = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            int[] c = grid.coordinates(v);
            double[] world = grid.affine().apply(c[0], c[1], c[2]);
            boolean reachesSignal = world[1] - 8 < -8; // everything planted lies behind y = -8 mm
            assertEquals(p[v] <= 0.05, accuracy[v] > threshold + 1e-9);
            if (p[v] <= 0.05) {
                significant++;
                assertTrue(reachesSignal, "false alarm at " + Arrays.toString(world));
            }
        }
        assertTrue(significant > 20, significant + " centres");
        // The voxels nearest to the middle of the patches: face (20, -26, -8) mm, house (-18, -20, -12) mm.
        assertEquals(1, accuracy[grid.voxelAt(16, 7, 7)], 0.05); // at most one of 24 blocks missed
        assertEquals(1, accuracy[grid.voxelAt(7, 8, 6)], 0.05);
        assertTrue(p[grid.voxelAt(16, 7, 7)] <= 0.05 && p[grid.voxelAt(7, 8, 6)] <= 0.05);
        double nullMean = Arrays.stream(result.permutations().orElseThrow().nullMean()).average()
                .orElseThrow();
        // Neighbouring spheres share voxels; over 199 shuffles the brain-wide mean still settles near one
        // half.
        assertEquals(0.5, nullMean, 0.02);
    }
}
