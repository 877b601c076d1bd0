"""Writes small vocabularies and the ids that plain re-derivations of CLIP's BPE and BERT's WordPiece give.

Nothing here comes from a tokenizer library: the byte-pair encoding follows Sennrich et al. 2016 and the published
description of CLIP's tokenizer, WordPiece the longest-match-first rule of BERT. Run with any Python 3.9 or later:

    python3 make_tokenizer_fixture.py
"""
import collections
import gzip
import html
import json
import random
import unicodedata

WORDS = """a photo of a cat sitting on the table while a dog runs through the green grass near the old house and the
children are playing with a red ball under the blue sky the brain sees faces places objects and words when the person
is reading hearing watching moving a small boat on the water people walking in the street of the city with umbrellas
the woman's coat isn't there they're not what we've seen he'll say i'm fine she'd go naïve café über straße żółć 1 2 3
10 2024 pizza, bread; cheese! really? yes (no) [maybe] {perhaps} "quoted" don't won't playing played player plays
recognition reconstruction decoding encoding recorded recording electrode electrodes electrocorticography""".split()
MARKS = ["<|startoftext|>", "<|endoftext|>"]


# ---- CLIP ----------------------------------------------------------------------------------------------------------
def byte_symbols():
    printing = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table = {b: chr(b) for b in printing}
    others = [b for b in range(256) if b not in table]
    table.update({b: chr(256 + i) for i, b in enumerate(others)})
    return table                       # in this order the ids 0..255


SYMBOL = byte_symbols()


