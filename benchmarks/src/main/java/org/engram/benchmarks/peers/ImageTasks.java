package org.engram.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.preprocessing.fmri.maskers.MaskerOptions;
import org.engram.preprocessing.fmri.maskers.VoxelMasker;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.resampling.Interpolation;
import org.engram.preprocessing.volume.resampling.Resampler;
import org.engram.preprocessing.volume.smoothing.GaussianSmoother;

/** Work on a series of volumes: loading, smoothing, resampling, masking. */
final class ImageTasks {
    /** Volumes that are resampled; the others would only repeat the work. */
    static final int RESAMPLED_VOLUMES = 30;

    private ImageTasks() {}

    /** The compressed series into memory, as single precision. */
    static PeerTask load(Inputs inputs) {
        return new SeriesTask(inputs::loadSeries);
    }

    /** 6 mm, along three axes. */
    static PeerTask smooth(Inputs inputs) {
        Volume series = inputs.loadSeries();
        GaussianSmoother smoother = GaussianSmoother.builder().fwhmMillimetres(6)
                .parallelism(inputs.parallelism()).build();
        return new SeriesTask(() -> smoother.applyInMemory(series));
    }

    /** 30 volumes from 3 mm to 2 mm, cubic spline with prefilter. */
    static PeerTask resample(Inputs inputs) {
        Volume series = firstVolumes(inputs.loadSeries(), RESAMPLED_VOLUMES);
        Grid target = twoMillimetres(series);
        Resampler resampler = Resampler.builder().interpolation(Interpolation.CUBIC).clip(false)
                .parallelism(inputs.parallelism()).build();
        return new SeriesTask(() -> resampler.inMemory(resampler.toGrid(series, target)));
    }

    /** The voxels of a box, volumes x voxels in double precision, from a series in memory. */
    static PeerTask mask(Inputs inputs) {
        Volume series = inputs.loadSeries();
        VoxelMasker masker = VoxelMasker.of(box(series),
                MaskerOptions.builder().parallelism(inputs.parallelism()).build());
        return new MatrixTask(() -> masker.transform(series), Spread::of);
    }

    /** The grid of 2 mm voxels that covers the centres of a series of 3 mm voxels. */
    static Grid twoMillimetres(Volume series) {
        long[] shape = series.shape();
        int[] extents = new int[3];
        for (int d = 0; d < 3; d++) {
            extents[d] = (int) Math.ceil((shape[d] - 1) * 3 / 2.0) + 1;
        }
        return new Grid(Affine.scaling(2, 2, 2), extents[0], extents[1], extents[2]);
    }

    /** About six tenths of the grid. */
    static Mask box(Volume series) {
        Grid grid = Grid.of(series);
        boolean[] inside = new boolean[grid.size()];
        for (int z = grid.nz() / 5; z < grid.nz(); z++) {
            for (int y = grid.ny() / 16; y < grid.ny() - grid.ny() / 16; y++) {
                for (int x = grid.nx() / 16; x < grid.nx() - grid.nx() / 16; x++) {
                    inside[(z * grid.ny() + y) * grid.nx() + x] = true;
                }
            }
        }
        return Mask.of(grid, inside);
    }

    private static Volume firstVolumes(Volume series, int most) {
        int count = (int) Math.min(most, series.volumeCount());
        List<float[]> volumes = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            volumes.add(series.readVolume(t));
        }
        long[] shape = series.shape();
        shape[3] = count;
        return Volume.of(volumes, shape, Affine.scaling(3, 3, 3));
    }
}
