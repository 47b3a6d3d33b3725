# Writes thetaf_golden.csv beside it: Rscript thetaf_golden.R (R 4.2.2, forecast 8.20).
suppressMessages(library(forecast))
cat("case,field,position,value,source\n", file = "thetaf_golden.csv")
emit <- function(case, field, v) for (i in seq_along(v))
  cat(sprintf("%s,%s,%d,%.17g,R forecast thetaf_golden.R\n", case, field, i - 1, v[i]), file = "thetaf_golden.csv", append = TRUE)
for (case in c("nile", "lh")) {
  y <- get(c(nile = "Nile", lh = "lh")[[case]])
  f <- thetaf(y, h = 18, level = 95)
  emit(case, "y", as.numeric(y))
  emit(case, "alpha", f$model$alpha)
  emit(case, "level", ses(y, h = 18)$model$par[["l"]])  # the smoothing in it
  emit(case, "mean", as.numeric(f$mean))
  emit(case, "variance_ratio", ((as.numeric(f$upper) - as.numeric(f$mean)) / qnorm(.975))^2 / f$model$sigma)
}
