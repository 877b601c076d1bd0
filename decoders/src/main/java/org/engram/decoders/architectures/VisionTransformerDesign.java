package org.engram.decoders.architectures;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.engram.core.ShapeException;
import org.engram.nn.attention.TransformerOptions;
import org.engram.nn.layers.Layer;
import org.engram.nn.vision.VisionTransformer;

/** {@link VisionTransformer} by name, over one to three axes. */
public final class VisionTransformerDesign extends GridDesign<VisionTransformerDesign.Configuration> {
    /**
     * @param input (channel, axes...) of one sample
     * @param outputs classes, or 1 for a number
     * @param patch its size along each axis, which it divides
     * @param width features of a token
     * @param depth blocks
     * @param heads of each attention, which divide the width
     * @param dropout probability
     */
    public record Configuration(List<Integer> input, int outputs, List<Integer> patch, int width, int depth,
            int heads,
            double dropout) {
        /** Checks that patches tile the input and heads the width. */
        public Configuration {
            input = List.copyOf(input);
            patch = List.copyOf(patch);
            if (patch.size() != input.size() - 1) {
                throw new ShapeException(
                        "the patch " + patch + " has " + patch.size() + " axes, but the input "
                                + input + " has " + (input.size() - 1) + " behind its channels");
            }
            for (int axis = 0; axis < patch.size(); axis++) {
                if (patch.get(axis) < 1 || input.get(axis + 1) % patch.get(axis) != 0) {
                    throw new ShapeException("patches of " + patch + " do not tile an input of "
                            + input.subList(1, input.size()) + ": give divisors with --set patch=...");
                }
            }
            if (width < 1 || heads < 1 || depth < 1 || width % heads != 0) {
                throw new ShapeException("a width of " + width + " cannot be shared by " + heads + " heads");
            }
        }
    }

    /** Runs over one to three axes. */
    public VisionTransformerDesign() {
        super(1, true);
    }

    @Override
    public String name() {
        return "vision-transformer";
    }

    @Override
    public String description() {
        return "a vision transformer over 1 to 3 axes, small unless the settings say otherwise (Dosovitskiy 2021)";
    }

    @Override
    public String takes() {
        return "signals (channel, time), images, volumes";
    }

    @Override
    public Class<Configuration> configuration() {
        return Configuration.class;
    }

    @Override
    public Configuration sized(int[] input, int outputs) {
        List<Integer> patch = Arrays.stream(input, 1, input.length).map(VisionTransformerDesign::patchOf)
                .boxed()
                .toList();
        return new Configuration(Arrays.stream(input).boxed().toList(), outputs, patch, 64, 4, 4, 0.1);
    }

    /** The largest divisor up to an eighth of the axis and 16. */
    private static int patchOf(int length) {
        for (int size = Math.min(16, Math.max(1, length / 8)); size > 1; size--) {
            if (length % size == 0) {
                return size;
            }
        }
        return 1;
    }

    @Override
    public Set<String> fromData() {
        return Set.of("input", "outputs");
    }

    @Override
    public Layer build(Configuration configuration) {
        return VisionTransformer
                .builder(configuration.depth(),
                        TransformerOptions.builder(configuration.width(), configuration.heads())
                                .dropout(configuration.dropout()).build())
                .image(longs(configuration.input().subList(1, configuration.input().size())))
                .patch(longs(configuration.patch())).channels(configuration.input().get(0))
                .classes(configuration.outputs()).build();
    }

    private static long[] longs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }
}
