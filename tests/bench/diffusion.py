#!/usr/bin/python3
"""Diffused soft targets beside PyTorch's solve of the same system, at several batch sizes.

Prints one line of JSON: for each batch size and graph the milliseconds of ours, which go from similarities to targets, those of
torch.linalg.solve alone, which gets transition matrix and right side ready made, at its better thread count, and their ratio; and
how far the targets are apart. Exit status 77 (skipped) where there is no PyTorch.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

OMEGA, TAU, TAU_D = 0.8, 0.2, 0.1
SKIPPED = 77

if __name__ == "__main__" and sys.executable != "/usr/bin/python3" and pathlib.Path("/usr/bin/python3").exists():
    sys.exit(subprocess.run(["/usr/bin/python3", *sys.argv], check=False).returncode)

try:
    import numpy
    import torch
except ImportError:
    sys.exit(SKIPPED)


def embeddings(batch, size=64, classes=28):
    """Rows of unit norm around some class centers."""
    random = numpy.random.default_rng(0)
    centers = random.normal(size=(classes, size))
    rows = centers[numpy.arange(batch) % classes] + 0.8 * random.normal(size=(batch, size))
    return (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype(numpy.float32)


def system(rows, k):
    """I - ωT and (1-ω)F of METHOD's softmax transition."""
    similarity = torch.from_numpy(rows @ rows.T)
    logits = similarity / TAU_D
    logits.fill_diagonal_(float("-inf"))
    if 0 < k < len(rows) - 1:
        kept = logits.topk(k, 1).indices
        logits = torch.full_like(logits, float("-inf")).scatter(1, kept, logits.gather(1, kept))
    transition = torch.softmax(logits, 1)
    return torch.eye(len(rows)) - OMEGA * transition, (1.0 - OMEGA) * torch.softmax(similarity / TAU, 1)


def solve_times(matrix, right, rounds):
    times = []
    for index in range(-2, rounds):
        start = time.perf_counter()
        torch.linalg.solve(matrix, right)
        if index >= 0:
            times.append(1e3 * (time.perf_counter() - start))
    return times


def median(values):
    return sorted(values)[len(values) // 2]


def compare(program, folder, batch, k, rounds):
    rows = embeddings(batch)
    numpy.save(folder / "rows.npy", rows)
    command = [program, "--k", str(k), "--omega", str(OMEGA), "--tau-d", str(TAU_D), "--repeats", "9",
               "--out", str(folder / "out.npy"), str(folder / "rows.npy")]
    matrix, right = system(rows, k)
    ours, peer = [], {1: [], 2: []}
    for _ in range(rounds):
        time.sleep(0.5)    # the peer's threads spin for a while after their work, on the cores that ours is to have
        ours.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["ms_median"])
        for threads, times in peer.items():
            torch.set_num_threads(threads)
            times += solve_times(matrix, right, 5)
    expected = torch.linalg.solve(matrix.double(), right.double()).numpy()
    difference = float(numpy.abs(numpy.load(folder / "out.npy") - expected).max() / numpy.abs(expected).max())
    best = min(map(median, peer.values()))
    return {"batch": batch, "k": k, "ms": round(median(ours), 3), "torch_solve_ms": round(best, 3),
            "ratio": round(best / median(ours), 2), "difference": difference}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", required=True, help="the program bench-diffusion")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = [compare(arguments.ours, pathlib.Path(folder), batch, k, arguments.rounds)
                for k in (0, 10) for batch in (112, 512, 1024, 2048)]
    print(json.dumps({"omega": OMEGA, "tau_d": TAU_D, "rows": rows}))


main()
