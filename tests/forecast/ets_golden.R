# Writes ets_golden.csv beside it: Rscript ets_golden.R (R 4.2.2, forecast 8.20).
suppressMessages(library(forecast))
y <- AirPassengers
set.seed(7)
z <- round(100 + cumsum(rnorm(40, 0.3, 2)), 2)
cat("case,field,position,value,source\n", file = "ets_golden.csv")
emit <- function(case, field, v) for(i in seq_along(v)) cat(sprintf("%s,%s,%d,%.17g,R forecast ets_golden.R\n", case, field, i-1, v[i]), file="ets_golden.csv", append=TRUE)
run <- function(case, y, model, damped, h) {
  f <- ets(y, model=model, damped=damped)
  fc <- forecast(f, h=h, level=95)
  p <- f$par; g <- function(n) if(n %in% names(p)) p[[n]] else 0
  s <- f$states[1,]; m <- f$m
  emit(case,"y",as.numeric(y))
  emit(case,"alpha",g("alpha")); emit(case,"beta",g("beta")); emit(case,"gamma",g("gamma")); emit(case,"phi", if(damped) g("phi") else 1)
  emit(case,"level",s[["l"]]); emit(case,"trend", if("b" %in% names(s)) s[["b"]] else 0)
  if("s1" %in% names(s)) emit(case,"season", rev(as.numeric(s[paste0("s",1:m)])))
  e <- f$states[nrow(f$states),]
  emit(case,"end_level",e[["l"]]); emit(case,"end_trend", if("b" %in% names(e)) e[["b"]] else 0)
  emit(case,"likelihood", -2*f$loglik)
  emit(case,"sigma2", f$sigma2); emit(case,"aicc", f$aicc)
  emit(case,"errors", as.numeric(f$residuals))
  emit(case,"mean", as.numeric(fc$mean)); emit(case,"sd", as.numeric((fc$upper-fc$mean)/qnorm(.975)))
}
for (k in list(c("ANN",F),c("AAN",F),c("AAN",T),c("MNN",F),c("MAN",F),c("MAN",T))) run(paste0(k[1],if(k[2]=="TRUE")"d" else "","_walk"), z, k[1], k[2]=="TRUE", 12)
for (k in list(c("ANA",F),c("AAA",F),c("AAA",T),c("MNA",F),c("MAA",F),c("MAA",T),c("MNM",F),c("MAM",F),c("MAM",T))) run(paste0(k[1],if(k[2]=="TRUE")"d" else "","_air"), y, k[1], k[2]=="TRUE", 12)
