package org.engram.nn.checkpoints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyMapTest {
    @TempDir
    Path folder;

    private static StoredTensor counting(long... shape) {
        int size = (int) new Shape(shape).size();
        ByteBuffer bytes = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            bytes.putFloat(i);
        }
        return StoredTensor.of(MemoryStorage.of(bytes.array()), TensorType.F32, shape);
    }

    private static Map<String, StoredTensor> tensors(String... names) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, counting(1));
        }
        return tensors;
    }

    private static Checkpoint apply(KeyMap map, Map<String, StoredTensor> tensors) {
        return map.apply(Checkpoints.of("file", tensors)).checkpoint();
    }

    /** Names as section 5.4 of the specification of generative models lists them. */
    @Test
    void unetOfStableDiffusion() {
        String[][] pairs = {{"input_blocks.0.0.weight", "conv_in.weight"},
                {"input_blocks.1.0.in_layers.0.weight", "down_blocks.0.resnets.0.norm1.weight"},
                {"input_blocks.2.1.proj_in.weight", "down_blocks.0.attentions.1.proj_in.weight"},
                {"input_blocks.3.0.op.bias", "down_blocks.0.downsamplers.0.conv.bias"},
                {"input_blocks.4.0.skip_connection.weight", "down_blocks.1.resnets.0.conv_shortcut.weight"},
                {"input_blocks.9.0.op.weight", "down_blocks.2.downsamplers.0.conv.weight"},
                {"input_blocks.11.0.out_layers.3.weight", "down_blocks.3.resnets.1.conv2.weight"},
                {"middle_block.0.emb_layers.1.bias", "mid_block.resnets.0.time_emb_proj.bias"},
                {"middle_block.1.transformer_blocks.0.attn1.to_q.weight",
                        "mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight"},
                {"middle_block.2.out_layers.0.weight", "mid_block.resnets.1.norm2.weight"},
                {"output_blocks.0.0.in_layers.2.weight", "up_blocks.0.resnets.0.conv1.weight"},
                {"output_blocks.2.1.conv.weight", "up_blocks.0.upsamplers.0.conv.weight"},
                {"output_blocks.5.1.norm.weight", "up_blocks.1.attentions.2.norm.weight"},
                {"output_blocks.5.2.conv.weight", "up_blocks.1.upsamplers.0.conv.weight"},
                {"output_blocks.8.2.conv.bias", "up_blocks.2.upsamplers.0.conv.bias"},
                {"output_blocks.11.1.proj_out.bias", "up_blocks.3.attentions.2.proj_out.bias"},
                {"out.0.weight", "conv_norm_out.weight"}, {"out.2.bias", "conv_out.bias"},
                {"time_embed.0.weight", "time_embedding.linear_1.weight"},
                {"time_embed.2.weight", "time_embedding.linear_2.weight"}};
        Map<String, StoredTensor> plain = new LinkedHashMap<>();
        for (String[] pair : pairs) {
            plain.put("model.diffusion_model." + pair[0], counting(1));
        }
        plain.putAll(
                tensors("betas", "alphas_cumprod", "first_stage_model.quant_conv.weight", "model_ema.decay",
                        "cond_stage_model.transformer.text_model.final_layer_norm.weight"));
        KeyMap.Mapped mapped = KeyMap.named("compvis-unet").apply(Checkpoints.of("sd.ckpt", plain));
        assertEquals(java.util.Arrays.stream(pairs).map(pair -> pair[1]).toList(),
                List.copyOf(mapped.checkpoint().entries().keySet()));
        assertEquals(5, mapped.dropped().size());
    }

    @Test
    void everyBlockOfTheUnetHasANameOfItsOwn() {
        Map<String, StoredTensor> all = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            for (int part = 0; part < 2; part++) {
                all.put("input_blocks." + i + "." + part + ".x.weight", counting(1));
                all.put("output_blocks." + i + "." + part + ".x.weight", counting(1));
            }
        }
        long left = apply(KeyMap.named("compvis-unet"), all).entries().keySet().stream()
                .filter(name -> name.contains("put_blocks")).count();
        // Without attention are conv_in, downsamplers and the last level: those second parts do not exist (4 + 2, 3), and
        // "input_blocks.{3,6,9}.0" holds only "op".
        assertEquals(1 + 3 + 3 + 2 + 3, left);
    }

    @Test
    void autoencoder() {
        Map<String, StoredTensor> tensors = tensors(
                "first_stage_model.encoder.down.1.block.0.nin_shortcut.weight",
                "first_stage_model.encoder.down.0.downsample.conv.weight",
                "first_stage_model.decoder.up.0.block.2.conv1.weight",
                "first_stage_model.decoder.up.3.upsample.conv.bias",
                "first_stage_model.decoder.mid.block_2.norm1.bias",
                "first_stage_model.encoder.norm_out.weight", "first_stage_model.quant_conv.weight",
                "first_stage_model.encoder.mid.attn_1.norm.weight", "model.diffusion_model.out.2.bias");
        tensors.put("first_stage_model.encoder.mid.attn_1.q.weight", counting(4, 2, 1, 1));
        tensors.put("first_stage_model.decoder.mid.attn_1.proj_out.weight", counting(2, 4, 1, 1));
        tensors.put("decoder.mid_block.attentions.0.query.weight", counting(2, 4));
        Checkpoint mapped = apply(KeyMap.named("compvis-vae"), tensors);
        assertEquals(List.of("encoder.down_blocks.1.resnets.0.conv_shortcut.weight",
                "encoder.down_blocks.0.downsamplers.0.conv.weight",
                "decoder.up_blocks.3.resnets.2.conv1.weight",
                "decoder.up_blocks.0.upsamplers.0.conv.bias", "decoder.mid_block.resnets.1.norm1.bias",
                "encoder.conv_norm_out.weight", "quant_conv.weight",
                "encoder.mid_block.attentions.0.group_norm.weight",
                "encoder.mid_block.attentions.0.to_q.weight",
                "decoder.mid_block.attentions.0.to_out.0.weight",
                "decoder.mid_block.attentions.0.to_q.weight"), List.copyOf(mapped.entries().keySet()));
        assertEquals(new Shape(4, 2), mapped.tensor("encoder.mid_block.attentions.0.to_q.weight").shape());
        assertEquals(new Shape(2, 4),
                mapped.tensor("decoder.mid_block.attentions.0.to_out.0.weight").shape());
    }

    @Test
    void clip() {
        Map<String, StoredTensor> tensors = tensors("visual.class_embedding", "visual.positional_embedding",
                "visual.conv1.weight", "visual.ln_pre.weight", "visual.ln_post.bias", "logit_scale",
                "visual.transformer.resblocks.11.ln_2.weight",
                "visual.transformer.resblocks.11.mlp.c_proj.bias",
                "positional_embedding", "token_embedding.weight", "ln_final.weight",
                "transformer.resblocks.0.mlp.c_fc.weight", "transformer.resblocks.0.attn.out_proj.bias");
        tensors.put("visual.proj", counting(4, 3));
        tensors.put("visual.transformer.resblocks.3.attn.in_proj_weight", counting(6, 2));
        tensors.put("transformer.resblocks.3.attn.in_proj_bias", counting(6));
        tensors.put("text_projection", counting(2, 3));
        Checkpoint vision = apply(KeyMap.named("openai-clip-vision"), tensors);
        assertEquals(List.of("vision_model.embeddings.class_embedding",
                "vision_model.embeddings.position_embedding.weight",
                "vision_model.embeddings.patch_embedding.weight", "vision_model.pre_layrnorm.weight",
                "vision_model.post_layernorm.bias", "vision_model.encoder.layers.11.layer_norm2.weight",
                "vision_model.encoder.layers.11.mlp.fc2.bias", "visual_projection.weight",
                "vision_model.encoder.layers.3.self_attn.q_proj.weight",
                "vision_model.encoder.layers.3.self_attn.k_proj.weight",
                "vision_model.encoder.layers.3.self_attn.v_proj.weight"),
                List.copyOf(vision.entries().keySet()));
        // (d, p) = (4, 3) counting up, transposed
        assertArrayEquals(new float[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11},
                vision.tensor("visual_projection.weight").toFloats());
        assertArrayEquals(new float[] {4, 5, 6, 7},
                vision.tensor("vision_model.encoder.layers.3.self_attn.k_proj.weight").toFloats());
        Checkpoint text = apply(KeyMap.named("openai-clip-text"), tensors);
        assertEquals(List.of("text_model.embeddings.position_embedding.weight",
                "text_model.embeddings.token_embedding.weight", "text_model.final_layer_norm.weight",
                "text_model.encoder.layers.0.mlp.fc1.weight",
                "text_model.encoder.layers.0.self_attn.out_proj.bias",
                "text_model.encoder.layers.3.self_attn.q_proj.bias",
                "text_model.encoder.layers.3.self_attn.k_proj.bias",
                "text_model.encoder.layers.3.self_attn.v_proj.bias", "text_projection.weight"),
                List.copyOf(text.entries().keySet()));
    }

    @Test
    void splitThenMergeIsTheSame() {
        Map<String, StoredTensor> tensors = Map.of("a.qkv.weight", counting(6, 2));
        KeyMap split = KeyMap.builder("split").split("qkv\\.weight$", 0, "q", "k", "v").build();
        KeyMap merge = KeyMap.builder("merge").merge(List.of("\\.q$", "\\.k$", "\\.v$"), 0, ".qkv.weight")
                .build();
        assertEquals(List.of("a.q", "a.k", "a.v"), List.copyOf(apply(split, tensors).entries().keySet()));
        assertArrayEquals(counting(6, 2).toFloats(),
                apply(split.then(merge), tensors).tensor("a.qkv.weight").toFloats());
        Map<String, StoredTensor> part = Map.of("a.q", counting(1));
        assertTrue(assertThrows(EngramException.class, () -> apply(merge, part)).getMessage()
                .contains("missing"));
        KeyMap seven = KeyMap.builder("seven").split("qkv", 0, "1", "2", "3", "4", "5", "6", "7").build();
        assertTrue(assertThrows(EngramException.class, () -> apply(seven, tensors)).getMessage()
                .contains("(6, 2)"));
    }

    @Test
    void averagesWhoseNamesLostTheirDots() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("model.diffusion_model.out.0.weight", counting(1));
        tensors.put("model_ema.diffusion_modelout0weight", counting(2));
        Checkpoint mapped = apply(KeyMap.builder("ema").averages("model_ema.", "model.").build(), tensors);
        assertEquals(List.of("model.diffusion_model.out.0.weight"), List.copyOf(mapped.entries().keySet()));
        assertEquals(2, mapped.tensor("model.diffusion_model.out.0.weight").count());
    }

    @Test
    void oneNameForTwoTensorsIsAnError() {
        KeyMap map = KeyMap.builder("collapse").rename("\\d", "").build();
        String message = assertThrows(EngramException.class, () -> apply(map, tensors("a1", "a2")))
                .getMessage();
        assertTrue(message.contains("collapse") && message.contains("\"a2\""), message);
    }

    @Test
    void jsonOfTheJavadocIsReadAndMistakesAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("map.json"),
                """
                        {"name": "all", "rules": [
                         {"drop": "num_batches_tracked$"}, {"keep": "^visual\\\\."}, {"strip": "^visual\\\\."},
                         {"rename": "^proj$", "to": "visual_projection.weight", "transpose": true},
                         {"rename": "/kernel:0$", "to": ".weight", "permute": [-1, -2, "..."]},
                         {"rename": "conv\\\\.weight$", "to": "linear.weight", "squeeze": [2, 3]},
                         {"rename": "depthwise_kernel:0$", "to": "weight", "permute": [2, 3, 0, 1], "reshape": [-1, 1, "$2", "$3"]},
                         {"split": "qkv$", "axis": 0, "into": ["q", "k", "v"]},
                         {"merge": ["q$", "k$", "v$"], "axis": 0, "into": "qkv"},
                         {"averages": "model_ema.", "of": "model."}]}
                        """);
        Checkpoint mapped = apply(KeyMap.read(file),
                new LinkedHashMap<>(Map.of("visual.proj", counting(2, 3))));
        assertEquals(new Shape(3, 2), mapped.tensor("visual_projection.weight").shape());
        String[][] wrong = {{"{\"renam\": \"a\", \"to\": \"b\"}", "did you mean \"rename\""},
                {"{\"rename\": \"a\"}", "needs a text \"to\""}, {"{\"drop\": \"(\"}", "rule 1"},
                {"{\"drop\": 7}", "rule 1"},
                {"7", "not a JSON object"}, {"{\"into\": [\"a\"]}", "none of"},
                {"{\"split\": \"a\", \"into\": []}", "needs a list"}};
        for (String[] one : wrong) {
            Files.writeString(file, "{\"name\": \"n\", \"rules\": [" + one[0] + "]}");
            String message = assertThrows(EngramException.class, () -> KeyMap.read(file)).getMessage();
            assertTrue(message.contains(one[1]), one[0] + ": " + message);
        }
    }
}
