# The commands of the project. Each first installs what it needs and does not find
# (scripts/packages.txt says what that is).

# ccache is used where it is installed.
export CMAKE_C_COMPILER_LAUNCHER ?= $(shell command -v ccache)
export CMAKE_CXX_COMPILER_LAUNCHER ?= $(shell command -v ccache)

# No more compilers at once than there are processors, where Ninja would take two more.
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell nproc)

.PHONY: demo test sanitize bench bench-forecast docs format lint abi clean

# Plans a year of AdventureWorks into out/demo.
demo:
	scripts/setup.sh demo
	cmake --preset demo --log-level=NOTICE
	cmake --build --preset demo --target salesplan_cli
	build/demo/src/cli/salesplan plan examples/adventureworks/plan.json --out out/demo

# Everything, then the C++ tests once more under the address and undefined behaviour sanitizers.
test:
	scripts/setup.sh test
	cmake --preset test
	cmake --build --preset test
	ctest --preset test
	$(MAKE) sanitize

sanitize:
	scripts/setup.sh test
	cmake --preset asan
	cmake --build --preset asan
	ctest --preset asan

bench:
	scripts/setup.sh bench
	cmake --preset release -DSALESPLAN_BENCH=ON
	cmake --build --preset release
	scripts/bench.sh build/release/bench

# Accuracy, calibration and speed of the forecasts beside statsforecast and R forecast, into
# docs/benchmarks.md; then the kernels.
bench-forecast:
	scripts/setup.sh bench
	scripts/setup.sh peers
	cmake --preset release -DSALESPLAN_BENCH=ON
	cmake --build --preset release --target forecast_scores forecast_stream forecast_models_bench
	python3 bench/peers/forecast.py build/release/bench ../shared/data/forecast docs/benchmarks.md
	build/release/bench/forecast_models_bench

docs:
	scripts/setup.sh docs
	cmake --preset release -DSALESPLAN_DOCS=ON
	cmake --build --preset release --target docs
	@echo "docs: build/release/docs/html/index.html"

# Rewrites: layout of the C++ files, the umbrella header.
format:
	scripts/setup.sh format
	scripts/format.sh
	python3 scripts/umbrella.py

lint:
	scripts/setup.sh lint
	cmake --preset test
	scripts/lint.sh build/test

# Records the exported C interface as the one that later builds are held to.
abi:
	scripts/setup.sh abi
	cmake --preset test
	cmake --build --preset test --target salesplan_c
	scripts/abi.sh update build/test/capi/libsalesplan.so

clean:
	rm -rf build out
