package org.engram.nn.explanation;

/**
 * Linear interpolation of a grid to another size, one axis after the other: bilinear on images, trilinear on volumes.
 * Cells are aligned at their outer edges (half-pixel centres), and values are held beyond the outermost centres, as in
 * PyTorch's {@code interpolate(align_corners=False)}.
 */
final class LinearResize {
    private LinearResize() {}

    static double[] of(double[] values, long[] from, long[] to) {
        double[] result = values;
        long[] shape = from.clone();
        for (int axis = 0; axis < from.length; axis++) {
            result = alongAxis(result, shape, axis, Math.toIntExact(to[axis]));
            shape[axis] = to[axis];
        }
        return result;
    }

    private static double[] alongAxis(double[] values, long[] shape, int axis, int wanted) {
        int length = (int) shape[axis];
        if (length == wanted) {
            return values;
        }
        int inner = product(shape, axis + 1, shape.length);
        int outer = product(shape, 0, axis);
        double[] result = new double[Math.multiplyExact(Math.multiplyExact(outer, wanted), inner)];
        for (int place = 0; place < wanted; place++) {
            double source = Math.max(0, (place + 0.5) * length / wanted - 0.5);
            int below = Math.min((int) source, length - 1);
            int above = Math.min(below + 1, length - 1);
            double share = source - below;
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    double low = values[(o * length + below) * inner + i];
                    double high = values[(o * length + above) * inner + i];
                    result[(o * wanted + place) * inner + i] = low + share * (high - low);
                }
            }
        }
        return result;
    }

    private static int product(long[] shape, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product = Math.multiplyExact(product, Math.toIntExact(shape[axis]));
        }
        return product;
    }
}
