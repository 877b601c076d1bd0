package org.engram.generative.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.generative.autoencoder.AutoencoderConfiguration;
import org.engram.generative.autoencoder.AutoencoderKl;
import org.engram.generative.clip.ClipText;
import org.engram.generative.clip.ClipTextConfiguration;
import org.engram.generative.clip.ClipVision;
import org.engram.generative.clip.ClipVisionConfiguration;
import org.engram.generative.diffusion.UNet2DCondition;
import org.engram.generative.diffusion.UNet2DConfiguration;
import org.engram.nn.checkpoints.LoadReport;
import org.engram.nn.checkpoints.SafetensorsWriter;
import org.engram.nn.checkpoints.StoredTensor;
import org.engram.nn.checkpoints.TensorArrays;
import org.engram.nn.checkpoints.WeightMismatchException;
import org.engram.nn.engine.Pass;
import org.engram.nn.engine.Torch;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Layer;
import org.engram.nn.models.networks.PublishedNetworks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small networks saved under each form of published names, which are computed here from the block numbers of the
 * specification (5.4), and read back: every tensor must be where it was.
 */
class PublishedImagesTest {
    private static final Pattern BLOCK = Pattern
            .compile(
                    "(down|up)_blocks\\.(\\d)\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d)\\.(.*)");

    @TempDir
    Path folder;

    private final NDManager manager = Torch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private static UNet2DConfiguration unet(boolean linear, boolean dual) {
        return UNet2DConfiguration.builder().widths(4, 8, 12, 16).heads(2, 2, 2, 2).groups(2).contextWidth(6)
                .linearProjection(linear).dualTransformer(dual).build();
    }

    private Map<String, StoredTensor> state(Layer network) {
        network.initialize(manager, DataType.FLOAT32, 3);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        network.state().forEach((path, parameter) -> {
            NDArray array = parameter.getArray();
            array.addi(manager.randomNormal(array.getShape()).mul(0.05)); // zeros and ones would not tell tensors apart
            tensors.put(path, TensorArrays.stored(array));
        });
        return tensors;
    }

