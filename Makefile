# make run [DIR=path]   lint a folder (Fixtures/platform, unless one is given)
# make test             all tests
# make lint             format check, and the linter on this repository
# make format           format the sources in place
# make record           rewrite what is derived: built-in rules, docs, schemas, recorded reports
# make dist             the release: one static binary, its archive, a wheel, checksums
# make bench            the benchmarks
# make conformance DIR=folder   agreement of the tokenizers with independent implementations
# make fuzz SECONDS=60 [TARGETS="pack hcl"]   libFuzzer on every reader and tokenizer, or on those that are named
# make test-sanitize    all tests with the address, undefined-behaviour and thread sanitizers
# make instructions     record the instruction counts that .ci/run compares

# git sets these for its hooks; SwiftPM, which runs git on other repositories, must not see them.
unexport GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX

FORMATTED := Package.swift Sources Tests
TOOL := .build/release/flywheel-lint

.PHONY: run test test-sanitize lint format record dist bench instructions conformance fuzz dependencies build

# Status 1 says that there are findings: that is what the fixture is for. 2 and more are failures.
run: build
	@status=0; $(TOOL) check $(if $(DIR),'$(DIR)',Fixtures/platform) || status=$$?; \
	if [ $$status -gt 1 ]; then exit $$status; fi

test: dependencies
	swift test

lint: build
	swift format lint --strict --recursive $(FORMATTED)
	$(TOOL) check .

format:
	swift format --in-place --recursive $(FORMATTED)

record: dependencies
	mkdir -p .build
	Scripts/record-rules.sh > .build/recorded.swift
	mv .build/recorded.swift 'Sources/BuiltinRules/BuiltinRules+Generated.swift'
	swift build --product flywheel-lint
	.build/debug/flywheel-lint rules record > .build/decoded.swift
	mv .build/decoded.swift 'Sources/BuiltinRules/BuiltinRules+Decoded.swift'
	.build/debug/flywheel-lint rules record --examples > .build/examples.swift
	mv .build/examples.swift 'Sources/BuiltinRules/BuiltinRules+Examples.swift'
	.build/debug/flywheel-lint rules record --facts > .build/backends.swift
	mv .build/backends.swift 'Sources/BuiltinRules/BuiltinRules+Backends.swift'
	swift build --product flywheel-lint
	mkdir -p schemas
	for name in pack config report stacks suppressions kpis history; do .build/debug/flywheel-lint schema $$name > schemas/$$name.json || exit; done
	rm -f docs/rules/*.md
	mkdir -p docs/rules
	.build/debug/flywheel-lint rules pages docs/rules
	for name in Fixtures/*/; do name=$${name%/}; (cd "$$name" && ../../.build/debug/flywheel-lint check --quiet --fail-on never --output concise="../$${name##*/}.report.txt") || exit; done

bench: build
	python3 Scripts/bench.py $(TOOL) $(if $(DIR),--tree '$(DIR)')
	Scripts/bench-tokenizers.sh $(if $(DIR),'$(DIR)')

# Independent implementations from Debian and PyPI, on the files below DIR.
conformance: build
	Scripts/conformance/run.sh $(TOOL) '$(DIR)'

fuzz: dependencies
	Scripts/fuzz.sh $(or $(SECONDS),60) $(TARGETS)

test-sanitize: dependencies
	Scripts/test-sanitize.sh

instructions: build
	Scripts/instructions.sh $(TOOL) --record

dist:
	Scripts/dist.sh

build: dependencies
	swift build --configuration release --product flywheel-lint

dependencies:
	@Scripts/install-dependencies.sh
