#!/usr/bin/python3
"""recall@1 and map@r by exact neighbors from Faiss and sums from NumPy, over random unit embeddings around class centers.

    faiss_retrieval.py N D CLASSES THREADS                 prints one line of JSON: seconds, peak memory, the metrics
    faiss_retrieval.py N D CLASSES THREADS --save FOLDER   writes the same data as embeddings.npy and labels.npy; without Faiss
"""
import argparse
import json
import os
import pathlib
import resource
import time

# Threads that spin while they wait take the cores from those that work.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy


def make_data(count, size, classes):
    """Unit rows (count, size) in float32 and their labels, ascending; the same every time."""
    random = numpy.random.default_rng(0)
    labels = numpy.sort(random.integers(0, classes, count))
    centers = random.standard_normal((classes, size)).astype(numpy.float32)
    embeddings = centers[labels] + 1.2 * random.standard_normal((count, size)).astype(numpy.float32)
    embeddings /= numpy.linalg.norm(embeddings, axis=1, keepdims=True)
    return embeddings.astype(numpy.float32, copy=False), labels


def evaluate(faiss, embeddings, labels):
    """recall@1 and map@r; a sample is taken for its own nearest neighbor, as no two are equal here."""
    others = numpy.bincount(labels)[labels] - 1
    index = faiss.IndexFlatL2(embeddings.shape[1])
    index.add(embeddings)
    depth = int(others.max())
    _, neighbors = index.search(embeddings, depth + 1)
    relevant = labels[neighbors[:, 1:]] == labels[:, None]
    precision = numpy.cumsum(relevant, 1, dtype=numpy.float32) / numpy.arange(1, depth + 1, dtype=numpy.float32)
    within = numpy.arange(depth)[None] < others[:, None]
    counted = others > 0
    average = (precision * relevant * within).sum(1)[counted] / others[counted]
    return {"recall@1": float((relevant[:, 0] & counted).mean()),
            "map@r": float(average.mean(dtype=numpy.float64))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("count", "size", "classes", "threads"):
        parser.add_argument(name, type=int)
    parser.add_argument("--save", type=pathlib.Path)
    arguments = parser.parse_args()
    embeddings, labels = make_data(arguments.count, arguments.size, arguments.classes)
    if arguments.save:
        numpy.save(arguments.save / "embeddings.npy", embeddings)
        numpy.save(arguments.save / "labels.npy", labels)
        return
    import faiss  # not needed to save

    faiss.omp_set_num_threads(arguments.threads)
    start, processor = time.perf_counter(), time.process_time()
    result = evaluate(faiss, embeddings, labels)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result["program"] = "faiss " + faiss.__version__
    print(json.dumps(result | {"threads": arguments.threads, "seconds": round(seconds, 3),
                               "processor_seconds": round(processor, 3), "peak_mb": round(peak, 1)}))


main()
