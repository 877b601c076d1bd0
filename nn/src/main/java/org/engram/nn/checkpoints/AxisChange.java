package org.engram.nn.checkpoints;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How a tensor changes shape on its way from a file into a network. */
@FunctionalInterface
public interface AxisChange {
    /**
     * @param tensor as it is in the file
     * @return as the network has it
     */
    StoredTensor apply(StoredTensor tensor);

    /** The last two axes (inputs, outputs) become the first two, exchanged: dense and convolution kernels of Keras. */
    AxisChange KERAS_KERNEL = permute("-1", "-2", "...");

    /** Every axis in the opposite order; of a matrix the transpose. */
    AxisChange TRANSPOSE = tensor -> {
        int rank = tensor.shape().dimension();
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = rank - 1 - i;
        }
        return tensor.permute(axes);
    };

    /** As many zeros behind the tensor, along its first axis: parts of a fused parameter that are not learnt. */
    AxisChange APPEND_ZEROS = tensor -> StoredTensor.concatenate(0, List.of(tensor,
            StoredTensor.of(
                    MemoryStorage.of(new byte[Math.toIntExact(tensor.count() * tensor.type().bytes())]),
                    tensor.type(), tensor.shape().getShape())));

    /**
     * @param axes for each axis of the result the axis it was; negative ones count from the end, and {@code "..."} stands
     *        for all that are not named, in their order
     * @return that exchange of axes
     */
    static AxisChange permute(String... axes) {
        List<String> wanted = List.of(axes);
        return tensor -> tensor.permute(resolve(wanted, tensor.shape().dimension()));
    }

    /**
     * @param axes of size 1 that are taken away; axes the tensor does not have are left out
     * @return that change
     */
    static AxisChange squeeze(int... axes) {
        return tensor -> {
            TreeSet<Integer> gone = new TreeSet<>();
            for (int axis : axes) {
                if (axis < tensor.shape().dimension() && tensor.shape().get(axis) == 1) {
                    gone.add(axis);
                }
            }
            List<Long> kept = new ArrayList<>();
            for (int axis = 0; axis < tensor.shape().dimension(); axis++) {
                if (!gone.contains(axis)) {
                    kept.add(tensor.shape().get(axis));
                }
            }
            return tensor.reshape(kept.stream().mapToLong(Long::longValue).toArray());
        };
    }

    /**
     * @param sizes of the result: a number, {@code "$k"} for the size of axis k of the tensor, or one -1 for what remains
     * @return that change; the elements keep their row-major order
     */
    static AxisChange reshape(String... sizes) {
        List<String> wanted = List.of(sizes);
        return tensor -> {
            long[] shape = new long[wanted.size()];
            long known = 1;
            int open = -1;
            for (int i = 0; i < shape.length; i++) {
                String size = wanted.get(i);
                shape[i] = size.startsWith("$")
                        ? tensor.shape().get(Integer.parseInt(size.substring(1)))
                        : Long.parseLong(size);
                if (shape[i] < 0) {
                    open = i;
                } else {
                    known *= shape[i];
                }
            }
            if (open >= 0) {
                shape[open] = known == 0 ? 0 : tensor.count() / known;
            }
            return tensor.reshape(shape);
        };
    }

    private static int[] resolve(List<String> wanted, int rank) {
        TreeSet<Integer> rest = new TreeSet<>();
        for (int axis = 0; axis < rank; axis++) {
            rest.add(axis);
        }
        for (String axis : wanted) {
            if (!axis.equals("...")) {
                rest.remove(number(axis, rank));
            }
        }
        List<Integer> axes = new ArrayList<>();
        for (String axis : wanted) {
            if (axis.equals("...")) {
                axes.addAll(rest);
            } else {
                axes.add(number(axis, rank));
            }
        }
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int number(String axis, int rank) {
        int number = Integer.parseInt(axis);
        return number < 0 ? number + rank : number;
    }
}
