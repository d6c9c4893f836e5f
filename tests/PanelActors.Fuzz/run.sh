#!/usr/bin/env bash
# Fuzzes every target: run.sh [SECONDS_EACH [TARGET...]], 60 seconds each by default. Prints executions and coverage of each; exits 1
# where an input broke something, or where a target was not fuzzed. Inputs that did are kept below artifacts/fuzz/findings.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_SKIP_BIN_CHECK=1
# No colours in a log.
export AFL_NO_COLOR=1

seconds=${1:-60}
shift || true
work=$PWD/../../artifacts/fuzz
bin=$work/bin
# As it was built: what is instrumented runs only below the fuzzer.
plain=$work/plain
code=0

if ! command -v afl-fuzz >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get install -y afl++ || { apt-get update && apt-get install -y afl++; }; } >/dev/null 2>&1
fi
command -v afl-fuzz >/dev/null 2>&1 || { echo "There is no afl-fuzz, and afl++ cannot be installed." >&2; exit 1; }

rm -rf "$bin" "$plain" "$work/out"
mkdir -p "$work/out"
dotnet tool restore >/dev/null || exit 1
dotnet publish PanelActors.Fuzz.csproj -c Release -o "$bin" --nologo -v quiet || exit 1
cp -r "$bin" "$plain"
dotnet sharpfuzz "$bin/panelactors.dll" PanelActors || exit 1

stat() { sed -n "s/^$2 *: *//p" "$work/out/$1/default/fuzzer_stats"; }

[ $# -gt 0 ] || mapfile -t targets < <(dotnet "$plain/PanelActors.Fuzz.dll" targets)
[ $# -eq 0 ] || targets=("$@")
[ ${#targets[@]} -gt 0 ] || { echo "There are no targets." >&2; exit 1; }

printf '%-14s %12s %8s %10s %9s %8s %8s\n' target executions per_sec coverage edges crashes hangs
for target in "${targets[@]}"; do
  log=$work/out/$target.log
  executions=0
  # On a machine that is far too busy the fuzzer can take the first run of a target for one that is not instrumented, and give up.
  for try in 1 2; do
    # A limit for the whole, in case the fuzzer itself hangs.
    timeout -k 10 $((seconds + 120)) afl-fuzz -i "corpora/$target" -o "$work/out/$target" -t 5000 -m none -V "$seconds" -- \
      dotnet "$bin/PanelActors.Fuzz.dll" "$target" >"$log" 2>&1
    [ ! -e "$work/out/$target/default/fuzzer_stats" ] || executions=$(stat "$target" execs_done)
    [ "${executions:-0}" -eq 0 ] || break
    rm -rf "${work:?}/out/$target"
  done

  if [ "${executions:-0}" -eq 0 ]; then
    echo "$target was not fuzzed:" >&2
    tail -n 15 "$log" >&2
    code=1
    continue
  fi

  crashes=$(stat "$target" saved_crashes)
  printf '%-14s %12s %8s %10s %9s %8s %8s\n' "$target" "$executions" "$(stat "$target" execs_per_sec)" \
    "$(stat "$target" bitmap_cvg)" "$(stat "$target" edges_found)" "$crashes" "$(stat "$target" saved_hangs)"
  [ "$crashes" -eq 0 ] || {
    code=1
    mkdir -p "$work/findings/$target"
    for input in "$work/out/$target"/default/crashes/id*; do cp "$input" "$work/findings/$target/$(sha256sum "$input" | cut -c1-12).bin"; done
    echo "Inputs that break $target are in $work/findings/$target; what breaks:" >&2
    dotnet "$plain/PanelActors.Fuzz.dll" run "$target" "$work/findings/$target"/*.bin 2>&1 | grep -m 1 -A 4 Exception >&2
  }
done

exit "$code"
