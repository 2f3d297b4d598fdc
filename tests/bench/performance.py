#!/usr/bin/env python3
"""Runs all benchmarks and writes the table of docs/performance.md.

    tests/bench/performance.py BUILD --out docs/performance.md [--quick] [--maps FILE…]

Takes about twenty minutes; the machine should have nothing else to do. --quick: fewer rounds. --maps: lines that projection.py printed
on this machine, which are taken instead of making its maps again; of maps that are in several the first counts.
"""
import argparse
import json
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
MODES = {"base": "plain", "psd": "PSD", "obd": "OBDP"}
# Multiplications and additions of a forward pass of one sample, in millions.
FORWARD = {"mlp": 2e-6 * (784 * 512 + 512 * 256 + 256 * 64),
           "conv": 2e-6 * 9 * (784 * 1 * 32 + 196 * 32 * 64 + 49 * 64 * 128) + 2e-6 * 128 * 64}
# Of the first layer, whose input needs no gradient.
FIRST = {"mlp": 2e-6 * 784 * 512, "conv": 2e-6 * 9 * 784 * 32}


def run(script, *options):
    print("running", script, *options, flush=True)
    python = "/usr/bin/python3" if pathlib.Path("/usr/bin/python3").exists() else "python3"
    output = subprocess.run([python, str(HERE / script), *map(str, options)], check=False, stdout=subprocess.PIPE).stdout
    return json.loads(output.splitlines()[-1]) if output.strip() else None


def floor_ms(net, mode, batch, rate):
    """The products of a step alone: forward, weights' gradients, activations' gradients, and the teacher's forward."""
    passes = 3 if mode == "base" else 4
    return (passes * FORWARD[net] - FIRST[net]) * batch / rate


def step_rows(bench, rate, rounds):
    for net in ("mlp", "conv"):
        for batch in (32, 112, 512):
            for mode, title in MODES.items():
                result = run("step.py", "--ours", bench / "bench-step", "--net", net, "--mode", mode, "--batch", batch, "--rounds",
                             rounds, "--steps", 40 if net == "mlp" else 8 if batch == 512 else 15)
                yield (f"| {net}, {title}, B {batch} | {result['ours']['ms_median']:.2f} "
                       f"| {result['ours_looking_up']['ms_median']:.2f} | {floor_ms(net, mode, batch, rate):.2f} "
                       f"| {result['peer']['ms_median']:.2f} | {result['ratio_median']} | {result['ratio_best_decile']} |")


def map_rows(result):
    """One row a method and size; nothing where a peer is missing."""
    for row in result["rows"] if result else []:
        ours, peer = row["ours"], row["peer"]
        cell = lambda key: "" if ours.get(key) is None else f"{ours[key]:.3f} and {peer[key]:.3f}"
        yield (f"| {row['method']}, {row['n']} points | {ours['seconds']:.2f} | {peer['seconds']:.2f} ({peer['program']}) | {row['ratio']} "
               f"| {cell('kl')} | {cell('trustworthiness')} | {ours['peak_mb']:.0f} |")


def printed_maps(paths):
    """The rows of several runs of projection.py as one result."""
    rows = {}
    for path in paths:
        for row in json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["rows"]:
            rows.setdefault((row["method"], row["n"]), row)
    return {"rows": list(rows.values())}


def machine():
    name = "unknown processor"
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return f"{name}, {len(os.sched_getaffinity(0))} cores"


def write(arguments):
    bench, rounds = arguments.build / "tests" / "bench", 2 if arguments.quick else 5
    product = json.loads(subprocess.run([str(bench / "bench-product"), "--threads", "2"], check=True, stdout=subprocess.PIPE).stdout)
    steps = list(step_rows(bench, product["gflops"], rounds))
    diffusion = run("diffusion.py", "--ours", bench / "bench-diffusion", "--rounds", 5)
    retrieval = run("retrieval.py", "--ours", bench / "bench-retrieval", "--rounds", 3)
    loading = run("loading.py", "--ours", bench / "bench-loading", "--rounds", 3)
    epochs = run("epoch-cost.py", arguments.build, "--rounds", rounds)
    maps = printed_maps(arguments.maps) if arguments.maps else run(
        "projection.py", "--ours", arguments.build / "app" / "isotherm-cli", "--rounds", 1 if arguments.quick else 3,
        *([] if arguments.quick else ["--large"]))
    lines = [
        "# Performance", "",
        "Written by `tests/bench/performance.py BUILD --out docs/performance.md`. Ours and the peer run in turn on two threads each,",
        "PyTorch at its better number of threads; times are medians in milliseconds unless they say otherwise.", "",
        f"Machine: {machine()}; large matrix products: {product['gflops']:.0f} GFLOP/s.", "",
        "## A training step", "",
        "*Looked up*: the teacher's embeddings come from its table, as in training without augmentation. *Floor*: the matrix products",
        "and convolutions alone at the rate above, with nothing else. Ratios are PyTorch's time over ours without the table: of the",
        "medians, and of the best deciles.", "",
        "| step | ours | looked up | floor | PyTorch | ratio | best decile |", "|---|---|---|---|---|---|---|", *steps, "",
        "## Diffusion", "",
        "From the teacher's similarities to the diffused targets, beside `torch.linalg.solve` alone on the same system.", "",
        "| batch | ours | PyTorch | ratio |", "|---|---|---|---|",
        *(f"| B {row['batch']}, {'k ' + str(row['k']) if row['k'] else 'dense'} | {row['ms']:.2f} | {row['torch_solve_ms']:.2f} "
          f"| {row['ratio']} |" for row in diffusion["rows"]), "",
        "## What self-distillation adds to an epoch", "",
        "Seconds of an epoch on the embedded sample with evaluation of test and training data.", "",
        "| network | augmentation | plain | OBDP | added |", "|---|---|---|---|---|",
        *(f"| {row['net']} | {row['augmentation']} | {row['plain_s']:.3f} | {row['distilled_s']:.3f} | {100 * row['extra']:+.1f} % |"
          for row in epochs["rows"]), "",
        "## Maps", "",
        "Fashion-MNIST's images in 50 dimensions; seconds with the search for neighbors. t-SNE of perplexity 30, 1 000 steps; UMAP of 15",
        "neighbors, 200 passes. Divergence, in nats, as each program reports it; trustworthiness (k = 10) by scikit-learn: ours and theirs.", "",
        "| map | ours | peer | ratio | divergence | trustworthiness | MB |", "|---|---|---|---|---|---|---|", *map_rows(maps), "",
        "## Evaluation and loading", "",
        f"- recall@1 and map@r of {retrieval['samples']} × {retrieval['size']} embeddings in {retrieval['classes']} classes: "
        f"{retrieval['ours']['seconds']:.2f} s and {retrieval['ours']['peak_mb']:.0f} MB, Faiss {retrieval['peer']['seconds']:.2f} s: "
        f"{retrieval['ratio']} times as fast.",
        f"- Opening 10 000 JPEG files of 256 pixels at 64: {loading['seconds']:.2f} s, again from the cache "
        f"{loading['seconds_cached']:.2f} s; Pillow in one process {loading['pillow_seconds']:.2f} s: {loading['ratio']} times as fast.", "",
    ]
    arguments.out.write_text("\n".join(lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--maps", type=pathlib.Path, nargs="+")
    write(parser.parse_args())


main()
