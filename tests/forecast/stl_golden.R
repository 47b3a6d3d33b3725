# Writes stl_golden.csv: Rscript stl_golden.R > stl_golden.csv (R 4.2.2, stats::stl; forecast 8.20).
suppressMessages(library(forecast))
set.seed(3)
rows <- function(case, source, ...) {
  fields <- lapply(list(...), as.numeric)
  do.call(rbind, lapply(names(fields), function(field)
    data.frame(case, field, position = seq_along(fields[[field]]) - 1,
               value = sprintf("%.12g", fields[[field]]), source)))
}
monthly <- round(100 + (1:50) * 0.7 + 20 * sin((1:50) * pi / 6) + rnorm(50, 0, 4), 3)
monthly[20] <- 250
x <- ts(monthly, frequency = 12)
one <- function(case, ...) {
  fit <- stl(x, ..., s.jump = 1, t.jump = 1, l.jump = 1)$time.series
  rows(case, "R 4.2.2 stl", y = monthly, trend = fit[, 2], season = fit[, 1],
       remainder = fit[, 3])
}
daily <- round(50 + 10 * sin((1:80) * 2 * pi / 7) + 15 * cos((1:80) * 2 * pi / 30) +
               rnorm(80, 0, 2), 3)
fit <- mstl(msts(daily, c(7, 30)), s.jump = 1, t.jump = 1, l.jump = 1)
write.csv(rbind(
  one("window11", s.window = 11), one("window7", s.window = 7, t.window = 15),
  one("periodic", s.window = "periodic"), one("robust", s.window = 11, robust = TRUE),
  rows("several", "R forecast 8.20 mstl", y = daily, trend = fit[, "Trend"],
       season = fit[, "Seasonal7"], season2 = fit[, "Seasonal30"],
       remainder = fit[, "Remainder"])), quote = FALSE, row.names = FALSE)
