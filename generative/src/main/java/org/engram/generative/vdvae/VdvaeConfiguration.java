package org.engram.generative.vdvae;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a {@link Vdvae}. Blocks are written as in the published code: {@code 64x11} is eleven blocks at 64 x
 * 64 pixels, {@code 64d2} a block after which the image is halved, {@code 4m1} a block to which the stream of 1 x 1
 * pixels is added first, enlarged.
 *
 * @param width channels
 * @param latentWidth channels of a latent
 * @param bottleneck channels inside a block, as a share of the width
 * @param encoder blocks from the image down
 * @param decoder blocks from 1 x 1 up
 * @param mixtures logistic distributions of a pixel
 * @param imageSize pixels along a side
 * @param mostBiasSize the largest size whose stream starts from a learned bias and not from zeros
 */
public record VdvaeConfiguration(int width, int latentWidth, double bottleneck, String encoder,
        String decoder,
        int mixtures, int imageSize, int mostBiasSize) {
    /** More blocks than any network has; a configuration from a file must not ask for arbitrary memory. */
    private static final int MOST_BLOCKS = 2000;

    /** Checks that sizes are positive and blocks can be read. */
    public VdvaeConfiguration {
        if (width < 1 || latentWidth < 1 || !(bottleneck > 0 && bottleneck <= 1) || mixtures < 1
                || imageSize < 1
                || (int) (width * bottleneck) < 1) {
            throw new IllegalArgumentException("a VDVAE of width " + width + ", latents of " + latentWidth
                    + ", bottleneck " + bottleneck + ", " + mixtures + " mixtures and " + imageSize
                    + " pixels cannot be: sizes are positive and the bottleneck is a share");
        }
        blocks(encoder, "d");
        blocks(decoder, "m");
    }

    /** @return the network of ImageNet at 64 x 64 pixels: 75 latents, of which brain decoders predict 31 */
    public static VdvaeConfiguration imagenet64() {
        return new VdvaeConfiguration(512, 16, 0.25, "64x11,64d2,32x20,32d2,16x9,16d2,8x8,8d2,4x7,4d4,1x5",
                "1x2,4m1,4x3,8m4,8x7,16m8,16x15,32m16,32x31,64m32,64x12", 10, 64, 64);
    }

    /** @return the network of CIFAR-10 at 32 x 32 pixels */
    public static VdvaeConfiguration cifar10() {
        return new VdvaeConfiguration(384, 16, 0.25, "32x11,32d2,16x6,16d2,8x6,8d2,4x3,4d4,1x3",
                "1x1,4m1,4x2,8m4,8x5,16m8,16x10,32m16,32x21", 10, 32, 64);
    }

    /** @return channels inside a block */
    public int innerWidth() {
        return (int) (width * bottleneck);
    }

    /** @return pixels along a side of each latent, in the order in which they are decoded */
    public List<Integer> latentSizes() {
        return decoderBlocks().stream().map(Block::size).toList();
    }

    /** @param layers how many of the first latents @return how many numbers they are */
    public long latentCount(int layers) {
        return latentSizes().stream().limit(layers).mapToLong(size -> (long) latentWidth * size * size).sum();
    }

    List<Block> encoderBlocks() {
        return blocks(encoder, "d");
    }

    List<Block> decoderBlocks() {
        return blocks(decoder, "m");
    }

    /**
     * @param size pixels along a side
     * @param other by how much the image is halved after it, or the size of the stream added before it; 0 for neither
     */
    record Block(int size, int other) {}

    private static List<Block> blocks(String written, String mark) {
        List<Block> blocks = new ArrayList<>();
        for (String part : written.split(",")) {
            boolean marked = part.contains(mark);
            String[] numbers = part.split(marked ? mark : "x", 2);
            int size = number(numbers[0], written, part);
            int other = numbers.length == 1 ? 1 : number(numbers[1], written, part);
            for (int k = 0; k < (marked ? 1 : other); k++) {
                blocks.add(new Block(size, marked ? other : 0));
            }
        }
        return List.copyOf(blocks);
    }

    private static int number(String digits, String written, String part) {
        try {
            int number = Integer.parseInt(digits.strip());
            if (number >= 1 && number <= MOST_BLOCKS) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("the blocks \"" + written + "\" hold \"" + part
                + "\": expected a size, then x and a count, d and a divisor or m and a size, from 1 to "
                + MOST_BLOCKS);
    }
}
