#!/usr/bin/env python3
"""Milliseconds of one training step with each loss, beside multi-similarity: each program in turn, round after round.

    tests/bench/losses.py BUILD [--mode base|psd|obd] [--batch 112] [--threads 2] [--rounds 5] [--steps 100]

Prints a table: the median over rounds of each round's median, and its ratio to multi-similarity in the same round. A second part
shows the losses that can use the cross-batch memory with 1000 past samples.
"""
import argparse
import json
import pathlib
import statistics
import subprocess

REFERENCE = "multi-similarity"


def measure(program, arguments, *settings):
    command = [str(program), "--mode", arguments.mode, "--batch", str(arguments.batch), "--threads", str(arguments.threads),
               "--steps", str(arguments.steps)]
    for setting in settings:
        command += ["--set", setting]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["ms_median"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--mode", default="base")
    for name, value in (("batch", 112), ("threads", 2), ("rounds", 5), ("steps", 100)):
        parser.add_argument("--" + name, type=int, default=value)
    arguments = parser.parse_args()
    program = arguments.build / "tests" / "bench" / "bench-step"
    listed = json.loads(subprocess.run([str(arguments.build / "app" / "isotherm-cli"), "losses", "--json"], check=True,
                                       stdout=subprocess.PIPE).stdout)
    cases = {loss["name"]: [f"loss.name={loss['name']}"] for loss in listed}
    for loss in listed:
        if loss["takes_memory"]:
            cases[loss["name"] + ", memory 1000"] = [f"loss.name={loss['name']}", "memory.size=1000"]
    times = {name: [] for name in cases}
    for _ in range(arguments.rounds):
        for name, settings in cases.items():
            times[name].append(measure(program, arguments, *settings))
    print(f"{'loss':36} {'ms':>7} {'ratio':>6}")
    for name, values in times.items():
        ratio = statistics.median(value / reference for value, reference in zip(values, times[REFERENCE]))
        print(f"{name:36} {statistics.median(values):7.3f} {ratio:6.2f}")


main()
