import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS and torch side by side in one JVM: each alone, then in turn. See docs/decisions/0002-dense-algebra.md. */
public final class DenseAlgebraInOneProcess {
    private static final int N = 2000;
    private static final int SAMPLES = 300;
    private static final int VOXELS = 64_512;
    private static final int REPEATS = 7;

    private final double[] x = normals(N * N);
    private final double[] y = normals(N * N);
    private final double[] product = new double[N * N];
    private final double[] brain = normals(SAMPLES * VOXELS);
    private final double[] gram = new double[SAMPLES * SAMPLES];

    private DenseAlgebraInOneProcess() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        System.setProperty("ai.djl.offline", "true");
        new DenseAlgebraInOneProcess().run();
    }

    private void run() {
        time("OpenBLAS dgemm 2000", this::blasProduct);
        time("OpenBLAS dsyevd 1000, and a gemm", this::blasEigen);
        time("OpenBLAS dsyrk 300 x 64512", this::blasGram);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray a = manager.create(x, new Shape(N, N));
            NDArray b = manager.create(y, new Shape(N, N));
            NDArray z = manager.create(brain, new Shape(SAMPLES, VOXELS));
            Runnable torchProduct = () -> close(a.matMul(b));
            time("torch matmul 2000, data in place", torchProduct);
            time("torch matmul 2000, from and to double[]", () -> torchProductWithCopies(manager));
            time("torch Z Z' 300 x 64512", () -> {
                try (NDArray t = z.transpose()) {
                    close(z.matMul(t));
                }
            });
            time("OpenBLAS dgemm, then torch matmul", () -> inTurn(this::blasProduct, torchProduct));
            time("OpenBLAS dsyevd, then torch matmul", () -> inTurn(this::blasEigen, torchProduct));
            time("OpenBLAS dgemm 2000, after torch ran", this::blasProduct);
            openblas.blas_set_num_threads(1);
            time("OpenBLAS on one thread, then torch", () -> inTurn(this::blasProduct, torchProduct));
        }
        System.exit(0); // torch leaves threads that are no daemons
    }

    private void blasProduct() {
        openblas.cblas_dgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, N, N, N, 1, x, N,
                y, N, 0, product, N);
    }

    private void blasEigen() {
        int n = N / 2;
        double[] symmetric = new double[n * n];
        openblas.cblas_dgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasTrans, n, n, n, 1, x, n, x,
                n, 0, symmetric, n);
        openblas.LAPACKE_dsyevd(openblas.LAPACK_ROW_MAJOR, (byte) 'V', (byte) 'U', n, symmetric, n, new double[n]);
    }

    private void blasGram() {
        openblas.cblas_dsyrk(openblas.CblasRowMajor, openblas.CblasUpper, openblas.CblasNoTrans, SAMPLES, VOXELS, 1,
                brain, VOXELS, 0, gram, SAMPLES);
    }

    private void torchProductWithCopies(NDManager manager) {
        try (NDArray a = manager.create(x, new Shape(N, N)); NDArray b = manager.create(y, new Shape(N, N));
                NDArray c = a.matMul(b)) {
            c.toDoubleArray();
        }
    }

    private static void inTurn(Runnable first, Runnable second) {
        first.run();
        second.run();
    }

    private static void close(NDArray array) {
        array.close();
    }

    private static void time(String what, Runnable work) {
        work.run();
        double[] milliseconds = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            work.run();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        System.out.printf("%-42s median %7.1f ms  (%.1f to %.1f)%n", what, milliseconds[REPEATS / 2],
                milliseconds[0], milliseconds[REPEATS - 1]);
    }

    private static double[] normals(int count) {
        Random random = new Random(1);
        return random.doubles(count).map(u -> u - 0.5).toArray();
    }
}
