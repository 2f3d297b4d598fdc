#!/usr/bin/env python3
"""What every loss reaches on the embedded sample, plain and with each distillation, and writes the page docs/losses.md.

    tests/bench/losses-table.py BUILD [--out docs/losses.md] [--epochs 15] [--seeds 3] [--losses NAME,NAME] [--modes none,psd]
                                [--set KEY=VALUE] [--validation] [--jobs 1]

Each loss has its defaults and its default miner; all else is the preset of the sample, split by sample. Scores are means over the
seeds of the test part after the last epoch, or with --validation of a held-out fifth of the training part: that is what settings
are chosen by. Status 1 where a mean ends above the untrained network by less than 0.05 of recall@1 or 0.15 of map@r.
"""
import argparse
import concurrent.futures
import csv
import itertools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

MODES = {"none": "plain", "psd": "PSD", "obdp": "OBDP", "uniform": "uniform"}
LEAST_GAIN = {"recall@1": 0.05, "map@r": 0.15}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, help="the page to write; without it the table is printed only")
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--seeds", type=int, default=3, help="seeds 1 … SEEDS")
    parser.add_argument("--losses", help="names, separated by commas; all unless given")
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--set", action="append", default=[], help="a further setting of all runs; may be repeated")
    parser.add_argument("--validation", action="store_true", help="score a held-out part of the training data, not the test part")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time, each on one thread")
    arguments = parser.parse_args()
    arguments.modes = arguments.modes.split(",")
    if arguments.out and (arguments.validation or arguments.set):
        parser.error("--out: the page is of the test part and of defaults, so neither --validation nor --set goes with it")
    return arguments


