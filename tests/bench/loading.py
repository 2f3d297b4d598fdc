#!/usr/bin/python3
"""Opening a folder of JPEG files beside Pillow, in turn, so that a noisy machine disturbs both alike.

    tests/bench/loading.py --ours BUILD/tests/bench/bench-loading [--folder FOLDER] [--files 10000] [--size 64] [--rounds 3]

Pillow decodes in one process with draft(), which reduces while decoding, and resizes to the same square. Without --folder the files,
256 × 256 pixels, are made first. Prints one line of JSON: seconds (the best of the rounds), how many times faster
ours is, and the same for the time on the cores: on a machine that has them to itself ratio is about cpu_ratio times their number.
Exit status 77 (skipped) where there is no Pillow.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

try:
    from PIL import Image
except ImportError:
    Image = None

SIDE = 256
CLASSES = 100


def make_files(folder, count):
    """Blurred noise with grain over it: about as many bytes as a photograph."""
    chance = random.Random(1)
    grain = Image.effect_noise((SIDE, SIDE), 40).convert("RGB")
    for i in range(count):
        path = pathlib.Path(folder) / f"class{i % CLASSES}"
        path.mkdir(exist_ok=True)
        colors = Image.frombytes("RGB", (8, 8), chance.randbytes(192)).resize((SIDE, SIDE), Image.BILINEAR)
        Image.blend(colors, grain, 0.25).save(path / f"{i}.jpg", quality=90)


def pillow_seconds(paths, size):
    start, cpu = time.perf_counter(), time.process_time()
    for path in paths:
        with Image.open(path) as image:
            image.draft("RGB", (size, size))
            image.convert("RGB").resize((size, size), Image.BILINEAR).tobytes()
    return time.perf_counter() - start, time.process_time() - cpu


def our_seconds(program, folder, size):
    with tempfile.TemporaryDirectory() as cache:
        output = subprocess.run([program, folder, str(size)], check=True, stdout=subprocess.PIPE, text=True,
                                env={**os.environ, "XDG_CACHE_HOME": cache}).stdout
    return json.loads(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, help="the program bench-loading")
    parser.add_argument("--folder", help="of JPEG files in class folders")
    for name, value in (("files", 10000), ("size", 64), ("rounds", 3)):
        parser.add_argument("--" + name, type=int, default=value)
    arguments = parser.parse_args()
    if Image is None:
        return 77
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or made
        if not arguments.folder:
            make_files(folder, arguments.files)
        paths = sorted(pathlib.Path(folder).glob("*/*.jpg"))
        ours, theirs = [], []
        for _ in range(arguments.rounds):
            ours.append(our_seconds(arguments.ours, folder, arguments.size))
            theirs.append(pillow_seconds(paths, arguments.size))
    seconds, pillow = min(o["seconds"] for o in ours), min(seconds for seconds, _ in theirs)
    cpu, pillow_cpu = min(o["cpu_seconds"] for o in ours), min(cpu for _, cpu in theirs)
    print(json.dumps({"files": len(paths), "size": arguments.size, "seconds": round(seconds, 3),
                      "seconds_cached": round(min(o["seconds_cached"] for o in ours), 3), "pillow_seconds": round(pillow, 3),
                      "ratio": round(pillow / seconds, 2), "cpu_seconds": round(cpu, 3), "pillow_cpu_seconds": round(pillow_cpu, 3),
                      "cpu_ratio": round(pillow_cpu / cpu, 2)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
