"""A child that does what the text orders, in the place of rendering. Never imported by the tests themselves."""

import os
import re
import sys
import time

from wiki.rendering.child import serve


def obey(text):
    order, _, rest = text.partition(" ")
    if order == "wait":
        time.sleep(float(rest))
    elif order == "spin":
        while True:
            pass
    elif order == "regex":
        re.fullmatch("(a|a)*b", "a" * 40)  # holds the interpreter: no thread, no handler of signals runs
    elif order == "hoard":
        heap = []
        while True:
            heap.append(bytearray(10_000_000))
    elif order == "abort":
        os.write(2, b"memory allocation of 99 bytes failed")
        os.abort()
    elif order == "recurse":
        return obey(text)
    elif order == "raise":
        raise ValueError("on purpose")
    elif order == "exit":
        os._exit(3)
    elif order == "print":
        print("noise on standard output")
        sys.stderr.write("noise " * 1_000_000)  # more than may be written: the process dies of it
    elif order == "chatter":
        print("noise on standard output")
        rest = sys.stdin.read() + "heard nothing"
    elif order == "large":
        return {"html": "x" * int(rest)}
    elif order == "much":
        return {**answer("x"), "text": "x" * int(rest)}
    elif order == "who":
        rest = str(os.getpid())
    elif order == "environment":
        rest = " ".join(sorted(os.environ))
    elif order == "files":
        rest = str(len([os.open(os.devnull, os.O_RDONLY) for _ in range(100)]))
    elif order == "reason":
        return {"html": "", "error": rest}
    elif order == "shapeless":
        return {"html": "only"}
    return answer(rest or text)


def answer(html):
    return {"html": html, "headings": [], "links": [], "citations": [], "text": "", "lead": "", "refused": ""}


def main():
    serve(obey)
