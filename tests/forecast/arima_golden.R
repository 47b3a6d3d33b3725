# Writes arima_golden.csv beside it: Rscript arima_golden.R (R 4.2.2, forecast 8.20).
suppressMessages(library(forecast))
out <- "arima_golden.csv"
cat("case,field,position,value,source\n", file = out)
emit <- function(case, field, v) for (i in seq_along(v))
  cat(sprintf("%s,%s,%d,%.17g,R forecast arima_golden.R\n", case, field, i - 1, v[i]), file = out, append = TRUE)
run <- function(case, y, order, seasonal, drift = FALSE, mean = FALSE) {
  f <- Arima(y, order = order, seasonal = seasonal, include.drift = drift, include.mean = mean)
  fc <- forecast(f, h = 24, level = 95)
  emit(case, "y", as.numeric(y))
  emit(case, "m", frequency(y))
  emit(case, "order", c(order, seasonal, as.numeric(drift || mean)))
  b <- coef(f)
  pick <- function(pattern) b[grepl(pattern, names(b))]
  emit(case, "ar", pick("^ar")); emit(case, "ma", pick("^ma"))
  emit(case, "sar", pick("^sar")); emit(case, "sma", pick("^sma"))
  emit(case, "constant", pick("drift|intercept|mean"))
  emit(case, "sigma2", f$sigma2)
  emit(case, "errors", as.numeric(residuals(f)))
  emit(case, "mean", as.numeric(fc$mean))
  emit(case, "sd", as.numeric((fc$upper - fc$mean) / qnorm(.975)))
}
run("airline", log(AirPassengers), c(0, 1, 1), c(0, 1, 1))
run("deaths", USAccDeaths, c(1, 1, 1), c(0, 1, 1))
run("lh", lh, c(2, 0, 1), c(0, 0, 0), mean = TRUE)
run("nile", Nile, c(1, 1, 1), c(0, 0, 0), drift = TRUE)
run("nottem", nottem, c(1, 0, 0), c(2, 1, 0))