def split_words(text):
    """'s 't 're 've 'm 'll 'd | letters | one digit | other non-space; marks are taken out before."""
    words, i = [], 0
    while i < len(text):
        kind = unicodedata.category(text[i])[0]
        contraction = next((c for c in ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d") if text.startswith(c, i)), None)
        if text[i].isspace():
            i += 1
        elif contraction:
            words.append(contraction)
            i += len(contraction)
        elif kind == "L":
            j = i
            while j < len(text) and unicodedata.category(text[j])[0] == "L":
                j += 1
            words.append(text[i:j])
            i = j
        elif kind == "N":
            words.append(text[i])
            i += 1
        else:
            j = i
            while j < len(text) and not text[j].isspace() and unicodedata.category(text[j])[0] not in "LN":
                j += 1
            words.append(text[i:j])
            i = j
    return words


def clean(text):
    text = unicodedata.normalize("NFC", text)
    text = html.unescape(html.unescape(text))
    return " ".join(text.split()).lower()


def symbols_of(word):
    symbols = [SYMBOL[b] for b in word.encode("utf-8")]
    symbols[-1] += "</w>"
    return symbols


def merged(symbols, rank):
    while len(symbols) > 1:
        best = min(zip(symbols, symbols[1:]), key=lambda p: rank.get(p, float("inf")))
        if best not in rank:
            break
        out, i = [], 0
        while i < len(symbols):
            if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == best:
                out.append(symbols[i] + symbols[i + 1])
                i += 2
            else:
                out.append(symbols[i])
                i += 1
        symbols = out
    return symbols


def train(count):
    words = collections.Counter(w for text in WORDS for w in split_words(clean(text)))
    pieces = {w: symbols_of(w) for w in words}
    merges = []
    while len(merges) < count:
        pairs = collections.Counter()
        for w, n in words.items():
            for pair in zip(pieces[w], pieces[w][1:]):
                pairs[pair] += n
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        if best[0] + best[1] in {a + b for a, b in merges}:
            raise SystemExit("a merge twice")
        merges.append(best)
        pieces = {w: merged(symbols_of(w), {m: i for i, m in enumerate(merges)}) for w in words}
    return merges


def split_marks(text):
    parts = [text]
    for mark in MARKS:
        parts = [q for p in parts for q in ([p] if p in MARKS else
                                            [r for k, s in enumerate(p.split(mark)) for r in ([mark, s] if k else [s])])]
    return parts


def clip_ids(text, vocabulary, rank, length=77):
    ids = []
    for part in split_marks(clean(text)):
        if part in MARKS:
            ids.append(vocabulary[part])
        else:
            for word in split_words(part):
                ids += [vocabulary[s] for s in merged(symbols_of(word), rank)]
    ids = [vocabulary[MARKS[0]]] + ids + [vocabulary[MARKS[1]]]
    if len(ids) > length:
        ids = ids[:length]
        ids[-1] = vocabulary[MARKS[1]]
    return ids


# ---- WordPiece -----------------------------------------------------------------------------------------------------
def is_cjk(c):
    o = ord(c)
    return any(a <= o <= b for a, b in ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
                                        (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)))


def is_punctuation(c):
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or unicodedata.category(c)[0] == "P"


def basic_words(text, lower):
    out = []
    for c in text:
        if c in "\t\n\r" or unicodedata.category(c) == "Zs":
            out.append(" ")
        elif ord(c) in (0, 0xFFFD) or unicodedata.category(c) in ("Cc", "Cf"):
            continue
        elif is_cjk(c):
            out.append(" " + c + " ")
        else:
            out.append(c)
    text = "".join(out)
    if lower:
        text = unicodedata.normalize("NFD", text.lower())
        text = "".join(c for c in text if unicodedata.category(c) != "Mn")
    words = []
    for word in text.split():
        current = ""
        for c in word:
            if is_punctuation(c):
                words += [current, c] if current else [c]
                current = ""
            else:
                current += c
        if current:
            words.append(current)
    return words


def word_pieces(word, vocabulary):
    if len(word) > 100:
        return ["[UNK]"]
    pieces, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start:
            piece = ("##" if start else "") + word[start:end]
            if piece in vocabulary:
                break
            end -= 1
        if end == start:
            return ["[UNK]"]
        pieces.append(piece)
        start = end
    return pieces


def bert_ids(text, vocabulary, lower, length=512):
    ids = [vocabulary[p] for w in basic_words(text, lower) for p in word_pieces(w, vocabulary)]
    return [vocabulary["[CLS]"]] + ids[:length - 2] + [vocabulary["[SEP]"]]


def piece_vocabulary(lower):
    words = sorted({w for text in WORDS for w in basic_words(text, lower)})
    if not lower:
        words += sorted({w.capitalize() for w in words if w[0].isalpha()} - set(words))
    characters = sorted({c for w in words for c in w} | set("abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'()[]-"))
    whole = [w for i, w in enumerate(words) if len(w) > 1 and i % 3]
    tails = ["##" + t for t in ("s", "ed", "ing", "er", "ion", "tion", "ly", "ness", "ode")]
    tokens = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + characters + ["##" + c for c in characters]
    return list(dict.fromkeys(tokens + whole + tails + ["中", "的", "ü", "##ü"]))


# ---- texts ---------------------------------------------------------------------------------------------------------
def texts():
    fixed = ["", " ", "\t\n", "a photo of a cat", "A PHOTO of a  Cat.", "it's they've we'll I'M he'd don't WON'T", "''ll",
             "café", "cafe\u0301", "naïve über Straße ŻÓŁĆ", "ΟΔΟΣ ὀδός", "İstanbul ISPARTA ı", "ﬁne ½ ² Ⅷ ٣٤ ۵", "日本語の写真",
             "中文 的 brain 脑", "대한민국", "नमस्ते दुनिया", "مرحبا بالعالم", "👩‍👩‍👧‍👦 family 🧠🔥!", "🙂", "e\u0301\u0302x",
             "&lt;b&gt;bold&lt;/b&gt; &amp;amp; &amp;lt;", "fish &amp; chips", "&eacute;t&eacute; &#233; &#x1F9E0; &copy;2024",
             "AT&T Q&A R&D a&b", "&notanentity; &; & &&", "tom &amp;#39;s", "<|startoftext|> a <|endoftext|> b", "a<|endoftext|>",
             "<|STARTOFTEXT|>", "zero\u200bwidth\u200djoin\ufeff", "tab\tnew\nline\r\nnbsp\u00a0x\u2003y\u3000z",
             "\x1c\x1d\x1e\x1f", "soft\u00adhyphen", "a\u0000b", "...!!!???", "#$%^*_+=|~`@\\/", "“smart” ‘quotes’ – — …",
             "1234567890", "3.14159 -2e10 0x1F", "ABC123def", "x" * 99, "x" * 100, "x" * 101, "word " * 120, "a" * 600,
             "électroencéphalographie magnétoencéphalographie", "</w> a</w> ##ing [CLS] [UNK] [PAD]", "mixedCASE wOrDs",
             "Ǆ ǅ ǆ ß ẞ ﬀ", "q̇̌ Å Å", "🇫🇷🇯🇵 flags", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚", "the brain's 2 halves"]
    rng = random.Random(7)
    alphabet = "abcdefghij klmnop qrstuvwxyz  ABCDEF 0123456789 .,;:!?'\"()-&éüßñçøłžαβγжщя中日한🧠😀\u200d\n"
    made = ["".join(rng.choice(alphabet) for _ in range(rng.randrange(1, 60))) for _ in range(180)]
    real = [" ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 30))) for _ in range(120)]
    return fixed + made + real


def main():
    merges = train(300)
    rank = {m: i for i, m in enumerate(merges)}
    tokens = list(SYMBOL.values())
    tokens += [t + "</w>" for t in tokens] + [a + b for a, b in merges] + MARKS
    vocabulary = {t: i for i, t in enumerate(tokens)}
    assert len(vocabulary) == len(tokens)
    lines = "".join(f"{a} {b}\n" for a, b in merges)
    with open("bpe.txt.gz", "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as f:
        f.write(('"bpe_simple_vocab_16e6.txt#version: 0.2\n' + lines).encode())
    json.dump(vocabulary, open("vocab.json", "w", encoding="utf-8"), ensure_ascii=False)
    open("merges.txt", "w", encoding="utf-8").write("#version: 0.2\n" + lines)
    added = [{"id": vocabulary[m], "content": m, "single_word": False, "lstrip": False, "rstrip": False,
              "normalized": True, "special": True} for m in MARKS]
    words = {"Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"}
    json.dump({                        # laid out as the published file of CLIP ViT-L/14 is
        "version": "1.0", "truncation": {"max_length": 77, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 77}, "direction": "Right", "pad_to_multiple_of": None,
                    "pad_id": vocabulary[MARKS[1]], "pad_type_id": 0, "pad_token": MARKS[1]},
        "added_tokens": added,
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": words, "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}]},
        "post_processor": {"type": "RobertaProcessing", "sep": [MARKS[1], vocabulary[MARKS[1]]],
                           "cls": [MARKS[0], vocabulary[MARKS[0]]], "trim_offsets": False, "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": MARKS[1], "continuing_subword_prefix": "",
                  "end_of_word_suffix": "</w>", "fuse_unk": False, "vocab": vocabulary,
                  "merges": [f"{a} {b}" for a, b in merges]}}, open("tokenizer.json", "w", encoding="utf-8"))
    uncased, cased = piece_vocabulary(True), piece_vocabulary(False)
    open("uncased.txt", "w", encoding="utf-8").write("".join(t + "\n" for t in uncased))
    open("cased.txt", "w", encoding="utf-8").write("".join(t + "\n" for t in cased))
    uncased = {t: i for i, t in enumerate(uncased)}
    cased = {t: i for i, t in enumerate(cased)}
    marks = ("[CLS]", "[UNK]", "[PAD]", "[SEP]", "[MASK]")
    rows = []
    for text in texts():
        row = {"text": text, "clip": clip_ids(text, vocabulary, rank)}
        if not any(m in text for m in marks):
            # BERT's own code lower-cases word by word, the library letter by letter: they differ for a final sigma.
            if "Σ" not in text:
                row["uncased"] = bert_ids(text, uncased, True)
            row["cased"] = bert_ids(text, cased, False)
        rows.append(row)
    with open("expected.json", "w", encoding="utf-8") as f:
        f.write('{"rows": [\n' + ",\n".join(json.dumps(r) for r in rows) + "\n]}\n")
    print(len(rows), "texts,", len(vocabulary), "CLIP tokens")


if __name__ == "__main__":
    main()
