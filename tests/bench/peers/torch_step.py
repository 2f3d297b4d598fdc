#!/usr/bin/python3
"""The training step of bench-step in PyTorch, as a careful user would write it: no loop over anchors, no work under autograd
that needs none, a linear solve rather than an inverse. Prints one line of JSON: percentiles of milliseconds a step."""
import argparse
import json
import os
import time

# Threads that spin while they wait take the cores from those that work.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch
from torch.nn import functional


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--net", choices=["mlp", "conv"], default="mlp")
    parser.add_argument("--mode", choices=["base", "psd", "obd"], default="obd")
    parser.add_argument("--batch", type=int, default=112)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


class EmbeddingNetwork(torch.nn.Module):
    """784-512-256-64 with ReLU between, rows divided by their norm at the end."""

    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(784, 512)
        self.second = torch.nn.Linear(512, 256)
        self.embedding = torch.nn.Linear(256, 64)

    def forward(self, images):
        hidden = functional.relu(self.first(images))
        hidden = functional.relu(self.second(hidden))
        return functional.normalize(self.embedding(hidden))


class ConvolutionalNetwork(torch.nn.Module):
    """Three 3x3 convolutions to 32, 64 and 128 channels with batch norm and ReLU on 28x28 images, max pooling after the first two,
    the average of all pixels, a linear embedding of 64, rows divided by their norm."""

    def __init__(self):
        super().__init__()
        layers, before = [], 1
        for channels in (32, 64, 128):
            layers += [torch.nn.Conv2d(before, channels, 3, padding=1), torch.nn.BatchNorm2d(channels), torch.nn.ReLU()]
            layers += [torch.nn.MaxPool2d(2)] if channels < 128 else [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()]
            before = channels
        self.layers = torch.nn.Sequential(*layers, torch.nn.Linear(128, 64))

    def forward(self, images):
        return functional.normalize(self.layers(images.view(-1, 1, 28, 28)))


NETWORKS = {"mlp": EmbeddingNetwork, "conv": ConvolutionalNetwork}


class MultiSimilarity:
    """Wang et al. 2019 over all pairs of a batch, with alpha 2, beta 40, threshold 0.5 and mining margin 0.1."""

    def __init__(self, labels):
        same = labels.unsqueeze(0) == labels.unsqueeze(1)
        self.positive = same.clone().fill_diagonal_(False)
        self.negative = ~same

    def __call__(self, similarity):
        hardest_positive = similarity.masked_fill(~self.positive, float("inf")).amin(1, keepdim=True)
        hardest_negative = similarity.masked_fill(~self.negative, float("-inf")).amax(1, keepdim=True)
        negatives = self.negative & (similarity + 0.1 > hardest_positive)
        positives = self.positive & (similarity - 0.1 < hardest_negative)
        kept = positives.any(1) & negatives.any(1)
        pull = (torch.exp(-2.0 * (similarity - 0.5)) * positives).sum(1).log1p() / 2.0
        push = (torch.exp(40.0 * (similarity - 0.5)) * negatives).sum(1).log1p() / 40.0
        return ((pull + push) * kept).sum() / kept.sum().clamp(min=1)


class SoftTargets:
    """Rows of the teacher's softened similarities, diffused over the batch in mode obd."""

    def __init__(self, batch, mode, omega=0.3):
        self.mode, self.omega = mode, omega
        self.identity = torch.eye(batch)
        self.diagonal = torch.full((batch,), float("-inf")).diag_embed()

    @torch.no_grad()
    def __call__(self, embeddings):
        similarity = embeddings @ embeddings.T
        targets = torch.softmax(similarity, 1)
        if self.mode == "psd":
            return targets
        transition = torch.softmax(similarity + self.diagonal, 1)
        return torch.linalg.solve(self.identity - self.omega * transition, (1.0 - self.omega) * targets)


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    student, teacher = NETWORKS[arguments.net](), NETWORKS[arguments.net]().eval()
    optimizer = torch.optim.Adam(student.parameters(), lr=1e-4, weight_decay=4e-4)
    images, labels = torch.randn(arguments.batch, 784), torch.arange(arguments.batch) // 2
    metric_loss, soft_targets = MultiSimilarity(labels), SoftTargets(arguments.batch, arguments.mode)

    def step():
        embeddings = student(images)
        similarity = embeddings @ embeddings.T
        loss = metric_loss(similarity)
        if arguments.mode != "base":
            with torch.no_grad():
                targets = soft_targets(teacher(images))
            student_log_probabilities = torch.log_softmax(similarity, 1)
            loss = loss + 50.0 * functional.kl_div(student_log_probabilities, targets, reduction="batchmean")
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    times = []
    for index in range(-10, arguments.steps):
        start = time.perf_counter()
        step()
        if index >= 0:
            times.append(1e3 * (time.perf_counter() - start))
    times.sort()
    count = len(times)
    print(json.dumps({"program": "torch " + torch.__version__, "net": arguments.net, "mode": arguments.mode,
                      "batch": arguments.batch, "threads": arguments.threads, "ms_p10": times[count // 10],
                      "ms_median": times[count // 2], "ms_p90": times[9 * count // 10]}))


main()