    private static Map<String, StoredTensor> renamed(Map<String, StoredTensor> tensors,
            Function<String, String> names) {
        Map<String, StoredTensor> result = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> result.put(names.apply(name), tensor));
        assertEquals(tensors.size(), result.size());
        return result;
    }

    private LoadReport fill(String model, String part, Layer network, Map<String, StoredTensor> file)
            throws IOException {
        Path path = folder.resolve(model + part + file.hashCode() + ".safetensors");
        SafetensorsWriter.write(path, file, Map.of());
        return PublishedNetworks.of(model, part).fill(network, path, manager);
    }

    private void roundTrip(String model, String part, Supplier<Layer> make,
            Function<Map<String, StoredTensor>, Map<String, StoredTensor>> published) throws IOException {
        Layer original = make.get();
        Layer read = make.get();
        LoadReport report = fill(model, part, read, published.apply(state(original)));
        assertTrue(report.complete(), report.toString());
        original.state().forEach((path, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(),
                read.state().get(path).getArray().toFloatArray(), path));
    }

    /** Specification 5.4: the block of CompVis a name of diffusers lies in. */
    private static String compVisUnet(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            int level = Integer.parseInt(block.group(2));
            int place = Integer.parseInt(block.group(4));
            boolean down = block.group(1).equals("down");
            int number = 3 * level + place + (down ? 1 : 0);
            return switch (block.group(3)) {
                case "resnets" -> (down ? "input" : "output") + "_blocks." + number + ".0."
                        + residual(block.group(5));
                case "attentions" ->
                    (down ? "input" : "output") + "_blocks." + number + ".1." + block.group(5);
                case "downsamplers" -> "input_blocks." + (3 * level + 3) + ".0."
                        + block.group(5).replace("conv.", "op.");
                default -> "output_blocks." + (3 * level + 2) + (level == 0 ? ".1." : ".2.") + block.group(5);
            };
        }
        if (name.startsWith("mid_block.")) {
            return name.startsWith("mid_block.attentions")
                    ? name.replace("mid_block.attentions.0", "middle_block.1")
                    : "middle_block." + (name.charAt("mid_block.resnets.".length()) == '0' ? 0 : 2) + "."
                            + residual(name.substring("mid_block.resnets.0.".length()));
        }
        return name.replace("conv_in.", "input_blocks.0.0.").replace("conv_norm_out.", "out.0.")
                .replace("conv_out.", "out.2.").replace("time_embedding.linear_1.", "time_embed.0.")
                .replace("time_embedding.linear_2.", "time_embed.2.");
    }

    private static String residual(String name) {
        return name.replace("norm1.", "in_layers.0.").replace("conv1.", "in_layers.2.")
                .replace("time_emb_proj.", "emb_layers.1.").replace("norm2.", "out_layers.0.")
                .replace("conv2.", "out_layers.3.").replace("conv_shortcut.", "skip_connection.");
    }

    private NDArray predicted(Layer network) {
        try (Pass pass = Pass.inference()) {
            NDArray x = manager.arange(0, 4 * 8 * 8, 1, DataType.FLOAT32).sin().reshape(1, 4, 8, 8);
            NDArray tokens = manager.arange(0, 3 * 6, 1, DataType.FLOAT32).cos().reshape(1, 3, 6);
            return pass.keep(
                    network.apply(pass, new NDList(x, manager.create(new float[] {500}), tokens)).get(0));
        }
    }

    @Test
    void oneNetworkInTheFormsOfDiffusersAndCompVisPredictsTheSame() throws IOException {
        for (boolean linear : new boolean[] {false, true}) {
            String model = linear ? "stable-diffusion-2.1" : "stable-diffusion-1.5";
            UNet2DCondition original = new UNet2DCondition(unet(linear, false));
            Map<String, StoredTensor> tensors = state(original);
            UNet2DCondition diffusers = new UNet2DCondition(unet(linear, false));
            assertTrue(fill(model, "unet", diffusers, tensors).complete());
            Map<String, StoredTensor> whole = renamed(tensors,
                    name -> "model.diffusion_model." + compVisUnet(name));
            whole.put("first_stage_model.quant_conv.bias", tensors.get("conv_out.bias"));
            whole.put("alphas_cumprod", tensors.get("conv_out.bias"));
            whole.put("model_ema.num_updates", tensors.get("conv_out.bias"));
            UNet2DCondition compVis = new UNet2DCondition(unet(linear, false));
            LoadReport report = fill(model, "unet", compVis, whole);
            assertEquals(3, report.dropped().size());
            NDArray wanted = predicted(original);
            assertTrue(wanted.norm().getFloat() > 0.1);
            // The same numbers through the same operations: equal to the bit.
            assertArrayEquals(wanted.toFloatArray(), predicted(diffusers).toFloatArray());
            assertArrayEquals(wanted.toFloatArray(), predicted(compVis).toFloatArray());
        }
    }

    @Test
    void versatileDiffusionTakesTheTransformersOfTheTextNetwork() throws IOException {
        roundTrip("versatile-diffusion", "unet", () -> new UNet2DCondition(unet(false, true)), tensors -> {
            Map<String, StoredTensor> file = renamed(tensors, name -> {
                boolean text = name.contains(".transformers.1.");
                String old = compVisUnet(name.replaceFirst("\\.transformers\\.[01]", ""));
                return "model.diffusion_model."
                        + (old.startsWith("time_embed") ? "" : text ? "unet_text." : "unet_image.") + old;
            });
            StoredTensor any = tensors.get("conv_out.bias");
            file.put("model.diffusion_model.unet_text.input_blocks.1.0.in_layers.2.weight", any);
            file.put("model.diffusion_model.unet_text.input_blocks.3.0.weight", any);
            file.put("model.diffusion_model.unet_text.out.2.bias", any);
            file.put("first_stage_model.quant_conv.bias", any);
            return file;
        });
    }

    @Test
    void autoencoderInFourForms() throws IOException {
        Supplier<Layer> make = () -> new AutoencoderKl(
                new AutoencoderConfiguration(3, 4, List.of(4, 4, 8, 8), 2, 2, 1e-6, 1));
        roundTrip("stable-diffusion-1.5", "autoencoder", make, tensors -> tensors);
        roundTrip("stable-diffusion-1.5", "autoencoder", make, tensors -> renamed(tensors,
                name -> name.replace("to_q.", "query.").replace("to_k.", "key.").replace("to_v.", "value.")
                        .replace("to_out.0.", "proj_attn.")));
        roundTrip("stable-diffusion-1.5", "autoencoder", make,
                tensors -> compVisAutoencoder(tensors, "first_stage_model."));
        roundTrip("stable-diffusion-2.1", "autoencoder", make,
                tensors -> compVisAutoencoder(tensors, "first_stage_model."));
        roundTrip("versatile-diffusion", "autoencoder", make, tensors -> compVisAutoencoder(tensors, ""));
    }

    private static Map<String, StoredTensor> compVisAutoencoder(Map<String, StoredTensor> tensors,
            String prefix) {
        Map<String, StoredTensor> file = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            Matcher block = Pattern.compile("(encoder|decoder)\\." + BLOCK.pattern()).matcher(name);
            String old = name;
            StoredTensor kept = tensor;
            if (block.matches()) {
                int level = Integer.parseInt(block.group(3));
                boolean down = block.group(2).equals("down");
                String part = block.group(4).equals("resnets")
                        ? "block." + block.group(5) + "."
                        : down ? "downsample." : "upsample.";
                old = block.group(1) + "." + block.group(2) + "." + (down ? level : 3 - level) + "." + part
                        + block.group(6);
            } else if (name.contains("mid_block.attentions.0.")) {
                old = name.replace("mid_block.attentions.0.", "mid.attn_1.").replace("group_norm", "norm")
                        .replace("to_q", "q").replace("to_k", "k").replace("to_v", "v")
                        .replace("to_out.0", "proj_out");
                if (tensor.shape().dimension() == 2) {
                    kept = tensor.reshape(tensor.shape().get(0), tensor.shape().get(1), 1, 1);
                }
            }
            old = old.replace("mid_block.resnets.0", "mid.block_1")
                    .replace("mid_block.resnets.1", "mid.block_2")
                    .replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out");
            file.put(prefix + old, kept);
        });
        assertEquals(tensors.size(), file.size());
        return file;
    }

    @Test
    void textEncodersOfEveryForm() throws IOException {
        Supplier<Layer> plain = () -> new ClipText(
                new ClipTextConfiguration(30, 5, 8, 16, 2, 2, 0, Activation.GELU, 29, 1e-5));
        String first = "stable-diffusion-1.5";
        roundTrip(first, "text-encoder", plain, this::withPositionIds);
        roundTrip(first, "text-encoder", plain,
                tensors -> renamed(tensors, name -> name.replace("text_model.", "")));
        roundTrip(first, "text-encoder", plain,
                tensors -> renamed(tensors, name -> "cond_stage_model.transformer." + name));
        roundTrip(first, "text-encoder", plain, tensors -> renamed(tensors,
                name -> name.replace("text_model.", "cond_stage_model.transformer.")));
        roundTrip("stable-diffusion-2.1", "text-encoder", plain, tensors -> {
            Map<String, StoredTensor> file = openAi(tensors, "cond_stage_model.model.");
            StoredTensor bias = tensors.get("text_model.final_layer_norm.bias");
            file.put("cond_stage_model.model.transformer.resblocks.23.ln_1.bias", bias);
            file.put("cond_stage_model.model.text_projection", bias);
            file.put("cond_stage_model.model.logit_scale", bias);
            return file;
        });
    }

    private Map<String, StoredTensor> withPositionIds(Map<String, StoredTensor> tensors) {
        Map<String, StoredTensor> file = new LinkedHashMap<>(tensors);
        file.put("text_model.embeddings.position_ids",
                TensorArrays.stored(manager.arange(5).toType(DataType.INT64, false)));
        return file;
    }

    /** Queries, keys and values as one tensor, and the names of OpenAI. */
    private static Map<String, StoredTensor> openAi(Map<String, StoredTensor> tensors, String prefix) {
        Map<String, StoredTensor> file = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            String old = name.replace("text_model.encoder.layers.", "transformer.resblocks.")
                    .replace("text_model.embeddings.token_embedding", "token_embedding")
                    .replace("text_model.embeddings.position_embedding.weight", "positional_embedding")
                    .replace("text_model.final_layer_norm", "ln_final")
                    .replace("self_attn.out_proj", "attn.out_proj")
                    .replace("layer_norm", "ln_").replace("mlp.fc1", "mlp.c_fc")
                    .replace("mlp.fc2", "mlp.c_proj");
            if (old.contains("q_proj")) {
                file.put(prefix + old.replace("self_attn.q_proj.", "attn.in_proj_"),
                        StoredTensor.concatenate(0,
                                List.of(tensor, tensors.get(name.replace("q_proj", "k_proj")),
                                        tensors.get(name.replace("q_proj", "v_proj")))));
            } else if (!old.contains("k_proj") && !old.contains("v_proj")) {
                file.put(prefix + old, tensor);
            }
        });
        return file;
    }

    @Test
    void eachTowerOfClipOutOfOneFile() throws IOException {
        ClipText text = new ClipText(
                new ClipTextConfiguration(30, 5, 8, 16, 1, 2, 4, Activation.QUICK_GELU, 29, 1e-5));
        ClipVisionConfiguration sizes = new ClipVisionConfiguration(8, 16, 1, 2, 8, 4, 4,
                Activation.QUICK_GELU, 1e-5);
        Map<String, StoredTensor> file = new LinkedHashMap<>(state(text));
        file.putAll(state(new ClipVision(sizes)));
        file.put("logit_scale", file.get("text_model.final_layer_norm.bias"));
        ClipVision vision = new ClipVision(sizes);
        assertTrue(fill("clip-vit-l-14", "vision", vision, file).complete());
        ClipText read = new ClipText(text.configuration());
        assertTrue(fill("clip-vit-l-14", "text", read, file).complete());
        assertArrayEquals(text.state().get("text_projection.weight").getArray().toFloatArray(),
                read.state().get("text_projection.weight").getArray().toFloatArray());
        roundTrip("openclip-vit-h-14-vision", "network", () -> new ClipVision(sizes),
                tensors -> renamed(tensors, name -> name.replace("vision_model.", "")));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        UNet2DCondition network = new UNet2DCondition(unet(false, false));
        Map<String, StoredTensor> tensors = state(new UNet2DCondition(unet(true, false)));
        tensors.remove("conv_in.bias");
        tensors.put("controlnet", tensors.get("conv_out.bias"));
        LoadReport report = assertThrows(WeightMismatchException.class,
                () -> fill("stable-diffusion-1.5", "unet", network, tensors)).report();
        assertEquals(Set.of("conv_in.bias"), report.missing().keySet());
        assertEquals(Set.of("controlnet"), report.unexpected().keySet());
        // 1-tap convolutions of version 1 are matrices in version 2: in and out of each of 16 transformers.
        assertEquals(32, report.misshapen().size());
        assertTrue(report.misshapen().get(0).network().equals(new Shape(4, 4, 1, 1)));
    }
}
