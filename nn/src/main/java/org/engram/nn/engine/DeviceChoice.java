package org.engram.nn.engine;

import ai.djl.Device;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.EngramException;

/**
 * Where networks run, as a user says it: {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto} (the first GPU where
 * there is one, else the CPU). The CPU always works.
 */
public final class DeviceChoice {
    /** The first GPU if the engine can use one, else the CPU. */
    public static final DeviceChoice AUTO = new DeviceChoice("auto", -1);
    /** The CPU. */
    public static final DeviceChoice CPU = new DeviceChoice("cpu", -1);

    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    private final String name;
    private final int gpu;

    private DeviceChoice(String name, int gpu) {
        this.name = name;
        this.gpu = gpu;
    }

    /**
     * @param text cpu, gpu, gpu:N or auto, in any case
     * @return the choice
     * @throws IllegalArgumentException if it is none of these
     */
    public static DeviceChoice of(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        Matcher matcher = GPU.matcher(wanted);
        if (matcher.matches()) {
            return new DeviceChoice(wanted,
                    matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)));
        }
        return switch (wanted) {
            case "auto" -> AUTO;
            case "cpu" -> CPU;
            default -> throw new IllegalArgumentException(
                    "\"" + text + "\" is no device: give cpu, gpu, gpu:N (N counts from 0) or auto");
        };
    }

    /**
     * Starts the engine and finds the device.
     *
     * @return the device
     * @throws EngramException if a GPU is asked for that the engine cannot use, with how to get there
     */
    public Device device() {
        if (this == CPU) {
            return Device.cpu();
        }
        int count = Torch.gpuCount();
        if (this == AUTO) {
            return count > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (count == 0) {
            throw new EngramException(
                    "--device " + name + " was asked for, but this libtorch (" + Torch.libraryPath()
                            + ") sees no CUDA device: point PYTORCH_LIBRARY_PATH at a CUDA build of libtorch "
                            + Torch.version()
                            + " and set PYTORCH_VERSION and PYTORCH_FLAVOR (docs/networks-on-a-gpu.md), "
                            + "or use --device cpu");
        }
        if (gpu >= count) {
            throw new EngramException("--device " + name + " was asked for, but there " + (count == 1
                    ? "is one CUDA device, gpu:0"
                    : "are " + count + " CUDA devices, gpu:0 to gpu:" + (count - 1)));
        }
        return Device.gpu(gpu);
    }

    @Override
    public String toString() {
        return name;
    }
}
