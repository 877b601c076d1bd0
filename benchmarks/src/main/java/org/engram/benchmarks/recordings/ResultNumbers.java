package org.engram.benchmarks.recordings;

/** The numbers by which results of both sides are compared. */
final class ResultNumbers {
    private static final int MOST = 256;

    private ResultNumbers() {}

    /**
     * @param rows equally long
     * @return the logarithm of the root mean square, and up to 256 values at even distances through the array over that
     */
    static double[] of(double[][] rows) {
        int columns = rows[0].length;
        long total = (long) rows.length * columns;
        double sum = 0;
        for (double[] row : rows) {
            for (double value : row) {
                sum += value * value;
            }
        }
        double size = Math.sqrt(sum / total);
        int count = (int) Math.min(MOST, total);
        double[] numbers = new double[count + 1];
        numbers[0] = Math.log(size);
        for (int i = 0; i < count; i++) {
            long at = i * total / count;
            numbers[i + 1] = rows[(int) (at / columns)][(int) (at % columns)] / size;
        }
        return numbers;
    }
}