def ask(arguments, *words):
    return subprocess.run([str(arguments.build / "app" / "isotherm-cli"), *words], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def processor_seconds(command):
    """Runs a command and returns how long it had a processor, which other processes change little."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def train(arguments, loss, mode, seed):
    """Scores of the untrained network and after the last epoch, and the run's seconds of processor time."""
    settings = [f"loss.name={loss}", f"distill.mode={mode}", "data.split=sample", "train.threads=1"]
    if arguments.validation:
        settings.append("data.validation=sample")
    command = [str(arguments.build / "app" / "isotherm-cli"), "train", "--json", "--no-store", "--preset", "sample", "--epochs",
               str(arguments.epochs), "--seed", str(seed)]
    for setting in settings + arguments.set:
        command += ["--set", setting]
    with tempfile.TemporaryDirectory() as folder:
        seconds = processor_seconds(command + ["--out", folder, "--force"])
        with open(pathlib.Path(folder) / "metrics.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    part = "validation" if arguments.validation else "test"
    before, after = ({metric: float(row[f"{part}_{metric}"]) for metric in LEAST_GAIN} for row in (rows[0], rows[-1]))
    return before, after, seconds


def mean(scores):
    return {metric: statistics.mean(score[metric] for score in scores) for metric in LEAST_GAIN}


def measure(arguments, names):
    """{loss: {mode: (scores before, scores after, seconds)}}, means over the seeds, of the seconds the median; and the standard
    deviation of a score over seeds, pooled over losses and modes."""
    seeds = range(1, arguments.seeds + 1)
    cases = [(name, mode, seed) for name in names for mode in arguments.modes for seed in seeds]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as executor:
        runs = dict(zip(cases, executor.map(lambda case: train(arguments, *case), cases)))
    results, variances = {name: {} for name in names}, []
    for name, mode in itertools.product(names, arguments.modes):
        before, after, seconds = zip(*(runs[name, mode, seed] for seed in seeds))
        results[name][mode] = mean(before), mean(after), statistics.median(seconds)
        if arguments.seeds > 1:
            variances.append({metric: statistics.variance(score[metric] for score in after) for metric in LEAST_GAIN})
    deviation = {metric: value ** 0.5 for metric, value in mean(variances).items()} if variances else None
    return results, deviation


def pair(scores, sign=""):
    return " / ".join(f"{scores[metric]:{sign}.3f}" for metric in LEAST_GAIN)


def gain(before, after):
    return {metric: after[metric] - before[metric] for metric in LEAST_GAIN}


def table(results, losses):
    """Rows of text, the first one the head."""
    modes = list(next(iter(results.values())))
    rows = [["loss", "miner", *(MODES[mode] for mode in modes), f"gain, {MODES[modes[0]]}", "least gain", "seconds"]]
    for name, of_modes in results.items():
        gains = [gain(before, after) for before, after, _ in of_modes.values()]
        least = {metric: min(g[metric] for g in gains) for metric in LEAST_GAIN}
        seconds = next(iter(of_modes.values()))[2]
        rows.append([name, losses[name]["miner"], *(pair(after) for _, after, _ in of_modes.values()), pair(gains[0], "+"),
                     pair(least, "+"), f"{seconds:.1f}"])
    if len(results) > 1:
        means = [pair(mean([of_modes[mode][1] for of_modes in results.values()])) for mode in modes]
        rows.append(["mean", "", *means, "", "", ""])
    return rows


def misses(results):
    for name, of_modes in results.items():
        for mode, (before, after, _) in of_modes.items():
            for metric, gained in gain(before, after).items():
                if not gained >= LEAST_GAIN[metric]:
                    yield f"{name}, {MODES[mode]}: {metric} rises by {gained:+.3f}; at least {LEAST_GAIN[metric]:+.2f} is expected"


def markdown(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def settings_rows(losses, results):
    rows = [["loss", "computed on", "settings"]]
    for name in results:
        given = ", ".join(f"{p['key'].removeprefix('loss.')} {p['default']:g}" for p in losses[name]["parameters"])
        rows.append([name, losses[name]["on"], given or "none"])
    return rows


def page(arguments, results, deviation, losses, untrained):
    least = " and ".join(f"{gained} of {metric}" for metric, gained in LEAST_GAIN.items())
    spread = f"""Over seeds a score of one cell has a standard deviation of {pair(deviation)}, pooled over all cells: smaller
differences between means of {arguments.seeds} say little.
""" if deviation else ""
    return f"""# What each loss reaches

Written by `tests/bench/losses-table.py BUILD --out docs/losses.md`; a change of defaults wants it written anew.

Each cell is recall@1 / map@r of the test part of the embedded sample (10 classes, split by sample) after {arguments.epochs} epochs,
the mean over the seeds 1 to {arguments.seeds}. The untrained network stands at **{pair(untrained)}** in the same runs. *Gain* is what
is added to that, plain and at the least of the four columns; the program fails where a loss adds less than
{least} in any of them. *Seconds* is the processor time of a plain run with its evaluations, on one
thread: compare them with each other only.

{markdown(table(results, losses))}

{spread}
*Uniform* targets are the control: what PSD or OBDP gain, they must gain over them too. On ten classes all three lie close to plain
training; [the guide](guide.md) says what diffusion is for.

## Settings

All but loss and distillation is the preset *sample*: distillation with λ 50, τ 0.2 and a linear ramp, diffusion with ω 0.8, τ_d 0.1,
k 10. The losses have their defaults, those on triplets the default miner. The boundaries of the margin loss learn at a rate that was
found on validation data: at the paper's 0.0005, made for long fine-tuning, they would hardly move in so few steps.

{markdown(settings_rows(losses, results))}

One cell, for seed 1:

    isotherm-cli train --preset sample --epochs {arguments.epochs} --seed 1 --set loss.name=triplet --set distill.mode=psd

Settings are never chosen by these numbers but with `--validation`, which holds out a fifth of the training part and scores that:

    tests/bench/losses-table.py BUILD --validation --losses margin --modes none --set loss.rate=0.001
"""


def read_losses(arguments):
    """What the program says of each loss, with what it is computed on and its miner in words."""
    miner = next(p["default"] for p in json.loads(ask(arguments, "parameters", "--json")) if p["key"] == "miner.name")
    losses = {}
    for loss in json.loads(ask(arguments, "losses", "--json")):
        on = ", ".join(loss["needs"]) or "all pairs"
        if loss["learns"]:
            on = f"{loss['learns']}" if not loss["needs"] else f"{on}, {loss['learns']}"
        losses[loss["name"]] = loss | {"on": on, "miner": miner if "triplets" in loss["needs"] else "–"}
    return losses


def main():
    arguments = parse_arguments()
    losses = read_losses(arguments)
    names = arguments.losses.split(",") if arguments.losses else list(losses)
    results, deviation = measure(arguments, names)
    untrained = mean([before for of_modes in results.values() for before, _, _ in of_modes.values()])
    rows = table(results, losses)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"untrained: {pair(untrained)}")
    if deviation:
        print(f"standard deviation over seeds: {pair(deviation)}")
    if arguments.out:
        arguments.out.write_text(page(arguments, results, deviation, losses, untrained), encoding="utf-8")
    missed = list(misses(results))
    print("\n".join(missed) or "every loss is above the untrained network by the least gain or more")
    return 1 if missed else 0


sys.exit(main())
