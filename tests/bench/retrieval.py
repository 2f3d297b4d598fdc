#!/usr/bin/python3
"""Our recall@1 and map@r beside the same from Faiss's exact neighbors, in turn, so that a noisy machine disturbs both alike.

Prints one line of JSON: the median seconds of both over all rounds, by the clock and of all threads, how many times faster ours is
by the clock (the median of the rounds' ratios), the most memory either took, and how far the metrics are apart. The data are as
many as Stanford Online Products' test part, and the bars below are for so many. Exit status 1 where ours misses one, 77 (skipped)
where there is no NumPy or no Faiss.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3" if pathlib.Path("/usr/bin/python3").exists() else sys.executable
PEER = HERE / "peers" / "faiss_retrieval.py"
SKIPPED = 77
LEAST_RATIO, MOST_MEGABYTES, MOST_DIFFERENCE = 3.5, 500.0, 5e-5


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", required=True, help="the program bench-retrieval")
    for name, value in (("samples", 60502), ("size", 128), ("classes", 11316), ("threads", 2), ("rounds", 3)):
        parser.add_argument("--" + name, type=int, default=value)
    return parser.parse_args()


def has(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def run(*command):
    output = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output.splitlines()[-1]) if output else None


def measure(arguments, has_peer):
    """Results of each round: of ours, of the peer."""
    peer = [PYTHON, PEER, arguments.samples, arguments.size, arguments.classes, arguments.threads]
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as folder:
        run(*peer, "--save", folder)
        files = [pathlib.Path(folder) / name for name in ("embeddings.npy", "labels.npy")]
        for _ in range(arguments.rounds):
            ours.append(run(arguments.ours, "--threads", arguments.threads, *files))
            if has_peer:
                peers.append(run(*peer))
    return ours, peers


def summary(rounds):
    result = {key: round(statistics.median(r[key] for r in rounds), 3) for key in ("seconds", "processor_seconds")}
    return result | {"peak_mb": max(r["peak_mb"] for r in rounds)}


def compare(ours, peers):
    ratio = statistics.median(theirs["seconds"] / own["seconds"] for own, theirs in zip(ours, peers))
    differences = {"difference_" + metric: max(abs(own[metric] - theirs[metric]) for own, theirs in zip(ours, peers))
                   for metric in ("recall@1", "map@r")}
    return {"peer": summary(peers) | {"program": peers[0]["program"]}, "ratio": round(ratio, 2)} | differences


def main():
    arguments = parse_arguments()
    if not has("numpy"):
        return SKIPPED
    has_peer = has("faiss")
    ours, peers = measure(arguments, has_peer)
    result = {key: getattr(arguments, key) for key in ("samples", "size", "classes", "threads", "rounds")}
    result |= {"ours": summary(ours) | {metric: ours[0][metric] for metric in ("recall@1", "map@r")}, "peer": None}
    met = result["ours"]["peak_mb"] < MOST_MEGABYTES
    if has_peer:
        result |= compare(ours, peers)
        met = met and result["ratio"] >= LEAST_RATIO
        met = met and all(result["difference_" + metric] <= MOST_DIFFERENCE for metric in ("recall@1", "map@r"))
    print(json.dumps(result | {"met": met}))
    return SKIPPED if met and not has_peer else 0 if met else 1


sys.exit(main())
