#!/usr/bin/Rscript
# Maps of points by Rtsne and uwot (Debian packages r-cran-rtsne and r-cran-uwot).
#
#   projection.R tsne|umap POINTS N D THREADS MAP    POINTS: N × D doubles, row after row; MAP: N × 2 of the same
#
# Prints one line of JSON: seconds of the projection alone, and the divergence that Rtsne reports.
given <- commandArgs(TRUE)
count <- as.integer(given[3])
size <- as.integer(given[4])
threads <- as.integer(given[5])
points <- matrix(readBin(given[2], "double", count * size), count, size, byrow = TRUE)
set.seed(1)
divergence <- "null"
if (given[1] == "tsne") {
  seconds <- system.time(result <- Rtsne::Rtsne(points, pca = FALSE, perplexity = 30, theta = 0.5, max_iter = 1000,
                                                num_threads = threads, check_duplicates = FALSE))[["elapsed"]]
  divergence <- sprintf("%.5f", sum(result$costs))
  map <- result$Y
} else {
  seconds <- system.time(map <- suppressWarnings(uwot::umap(points, n_neighbors = 15, min_dist = 0.1, n_epochs = 200, pca = NULL,
                                                            init = "pca", n_threads = threads, n_sgd_threads = threads)))[["elapsed"]]
}
writeBin(as.vector(t(map)), given[6])
cat(sprintf('{"seconds": %.3f, "kl": %s}\n', seconds, divergence))
