package org.engram.generative.diffusion;

/** How the frames of a clip see each other in a U-Net for images that has been inflated to video. */
public enum FrameMixing {
    /** Not at all: a U-Net for images. */
    NONE,
    /**
     * Queries of a frame attend to the first frame and the one before (Wu et al. 2023, Tune-A-Video), then every
     * pixel to itself in all frames.
     */
    FIRST_AND_PREVIOUS,
    /**
     * Queries of a frame attend to the two frames before (Chen et al. 2023, MinD-Video), then every pixel to
     * itself.
     */
    PREVIOUS_TWO,
    /**
     * Spatial layers see single frames; a temporal transformer follows each of them (Guo et al. 2024, AnimateDiff).
     */
    MOTION_MODULES;

    /** @return whether self-attention looks at other frames and every block attends over time */
    boolean sparseCausal() {
        return this == FIRST_AND_PREVIOUS || this == PREVIOUS_TWO;
    }

    /** @param frame whose queries ask @return the earlier of the two frames that answer */
    int anchor(int frame) {
        return this == FIRST_AND_PREVIOUS ? 0 : Math.max(frame - 2, 0);
    }
}
