package org.engram.nn.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import org.engram.core.EngramException;

/**
 * The PyTorch engine, started the first time it is asked for and never before: a command that runs no network pays
 * nothing for it.
 *
 * <p>Nothing is ever downloaded. The natives come with the build (see the {@code torch-cpu} profile of this module), or
 * from a libtorch of the user's own named by the environment variable {@code PYTORCH_LIBRARY_PATH}.
 *
 * <p>Thread-safe.
 */
public final class Torch {
    private static final String NAME = "PyTorch";
    private static Engine engine;

    private Torch() {}

    /**
     * @return the started engine
     * @throws EngramException when its native libraries cannot be loaded, with what to do about it
     */
    public static synchronized Engine engine() {
        if (engine == null) {
            NativeLibrary.setUnlessGiven("ai.djl.offline", "true");
            NativeLibrary.setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
            NativeLibrary.setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
            try {
                engine = Engine.getEngine(NAME);
            } catch (EngineException | LinkageError | IllegalArgumentException failure) {
                throw new EngramException("the native libraries of PyTorch could not be loaded ("
                        + NativeLibrary.firstLine(failure)
                        + "): build Engram on this machine without -Dengram.torch=none so that "
                        + "they are fetched for " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
                        + ", or set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and "
                        + "PYTORCH_FLAVOR to an installed libtorch (docs/networks-on-a-gpu.md)", failure);
            }
        }
        return engine;
    }

    /**
     * @param device where arrays made through the manager live
     * @return a manager the caller closes
     */
    public static NDManager newManager(Device device) {
        engine();
        return NDManager.newBaseManager(device, NAME);
    }

    /** @return a manager on the CPU, which the caller closes */
    public static NDManager newManager() {
        return newManager(Device.cpu());
    }

    /** @param threads how many threads one operation may use, at least 1; holds for the whole process */
    public static void threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ": at least 1 is needed");
        }
        engine();
        JniUtils.setNumThreads(threads);
    }

    /** @return how many threads one operation may use */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /** @return how many CUDA devices the engine can use, 0 without a CUDA build of libtorch */
    public static int gpuCount() {
        return engine().hasCapability("CUDA") ? engine().getGpuCount() : 0;
    }

    /** @return the version of libtorch */
    public static String version() {
        return engine().getVersion();
    }

    /** @return the folder libtorch was loaded from */
    public static String libraryPath() {
        engine();
        return LibUtils.getLibtorchPath();
    }
}
