#!/usr/bin/python3
"""Our training step beside the same step in PyTorch, in turn, so that a noisy machine disturbs both alike.

Prints one line of JSON with milliseconds a step: the median and the best decile of both programs over all rounds, the peer at its
better thread count, and how many times faster ours is. Both do the same work: ours is compared with a teacher that computes every
batch, and shown beside it as training has it, where the teacher looks up what it has seen. Exit status 77 (skipped) where there is
no PyTorch.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3" if pathlib.Path("/usr/bin/python3").exists() else sys.executable
SKIPPED = 77


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", required=True, help="the program bench-step")
    parser.add_argument("--peer", default=str(HERE / "peers" / "torch_step.py"), help="a script that takes the same options")
    parser.add_argument("--net", choices=["mlp", "conv"], default="mlp")
    parser.add_argument("--mode", choices=["base", "psd", "obd"], default="obd")
    parser.add_argument("--batch", type=int, default=112)
    parser.add_argument("--threads", type=int, default=2, help="of ours")
    parser.add_argument("--steps", type=int, default=60, help="a round")
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def run(command, arguments, threads):
    options = ["--net", arguments.net, "--mode", arguments.mode, "--batch", str(arguments.batch), "--steps", str(arguments.steps),
               "--threads", str(threads)]
    output = subprocess.run(command + options, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output.splitlines()[-1])


def summary(rounds):
    """Median of the rounds' medians and the lowest of their first deciles."""
    return {"threads": rounds[0]["threads"], "ms_median": round(statistics.median(r["ms_median"] for r in rounds), 3),
            "ms_best_decile": round(min(r["ms_p10"] for r in rounds), 3)}


def main():
    arguments = parse_arguments()
    has_peer = subprocess.run([PYTHON, "-c", "import torch"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    ours, cached, peers = [], [], {1: [], 2: []}
    for _ in range(arguments.rounds):
        ours.append(run([arguments.ours, "--no-cache"], arguments, arguments.threads))
        cached.append(run([arguments.ours], arguments, arguments.threads))
        for threads in peers if has_peer else ():
            peers[threads].append(run([PYTHON, arguments.peer], arguments, threads))
    result = {"net": arguments.net, "mode": arguments.mode, "batch": arguments.batch, "rounds": arguments.rounds, "ours": summary(ours),
              "ours_looking_up": summary(cached), "peer": None}
    if has_peer:
        best = min(map(summary, peers.values()), key=lambda s: s["ms_median"])
        best_decile = min(summary(rounds)["ms_best_decile"] for rounds in peers.values())
        result["peer"] = best | {"program": peers[1][0].get("program") or peers[1][0].get("peer")}
        result["ratio_median"] = round(best["ms_median"] / result["ours"]["ms_median"], 2)
        result["ratio_best_decile"] = round(best_decile / result["ours"]["ms_best_decile"], 2)
    print(json.dumps(result))
    return 0 if has_peer else SKIPPED


sys.exit(main())
