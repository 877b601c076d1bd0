package org.engram.cli.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels inside charts. */
final class Pictures {
    private static final int[] WARM = {0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f};
    private static final int[] COOL = {0xf7f7f7, 0xd1e5f0, 0x92c5de, 0x4393c3, 0x2166ac, 0x053061};

    private Pictures() {}

    /** A PNG as an address that holds it. */
    static String dataUrl(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException("writing a PNG to memory cannot fail", e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * White in the middle, red above, blue below: values where both signs mean something and zero nothing.
     *
     * @param fraction from -1 to 1; clipped
     * @return red, green, blue as {@code 0xRRGGBB}
     */
    static int signed(double fraction) {
        int[] stops = fraction < 0 ? COOL : WARM;
        double at = Math.min(1, Math.abs(Double.isFinite(fraction) ? fraction : 0)) * (stops.length - 1);
        int left = Math.min((int) at, stops.length - 2);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = stops[left] >> shift & 0xff;
            int b = stops[left + 1] >> shift & 0xff;
            colour |= (int) Math.round(a + (b - a) * (at - left)) << shift;
        }
        return colour;
    }
}
