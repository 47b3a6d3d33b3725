# The models of R forecast on a competition's panel, in the rows of bench/forecast/scores.cpp:
#   Rscript forecast_r.R FILE SEASON HORIZON MODELS EVERY
suppressMessages(library(forecast))
args <- commandArgs(TRUE)
season <- as.integer(args[2]); horizon <- as.integer(args[3])
models <- strsplit(args[4], ",")[[1]]
fits <- list(
  ets = function(y) forecast(ets(y), h = horizon, level = c(80, 95)),
  theta = function(y) thetaf(y, h = horizon, level = c(80, 95)),
  arima = function(y) forecast(auto.arima(y), h = horizon, level = c(80, 95)),
  snaive = function(y) snaive(y, h = horizon, level = c(80, 95)))

rows <- read.csv(args[1])
panel <- split(rows, factor(rows$series, unique(rows$series)))
panel <- panel[seq(1, length(panel), by = as.integer(args[5]))]

score <- function(train, test, f) {
  scale <- mean(abs(diff(train, season)))
  interval <- function(k, level) {
    low <- f$lower[, k]; high <- f$upper[, k]
    width <- high - low + 2 / (1 - level) * (pmax(low - test, 0) + pmax(test - high, 0))
    c(mean(width) / scale, mean(low <= test & test <= high))
  }
  i80 <- interval(1, 0.80); i95 <- interval(2, 0.95)
  c(200 * mean(abs(test - f$mean) / (abs(test) + abs(f$mean))), mean(abs(test - f$mean)) / scale,
    i80[1], i95[1], i80[2], i95[2])
}

cat("engine,model,series,failed,smape,mase,msis80,msis95,cover80,cover95,cpu_seconds\n")
for (model in models[models %in% names(fits)]) {
  seconds <- 0; failed <- 0; scores <- NULL
  for (s in panel) {
    train <- s$y[s$set == "train"]; test <- s$y[s$set == "test"]
    start <- proc.time()
    f <- tryCatch(fits[[model]](ts(train, frequency = season)), error = function(e) NULL)
    seconds <- seconds + sum((proc.time() - start)[1:2])
    if (is.null(f)) { failed <- failed + 1; next }
    scores <- rbind(scores, score(train, test, f))
  }
  m <- colMeans(scores)
  cat(sprintf("R forecast,%s,%d,%d,%.3f,%.4f,%.3f,%.3f,%.3f,%.3f,%.3f\n", model, length(panel), failed,
              m[1], m[2], m[3], m[4], m[5], m[6], seconds))
}
