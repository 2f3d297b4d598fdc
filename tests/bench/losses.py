#!/usr/bin/env python3
"""Milliseconds of one training step with each loss, beside multi-similarity: each program in turn, round after round.

    tests/bench/losses.py BUILD [--mode base|psd|obd] [--batch 112] [--threads 2] [--rounds 5] [--steps 100]

Prints a table: the median over rounds of each round's median, and of its ratio to multi-similarity measured right before it. A
second part shows the losses that can use the cross-batch memory with 1000 past samples. Status 1 where a loss takes more than 1.3
times as long; smooth-ap, whose work grows with the number of positives, and the memory have figures of their own.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

REFERENCE = "multi-similarity"
MOST_RATIO = 1.3
EXCEPTED = {"smooth-ap"}


def measure(program, arguments, settings):
    command = [str(program), "--mode", arguments.mode, "--batch", str(arguments.batch), "--threads", str(arguments.threads),
               "--steps", str(arguments.steps)]
    for setting in settings:
        command += ["--set", setting]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["ms_median"]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--mode", default="base")
    for name, value in (("batch", 112), ("threads", 2), ("rounds", 5), ("steps", 100)):
        parser.add_argument("--" + name, type=int, default=value)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    program = arguments.build / "tests" / "bench" / "bench-step"
    listed = json.loads(subprocess.run([str(arguments.build / "app" / "isotherm-cli"), "losses", "--json"], check=True,
                                       stdout=subprocess.PIPE).stdout)
    cases = {loss["name"]: [f"loss.name={loss['name']}"] for loss in listed}
    for loss in listed:
        if loss["takes_memory"]:
            cases[loss["name"] + ", memory 1000"] = [f"loss.name={loss['name']}", "memory.size=1000"]
    times, ratios = {name: [] for name in cases}, {name: [] for name in cases}
    for _ in range(arguments.rounds):
        for name, settings in cases.items():
            reference = measure(program, arguments, cases[REFERENCE])
            times[name].append(measure(program, arguments, settings))
            ratios[name].append(times[name][-1] / reference)
    print(f"{'loss':36} {'ms':>7} {'ratio':>6}")
    for name in cases:
        print(f"{name:36} {statistics.median(times[name]):7.3f} {statistics.median(ratios[name]):6.2f}")
    bound = {loss["name"] for loss in listed} - EXCEPTED
    slow = [name for name in cases if name in bound and not statistics.median(ratios[name]) <= MOST_RATIO]
    print(f"more than {MOST_RATIO} times {REFERENCE}: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


sys.exit(main())
