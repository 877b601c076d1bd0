package org.engram.io.bids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a dataset arranges what belongs to a run. */
interface Layout {
    /** Every BOLD image, in the order of {@link BoldRun}. */
    List<BoldRun> boldImages();

    /** Whether the run is one of this layout's. */
    boolean owns(BoldRun run);

    /** The events; an error that says where they were looked for when there are none. */
    Events events(BoldRun run, EventOptions options) throws IOException;

    /** Whether there are events. */
    boolean hasEvents(BoldRun run, EventOptions options);

    /** The confounds or motion estimates. */
    Optional<Path> confounds(BoldRun run);

    /** What is said about the image in files beside and above it. */
    Map<String, Object> metadata(BoldRun run) throws IOException;

    /** The repetition time the dataset declares. */
    Optional<DeclaredTime> repetitionTime(BoldRun run) throws IOException;

    /** Masks on the grid of the image, by name. */
    Map<String, Path> masks(BoldRun run);

    /** The anatomical images of a subject. */
    List<Path> anatomy(String subject);

    /** A repetition time as some file states it. */
    record DeclaredTime(double seconds, String source) {}
}
