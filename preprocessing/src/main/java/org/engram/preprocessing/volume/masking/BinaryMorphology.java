package org.engram.preprocessing.volume.masking;

import org.engram.preprocessing.volume.resampling.Grid;

/**
 * Morphology of voxel sets in which voxels touch by faces (6-connected). Beyond the edge of the grid everything is
 * outside, so erosion eats from the edge. Arrays hold one element per voxel, first axis fastest; arguments are not
 * changed.
 *
 * <pre>{@code
 * BinaryMorphology morphology = BinaryMorphology.on(grid);
 * boolean[] opened = morphology.dilate(morphology.erode(inside, 2), 2);
 * }</pre>
 */
public final class BinaryMorphology {
    private final int nx;
    private final int ny;
    private final int nz;

    private BinaryMorphology(Grid grid) {
        this.nx = grid.nx();
        this.ny = grid.ny();
        this.nz = grid.nz();
    }

    /**
     * @param grid extents of the arrays
     * @return morphology on them
     */
    public static BinaryMorphology on(Grid grid) {
        return new BinaryMorphology(grid);
    }

    /**
     * @param inside the set
     * @param iterations how often to erode, 0 or more
     * @return the voxels whose six neighbours are all inside, that many times
     */
    public boolean[] erode(boolean[] inside, int iterations) {
        return repeat(inside, iterations, true);
    }

    /**
     * @param inside the set
     * @param iterations how often to dilate, 0 or more
     * @return the set with everything within that many face steps
     */
    public boolean[] dilate(boolean[] inside, int iterations) {
        return repeat(inside, iterations, false);
    }

    /**
     * @param inside the set
     * @return its largest 6-connected component, the first in memory among equals; empty for an empty set
     */
    public boolean[] largestComponent(boolean[] inside) {
        boolean[] seen = new boolean[inside.length];
        int[] queue = new int[count(inside)];
        int largestSeed = -1;
        int largest = 0;
        for (int i = 0; i < inside.length; i++) {
            if (inside[i] && !seen[i]) {
                int size = flood(inside, seen, queue, i);
                if (size > largest) {
                    largest = size;
                    largestSeed = i;
                }
            }
        }
        boolean[] component = new boolean[inside.length];
        if (largestSeed >= 0) {
            flood(inside, component, queue, largestSeed);
        }
        return component;
    }

    /**
     * @param inside the set
     * @return the set with every outside region that does not reach the edge of the grid
     */
    public boolean[] fillHoles(boolean[] inside) {
        boolean[] outside = new boolean[inside.length];
        for (int i = 0; i < inside.length; i++) {
            outside[i] = !inside[i];
        }
        boolean[] reached = new boolean[inside.length];
        int[] queue = new int[count(outside)];
        for (int z = 0; z < nz; z++) {
            for (int y = 0; y < ny; y++) {
                boolean edge = z == 0 || z == nz - 1 || y == 0 || y == ny - 1;
                for (int x = 0; x < nx; x += edge || nx == 1 ? 1 : nx - 1) {
                    int i = (z * ny + y) * nx + x;
                    if (outside[i] && !reached[i]) {
                        flood(outside, reached, queue, i);
                    }
                }
            }
        }
        boolean[] filled = new boolean[inside.length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = !reached[i];
        }
        return filled;
    }

    /**
     * How a raw brain mask is cleaned: eroded, reduced to its largest component, dilated twice as much, eroded back.
     *
     * @param inside the set
     * @param opening face steps of the first erosion, 0 for none
     * @param connected whether only the largest component is kept
     * @return the cleaned set
     */
    public boolean[] refine(boolean[] inside, int opening, boolean connected) {
        boolean[] refined = erode(inside, opening);
        if (connected) {
            refined = largestComponent(refined);
        }
        return erode(dilate(refined, 2 * opening), opening);
    }

    private static int count(boolean[] inside) {
        int count = 0;
        for (boolean in : inside) {
            count += in ? 1 : 0;
        }
        return count;
    }

    /** Marks everything connected to the seed; returns how many voxels that is. */
    private int flood(boolean[] inside, boolean[] seen, int[] queue, int seed) {
        int plane = nx * ny;
        int head = 0;
        int tail = 0;
        queue[tail++] = seed;
        seen[seed] = true;
        while (head < tail) {
            int at = queue[head++];
            int x = at % nx;
            int y = at / nx % ny;
            tail = x > 0 ? visit(inside, seen, queue, tail, at - 1) : tail;
            tail = x < nx - 1 ? visit(inside, seen, queue, tail, at + 1) : tail;
            tail = y > 0 ? visit(inside, seen, queue, tail, at - nx) : tail;
            tail = y < ny - 1 ? visit(inside, seen, queue, tail, at + nx) : tail;
            tail = at >= plane ? visit(inside, seen, queue, tail, at - plane) : tail;
            tail = at < inside.length - plane ? visit(inside, seen, queue, tail, at + plane) : tail;
        }
        return tail;
    }

    private static int visit(boolean[] inside, boolean[] seen, int[] queue, int tail, int at) {
        if (!inside[at] || seen[at]) {
            return tail;
        }
        seen[at] = true;
        queue[tail] = at;
        return tail + 1;
    }

    private boolean[] repeat(boolean[] inside, int iterations, boolean erode) {
        if (iterations < 0) {
            throw new IllegalArgumentException("iterations is " + iterations + ": give 0 or more");
        }
        int stride = nx + 2;
        int plane = stride * (ny + 2);
        boolean[] from = new boolean[plane * (nz + 2)];
        for (int line = 0; line < ny * nz; line++) {
            System.arraycopy(inside, line * nx, from, padded(line, stride, plane), nx);
        }
        boolean[] to = new boolean[from.length];
        for (int round = 0; round < iterations; round++) {
            for (int line = 0; line < ny * nz; line++) {
                int start = padded(line, stride, plane);
                if (erode) {
                    erodeLine(from, to, start, start + nx, stride, plane);
                } else {
                    dilateLine(from, to, start, start + nx, stride, plane);
                }
            }
            boolean[] other = from;
            from = to;
            to = other;
        }
        boolean[] result = new boolean[inside.length];
        for (int line = 0; line < ny * nz; line++) {
            System.arraycopy(from, padded(line, stride, plane), result, line * nx, nx);
        }
        return result;
    }

    private int padded(int line, int stride, int plane) {
        return (line / ny + 1) * plane + (line % ny + 1) * stride + 1;
    }

    private static void erodeLine(boolean[] from, boolean[] to, int start, int end, int stride, int plane) {
        for (int i = start; i < end; i++) {
            to[i] = from[i] & from[i - 1] & from[i + 1] & from[i - stride] & from[i + stride]
                    & from[i - plane]
                    & from[i + plane];
        }
    }

    private static void dilateLine(boolean[] from, boolean[] to, int start, int end, int stride, int plane) {
        for (int i = start; i < end; i++) {
            to[i] = from[i] | from[i - 1] | from[i + 1] | from[i - stride] | from[i + stride]
                    | from[i - plane]
                    | from[i + plane];
        }
    }
}
