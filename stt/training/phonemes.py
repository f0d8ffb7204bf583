"""The phoneme inventory, the pronouncing dictionary and the synthesizers' own phoneme names."""

import re
import zipfile
from pathlib import Path

BLANK = "_"
PHONEMES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG "
    "OW OY P R S SH T TH UH UW V W Y Z ZH"
).split()
TOKENS = [BLANK] + PHONEMES
INDEX = {token: index for index, token in enumerate(TOKENS)}

DICTIONARY_IN_JAR = "edu/cmu/sphinx/models/en-us/cmudict-en-us.dict"
DEFAULT_DICTIONARY = (
    Path.home() / ".m2/repository/de/sciss/sphinx4-data/1.0.0/sphinx4-data-1.0.0.jar"
)

Pronunciations = dict[str, list[tuple[int, ...]]]


def load_dictionary(path: Path = DEFAULT_DICTIONARY) -> Pronunciations:
    """Reads word -> all pronunciations, from the text file or straight from its Maven artifact."""
    if not path.exists():
        raise SystemExit(
            f"no dictionary at {path}; get it with\n"
            "  mvn dependency:get -Dartifact=de.sciss:sphinx4-data:1.0.0"
        )
    if path.suffix == ".jar":
        with zipfile.ZipFile(path) as jar:
            text = jar.read(DICTIONARY_IN_JAR).decode("utf-8")
    else:
        text = path.read_text(encoding="utf-8")
    words: Pronunciations = {}
    for line in text.splitlines():
        word, *phones = line.split()
        word = re.sub(r"\(\d+\)$", "", word)
        words.setdefault(word, []).append(tuple(INDEX[phone] for phone in phones))
    return words


def words_of(text: str) -> list[str]:
    """The words a listener would write down: lower case, apostrophes kept, no other signs."""
    plain = text.lower().replace("\u2019", "'")
    tokens = re.sub(r"[^a-z' ]", " ", plain).split()
    return [word for token in tokens if (word := token.strip("'"))]


# What flite and festival print (the "radio" set), where it differs from the lower-cased CMU names.
RADIO = {phone.lower(): (phone,) for phone in PHONEMES} | {
    "ax": ("AH",), "axr": ("ER",), "ix": ("IH",), "el": ("AH", "L"), "em": ("AH", "M"),
    "en": ("AH", "N"), "dx": ("T",), "nx": ("N",), "hv": ("HH",),
    "pau": (), "h#": (), "brth": (), "sil": (), "#": (), "ssil": (),
}  # fmt: skip

# eSpeak NG's mnemonics for its English accents. Length and reduction marks are dropped first.
ESPEAK = {
    "@": ("AH",), "@2": ("AH",), "@5": ("UH",), "3": ("ER",), "3:": ("ER",), "@r": ("ER",),
    "a": ("AE",), "aa": ("AE",), "a#": ("AH",), "A": ("AA",), "A:": ("AA",), "A#": ("AA",),
    "A@": ("AA", "R"), "aI": ("AY",), "aU": ("AW",), "aI@": ("AY", "ER"), "aI3": ("AY", "ER"),
    "aU@": ("AW", "ER"), "E": ("EH",), "E2": ("EH",), "E#": ("EH",), "e@": ("EH", "R"),
    "eI": ("EY",), "e": ("EY",), "I": ("IH",), "I2": ("IH",), "I#": ("IH",), "i": ("IY",),
    "i:": ("IY",), "i@": ("IH", "R"), "i@3": ("IH", "R"), "I@": ("IH", "R"), "IR": ("IH", "R"),
    "0": ("AA",), "0#": ("AA",), "02": ("AA",), "O": ("AO",), "O:": ("AO",), "O@": ("AO", "R"),
    "o@": ("AO", "R"), "O2": ("AO",), "OI": ("OY",), "oU": ("OW",), "o": ("OW",), "oU#": ("OW",),
    "u": ("UW",), "u:": ("UW",), "U": ("UH",), "U@": ("UH", "R"), "V": ("AH",), "V#": ("AH",),
    "VR": ("AH", "R"), "@L": ("AH", "L"), "r-": ("R",), "R": ("R",), "r": ("R",), "r/": ("R",),
    "p": ("P",), "b": ("B",), "t": ("T",), "t#": ("T",), "t2": ("T",), "d": ("D",), "d#": ("D",),
    "k": ("K",), "g": ("G",), "f": ("F",), "v": ("V",), "T": ("TH",), "D": ("DH",), "s": ("S",),
    "z": ("Z",), "z/2": ("Z",), "z#": ("Z",), "S": ("SH",), "Z": ("ZH",), "h": ("HH",),
    "tS": ("CH",), "dZ": ("JH",), "m": ("M",), "m-": ("M",), "n": ("N",), "n-": ("N",),
    "N": ("NG",), "l": ("L",), "l/": ("L",), "l#": ("L",), "L": ("L",), "j": ("Y",), "w": ("W",),
    "w#": ("W",), "x": ("K",), "?": (), ";": (), "|": (),
}  # fmt: skip

UNKNOWN = -1


def from_radio(name: str) -> tuple[int, ...]:
    phones = RADIO.get(name.lower())
    return (UNKNOWN,) if phones is None else tuple(INDEX[phone] for phone in phones)


def from_espeak(name: str) -> tuple[int, ...]:
    if not name or name[0] == "_":
        return ()
    phones = ESPEAK.get(name)
    return (UNKNOWN,) if phones is None else tuple(INDEX[phone] for phone in phones)
