#!/usr/bin/env python3
"""What self-distillation with online batch diffusion costs: seconds of an epoch with it beside one without, in turn.

    tests/bench/epoch-cost.py BUILD [--epochs 6] [--rounds 5]

Both evaluate the test and all training samples of the embedded sample after every epoch. With augmentation off, the teacher's
embeddings are looked up; with it on, the teacher embeds every batch. Prints one line of JSON: for each network and augmentation the
seconds of an epoch, as medians over rounds, and what distillation adds to an epoch with a teacher: the first, which has none, is
left out of account.
"""
import argparse
import json
import pathlib
import statistics
import subprocess

NETWORKS = {"mlp": ["network.kind=mlp", "network.hidden=512, 256"], "conv": ["network.kind=conv"]}
AUGMENTATIONS = {"off": [], "on": ["augment.shift=2", "augment.flip=0.5"]}


def seconds(program, arguments, settings):
    command = [program, "train", "--json", "--no-store", "--epochs", str(arguments.epochs), "--seed", "1"]
    for setting in ["train.evaluate_sample=2000", "distill.ramp=constant", *settings]:
        command += ["--set", setting]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])
    return (report["train_seconds"] + report["evaluate_seconds"]) / arguments.epochs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    program = str(arguments.build / "app" / "isotherm-cli")
    rows = []
    for network, network_settings in NETWORKS.items():
        for augmentation, augmentation_settings in AUGMENTATIONS.items():
            times = {"none": [], "obdp": []}
            for _ in range(arguments.rounds):
                for mode, all_times in times.items():
                    all_times.append(seconds(program, arguments,
                                             network_settings + augmentation_settings + [f"distill.mode={mode}"]))
            plain, distilled = (statistics.median(times[mode]) for mode in times)
            rows.append({"net": network, "augmentation": augmentation, "plain_s": round(plain, 4),
                         "distilled_s": round(distilled, 4),
                         "extra": round((distilled / plain - 1.0) * arguments.epochs / (arguments.epochs - 1), 4)})
    print(json.dumps({"epochs": arguments.epochs, "rounds": arguments.rounds, "rows": rows}))


main()
