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
import json
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
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time, each on one thread; more than 1 spoils the seconds")
    arguments = parser.parse_args()
    arguments.modes = arguments.modes.split(",")
    if arguments.out and (arguments.validation or arguments.set):
        parser.error("--out: the page is of the test part and of defaults, so neither --validation nor --set goes with it")
    return arguments


def ask(arguments, *words):
    return subprocess.run([str(arguments.build / "app" / "isotherm-cli"), *words], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def train(arguments, loss, mode, seed):
    """Scores of the untrained network and after the last epoch, and the seconds of training between them."""
    settings = [f"loss.name={loss}", f"distill.mode={mode}", "data.split=sample", "train.threads=1"]
    if arguments.validation:
        settings.append("data.validation=sample")
    with tempfile.TemporaryDirectory() as folder:
        ask(arguments, "train", "--json", "--preset", "sample", "--epochs", str(arguments.epochs), "--seed", str(seed), "--out",
            folder, "--force", *(word for setting in settings + arguments.set for word in ("--set", setting)))
        with open(pathlib.Path(folder) / "metrics.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    part = "validation" if arguments.validation else "test"
    before, after = ({metric: float(row[f"{part}_{metric}"]) for metric in LEAST_GAIN} for row in (rows[0], rows[-1]))
    return before, after, float(rows[-1]["train_seconds"])


def mean(scores):
    return {metric: statistics.mean(score[metric] for score in scores) for metric in LEAST_GAIN}


def measure(arguments, names):
    """{loss: {mode: (scores before, scores after, seconds)}}, means over the seeds, of the seconds the median."""
    cases = [(name, mode, seed) for name in names for mode in arguments.modes for seed in range(1, arguments.seeds + 1)]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as executor:
        runs = dict(zip(cases, executor.map(lambda case: train(arguments, *case), cases)))
    results = {}
    for name in names:
        results[name] = {}
        for mode in arguments.modes:
            before, after, seconds = zip(*(runs[name, mode, seed] for seed in range(1, arguments.seeds + 1)))
            results[name][mode] = mean(before), mean(after), statistics.median(seconds)
    return results


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
                     pair(least, "+"), f"{seconds:.2f}"])
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


def page(arguments, results, losses, untrained):
    return f"""# What each loss reaches

Written by `tests/bench/losses-table.py BUILD --out docs/losses.md`; a change of defaults wants it written anew.

Each cell is recall@1 / map@r of the test part of the embedded sample (10 classes, split by sample) after {arguments.epochs} epochs, the mean over
seeds 1 … {arguments.seeds}. The untrained network, in the same runs, stands at **{pair(untrained)}**. *Gain* is what plain training adds to
that, *least gain* the smallest of all four columns: every loss must add {LEAST_GAIN["recall@1"]} of recall@1 and {LEAST_GAIN["map@r"]} of map@r, whatever the distillation.
Seconds are those of plain training without evaluation, one run on one thread: compare them with each other only.

{markdown(table(results, losses))}

Of ten classes the losses differ by less than the table may suggest: two seeds of one loss lie 0.01 to 0.02 apart. *Uniform* is the
control: what PSD or OBDP gain they must gain over it too, and on this sample they hardly do ([the guide](guide.md) says where
diffusion pays).

## Settings

All but loss and distillation is the preset *sample*, so that distillation is λ 50, τ 0.2 with a linear ramp, diffusion ω 0.8,
τ_d 0.1, k 10. The losses have their defaults, with the default miner where they are computed on triplets:

{markdown(settings_rows(losses, results))}

One cell, for seed 1:

    isotherm-cli train --preset sample --epochs {arguments.epochs} --seed 1 --set loss.name=triplet --set distill.mode=psd

Settings are never chosen by these numbers but by `--validation`, which holds out a fifth of the training part and scores that.
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
    results = measure(arguments, names)
    untrained = mean([before for of_modes in results.values() for before, _, _ in of_modes.values()])
    rows = table(results, losses)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"untrained: {pair(untrained)}")
    if arguments.out:
        arguments.out.write_text(page(arguments, results, losses, untrained), encoding="utf-8")
    missed = list(misses(results))
    print("\n".join(missed) or "every loss is above the untrained network by the least gain or more")
    return 1 if missed else 0


sys.exit(main())
