#!/usr/bin/python3
"""t-SNE and UMAP beside Rtsne and uwot on Fashion-MNIST's test images, reduced to 50 dimensions: each program in turn, round after
round, so that a noisy machine disturbs both alike.

    tests/bench/projection.py --ours BUILD/app/isotherm-cli [--rounds 3] [--large] [--methods tsne,umap] [--peer FILE.R]

Prints one line of JSON: for each method and size the median seconds of both, how many times faster ours is (the median of the rounds'
ratios), the divergence of t-SNE's maps as each program reports it, the trustworthiness of both maps (k = 10) by scikit-learn, and the
most memory taken. UMAP runs 200 passes in both. --large: t-SNE of all 70 000 images too, once, where trustworthiness is not computed.
--peer: another script, called as METHOD N THREADS MAP, which reads the images and reduces them itself and writes its map as text.
Exit status 1 where ours misses a bar, 77 (skipped) where there is no NumPy, scikit-learn, R or Fashion-MNIST.
"""
import argparse
import gzip
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

try:
    import numpy
    from sklearn.manifold import trustworthiness
except ImportError:
    numpy = None

HERE = pathlib.Path(__file__).resolve().parent
IMAGES = pathlib.Path("/usr/share/datasets/fashion-mnist")
SKIPPED = 77
SIZE, SMALL, ALL = 50, 10000, 70000
# Times as fast as the peer, at least.
LEAST_RATIO = {("tsne", SMALL): 4.0, ("tsne", ALL): 8.0, ("umap", SMALL): 2.0}
MOST_DIVERGENCE, LEAST_TRUST, MOST_MEGABYTES = 1.02, -0.005, 2000.0
OURS = {"tsne": ["--set", "projection.perplexity=30", "--set", "projection.steps=1000"],
        "umap": ["--set", "projection.neighbors=15", "--set", "projection.min_dist=0.1", "--set", "projection.epochs=200"]}
LIBRARY = {"tsne": "Rtsne", "umap": "uwot"}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, help="the program isotherm-cli")
    parser.add_argument("--peer", type=pathlib.Path)
    parser.add_argument("--methods", default="tsne,umap")
    parser.add_argument("--large", action="store_true")
    for name, value in (("threads", 2), ("rounds", 3)):
        parser.add_argument("--" + name, type=int, default=value)
    return parser.parse_args()


def read_images(part):
    with gzip.open(IMAGES / f"{part}-images-idx3-ubyte.gz") as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784).astype(numpy.float32) / 255


def make_points(count):
    """The first `count` images, test set first, along their 50 principal axes."""
    images = read_images("t10k")[:count]
    if count > len(images):
        images = numpy.concatenate([images, read_images("train")[:count - len(images)]])
    images = images - images.mean(0, dtype=numpy.float64)
    axes = numpy.linalg.eigh(images.T @ images)[1][:, :-SIZE - 1:-1]
    return (images @ axes).astype(numpy.float32)


# Between this program and what is measured: a process takes over the peak of the one that it was forked from.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
output = process.stdout.read()
status, usage = os.wait4(process.pid, 0)[1:]
print((output.splitlines() or [""])[-1], usage.ru_maxrss, sep="\\n")
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


def run(command, errors=None):
    """The last line that the program printed, and the most memory it took in megabytes."""
    done = subprocess.run([sys.executable, "-c", MEASURE, *map(str, command)], stdout=subprocess.PIPE, stderr=errors, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed")
    line, kilobytes = done.stdout.splitlines()[-2:]
    return json.loads(line) | {"peak_mb": round(int(kilobytes) / 1024, 1)}


class Case:
    def __init__(self, arguments, method, count, folder):
        self.arguments, self.method, self.count, self.folder = arguments, method, count, folder
        self.ours, self.peers = [], []
        self.points = make_points(count)
        numpy.save(folder / "points.npy", self.points)
        self.points.astype(numpy.float64).tofile(folder / "points.raw")

    def run_ours(self):
        self.ours.append(run([self.arguments.ours, "project", "--json", "--method", self.method, "--input", self.folder / "points.npy",
                              "--output", self.folder / "ours.npy", "--threads", self.arguments.threads, "--seed", 1, "--metric-sample", 0,
                              *OURS[self.method]]))

    def run_peer(self):
        if self.arguments.peer:
            command = [self.arguments.peer, self.method, self.count, self.arguments.threads, self.folder / "theirs.txt"]
        else:
            command = [HERE / "peers" / "projection.R", self.method, self.folder / "points.raw", self.count, SIZE, self.arguments.threads,
                       self.folder / "theirs.raw"]
        self.peers.append(run(["Rscript", *command], errors=subprocess.DEVNULL))

    def maps(self):
        theirs = (numpy.loadtxt(self.folder / "theirs.txt") if self.arguments.peer
                  else numpy.fromfile(self.folder / "theirs.raw").reshape(-1, 2))
        return numpy.load(self.folder / "ours.npy"), theirs

    @staticmethod
    def summary(rounds):
        kl = rounds[0].get("kl")
        return {"seconds": round(statistics.median(r["seconds"] for r in rounds), 3), "kl": kl and round(kl, 4),
                "peak_mb": max(r["peak_mb"] for r in rounds)}

    def measure(self):
        for _ in range(self.arguments.rounds if self.count == SMALL else 1):
            self.run_ours()
            self.run_peer()
        ratio = statistics.median(theirs["seconds"] / own["seconds"] for own, theirs in zip(self.ours, self.peers))
        ours, peer = self.summary(self.ours), self.summary(self.peers) | {"program": LIBRARY[self.method]}
        met = ratio >= LEAST_RATIO[self.method, self.count] and ours["peak_mb"] < MOST_MEGABYTES
        if self.method == "tsne":
            met = met and ours["kl"] is not None and ours["kl"] <= MOST_DIVERGENCE * peer["kl"]
        if self.count == SMALL:
            ours["trustworthiness"], peer["trustworthiness"] = (
                round(float(trustworthiness(self.points, points, n_neighbors=10)), 5) for points in self.maps())
            met = met and (self.method != "umap" or ours["trustworthiness"] - peer["trustworthiness"] >= LEAST_TRUST)
        return {"method": self.method, "n": self.count, "ours": ours, "peer": peer, "ratio": round(ratio, 2), "met": bool(met)}


def main():
    arguments = parse_arguments()
    methods = arguments.methods.split(",")
    libraries = " && ".join(f"requireNamespace('{LIBRARY[method]}')" for method in methods)
    if numpy is None or not IMAGES.is_dir() or shutil.which("Rscript") is None:
        return SKIPPED
    if subprocess.run(["Rscript", "-e", f"quit(status = !({libraries}))"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                      check=False).returncode != 0:
        return SKIPPED
    rows = []
    for method, count in [(method, SMALL) for method in methods] + [("tsne", ALL)] * (arguments.large and "tsne" in methods):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(Case(arguments, method, count, pathlib.Path(folder)).measure())
    met = all(row["met"] for row in rows)
    print(json.dumps({"threads": arguments.threads, "rounds": arguments.rounds, "rows": rows, "met": met}))
    return 0 if met else 1


sys.exit(main())
