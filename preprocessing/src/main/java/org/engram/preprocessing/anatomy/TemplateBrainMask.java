package org.engram.preprocessing.anatomy;

import org.engram.io.volume.Volume;
import org.engram.preprocessing.volume.masking.BinaryMorphology;
import org.engram.preprocessing.volume.masking.Mask;
import org.engram.preprocessing.volume.resampling.Grid;
import org.engram.preprocessing.volume.resampling.Interpolation;
import org.engram.preprocessing.volume.resampling.Resampler;

/**
 * The brain of an image that lies in the space of a template, taken from the template: its brain mask or probability is
 * interpolated linearly on the grid of the image, cut at a threshold, and cleaned.
 *
 * @param threshold smallest interpolated value that is brain
 * @param opening face steps of erosion before the largest component is taken, 0 for none
 * @param connected whether only the largest face-connected component is kept
 */
public record TemplateBrainMask(double threshold, int opening, boolean connected) {
    /** Threshold 0.5, opening 2, connected. */
    public static final TemplateBrainMask DEFAULT = new TemplateBrainMask(0.5, 2, true);

    /** Checks the ranges. */
    public TemplateBrainMask {
        if (!Double.isFinite(threshold) || opening < 0) {
            throw new IllegalArgumentException("threshold is " + threshold + " and opening " + opening
                    + ": give a finite number and 0 or more");
        }
    }

    /**
     * @param image gives the grid
     * @param template a brain mask (0 and 1) or probability, one volume, in the same world space as the image
     * @return the brain on the grid of the image; fails when nothing is left
     */
    public Mask compute(Volume image, Volume template) {
        Grid grid = Grid.of(image);
        Volume moved = Resampler.builder().interpolation(Interpolation.LINEAR).labelsAsNumbers(true).build()
                .toGrid(template, grid);
        boolean[] inside = Mask.above(moved, threshold).toArray();
        return Mask.of(grid, BinaryMorphology.on(grid).refine(inside, opening, connected)).requireVoxels(
                "the brain mask taken from the template " + template
                        + " (do template and image share one space?)");
    }
}
