"""What the command line's tests are made of: running it, checks, and .npy files without NumPy. Scripts that use it are called as

    SCRIPT ISOTHERM-CLI TESTS-FOLDER
"""
import array
import ast
import atexit
import json
import math
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback

CLI, TESTS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
TIMEOUT = 100
SCORES = ["recall@1", "recall@2", "recall@4", "recall@8", "map@r"]
OUTPUTS = ["checkpoint.safetensors", "configuration.json", "embeddings.npy", "labels.npy", "metrics.csv", "steps.csv"]
# Runs go into a store that nobody keeps, not into that of whoever runs the tests.
STORE = tempfile.mkdtemp(prefix="isotherm-store-")
atexit.register(shutil.rmtree, STORE, ignore_errors=True)
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "ISOTHERM_STORE": STORE}
SMALL = ["--set", "batch.size=16", "--set", "batch.samples_per_class=4", "--set", "network.hidden=12",
         "--set", "network.embedding=4"]


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __repr__(self):
        return f"status {self.status}\nstdout: {self.out[-600:]}\nstderr: {self.err[-600:]}"

    @property
    def json(self):
        return json.loads(self.out.splitlines()[-1])


def run(*arguments, env=None):
    done = subprocess.run([CLI, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          timeout=TIMEOUT, env={**ENVIRONMENT, **(env or {})})
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def train(*arguments, epochs=2, **options):
    result = run("train", "--json", "--epochs", str(epochs), *arguments, **options)
    check(result.status == 0, result)
    return result


def check(condition, what=""):
    if not condition:
        raise AssertionError(str(what))


def check_close(a, b, tolerance=1e-9):
    check(a is not None and b is not None and abs(a - b) <= tolerance, f"{a} and {b} differ")


def check_refused(result, *words):
    """Exit 2, exactly one line on stderr that names the matter, nothing on stdout."""
    check(result.status == 2, result)
    check(result.out == "", result)
    check(result.err.startswith("isotherm-cli") and result.err.endswith("\n") and result.err.count("\n") == 1, result)
    for word in words:
        check(word in result.err, f"“{word}” is not in: {result.err}")


def write_npy(path, values, shape, kind="f4"):
    code = {"f4": "f", "f8": "d", "i4": "i", "i8": "q"}[kind]
    text = f"{{'descr': '<{kind}', 'fortran_order': False, 'shape': {shape!r}, }}"
    text += " " * (63 - (10 + len(text)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + array.array(code, values).tobytes())
    return path


def read_npy(path):
    with open(path, "rb") as file:
        data = file.read()
    check(data[:8] == b"\x93NUMPY\x01\x00", path)
    size, = struct.unpack("<H", data[8:10])
    header = ast.literal_eval(data[10:10 + size].decode())
    check(header["fortran_order"] is False)
    values = array.array({"<f4": "f", "<i4": "i"}[header["descr"]])
    values.frombytes(data[10 + size:])
    check(len(values) == math.prod(header["shape"]), path)
    return header["shape"], values


def read_bytes(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def write_data(folder, classes=4, per_class=20, features=6, scale=1.0, offset=0.0, name="embeddings"):
    """A folder of features that Isotherm can train on; returns it."""
    os.makedirs(folder, exist_ok=True)
    chance = random.Random(4)
    rows = [scale * (chance.gauss(0, 1) + 4.0 * ((label >> (d % 3)) & 1)) + offset
            for label in range(classes) for _ in range(per_class) for d in range(features)]
    labels = [label for label in range(classes) for _ in range(per_class)]
    write_npy(os.path.join(folder, name + ".npy"), rows, (len(labels), features))
    write_npy(os.path.join(folder, "labels.npy"), labels, (len(labels),), "i4")
    return folder


tests = []


def test(function):
    tests.append(function)
    return function


def run_tests():
    """Runs every test in a folder of its own and prints TAP; returns the exit status."""
    print(f"1..{len(tests)}")
    failed = 0
    for number, function in enumerate(tests, 1):
        name = function.__name__.replace("_", " ")
        folder = tempfile.mkdtemp(prefix="isotherm-cli-")
        try:
            function(folder)
            print(f"ok {number} - {name}")
        except Exception:
            failed += 1
            print(f"not ok {number} - {name}")
            print("\n".join("# " + line for line in traceback.format_exc().splitlines()))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.flush()
    return 1 if failed else 0
