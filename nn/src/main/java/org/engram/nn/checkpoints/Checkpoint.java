package org.engram.nn.checkpoints;

import java.util.List;
import java.util.Map;

/**
 * Named tensors, usually a weight file of any format. Reading the table of contents reads no weights.
 *
 * <p>Any number of threads may read. Tensors taken from it may be used until it is closed.
 */
public interface Checkpoint extends AutoCloseable {
    /** @return where it comes from, for messages; usually the path of the file */
    String source();

    /** @return name and description of every tensor, in the order of the file */
    Map<String, TensorEntry> entries();

    /**
     * @param name of a tensor
     * @return the tensor; its elements are read when asked for
     * @throws IllegalArgumentException when there is none of that name; the message names the closest
     */
    StoredTensor tensor(String name);

    /** @return what the file says about itself, as text; may be empty */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** @return what was decided in reading the file that its user may want to know, one sentence each */
    default List<String> notices() {
        return List.of();
    }

    /** @return Python names a pickle mentioned and that mean nothing here, sorted; none was executed */
    default List<String> refused() {
        return List.of();
    }

    /** @return how many numbers all tensors hold */
    default long count() {
        return entries().values().stream().mapToLong(TensorEntry::count).sum();
    }

    /** Lets go of the file. */
    @Override
    void close();
}
