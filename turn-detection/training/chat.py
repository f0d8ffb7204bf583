"""Lines of real conversation for the text model, from the PyPI package chitchat-dataset (MIT, people chatting in 2018).

    pip download --no-deps chitchat-dataset && unzip chitchat_dataset-*.whl
    python3 chat.py chitchat_dataset/dataset.json > chat.tsv

Writes what was said before and the line, tab between them, as a recognizer would have written them.
"""
import json
import re
import sys

from completeness_data import plain

SPELLING = {"u": "you", "ur": "your", "r": "are", "im": "i'm", "dont": "don't", "cant": "can't", "didnt": "didn't", "doesnt": "doesn't", "thats": "that's",
            "whats": "what's", "ive": "i've", "id": "i'd", "isnt": "isn't", "youre": "you're", "theyre": "they're", "wont": "won't", "wasnt": "wasn't", "lets": "let's",
            "hows": "how's", "wouldnt": "wouldn't", "couldnt": "couldn't", "havent": "haven't", "ya": "you", "cuz": "because", "bc": "because", "idk": "i don't know",
            "yea": "yeah", "ok": "okay", "k": "okay", "tho": "though", "thx": "thanks", "gonna": "going to", "wanna": "want to", "tbh": "to be honest", "btw": "by the way",
            "lol": "", "haha": "", "hahaha": "", "lmao": "", "ha": "", "omg": "oh my god", "rn": "right now", "pls": "please", "np": "no problem", "gotta": "have to"}
RUDE = re.compile(r"\b(fuck|shit|bitch|ass|sex|porn|nigg|dick|penis|vagina|slut|whore|rape|kill|suicide|retard|gay|damn|hell|crap|boob|naked|drunk|hitler|nazi)")
ASKS_TO_WAIT = re.compile(r"\b(wait|hold on|hang on|one sec|one second|a sec|a second|brb|be right back|one moment|a minute|stop|let me think|let me see|let me check|not yet)\b")
OPEN_END = re.compile(r"(\.\.+|[,:;\-])\s*$")


def spoken(text):
    words = [SPELLING.get(w, w) for w in plain(text).split()]
    return re.sub(r"\s+", " ", " ".join(words)).strip()


def main(path):
    seen = set()
    for talk in json.load(open(path, encoding="utf-8")).values():
        before = ""
        for turn in talk["messages"]:
            texts = [m["text"] for m in turn]
            for i, text in enumerate(texts):
                line = spoken(text)
                ok = 1 <= len(line.split()) <= 26 and not re.search(r"\d|\b\w{16,}\b|(.)\1\1", line) and not ASKS_TO_WAIT.search(line) and not RUDE.search(line + " " + before)
                # A message followed by another of the same writer is often half a sentence.
                closed = re.search(r"[.!?]\s*$", text) or i == len(texts) - 1
                if ok and closed and not OPEN_END.search(text) and line not in seen:
                    seen.add(line)
                    print(before, line, sep="\t")
            before = " ".join(spoken(texts[-1]).split()[-8:]) if texts else ""


if __name__ == "__main__":
    main(sys.argv[1])
