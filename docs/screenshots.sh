#!/usr/bin/env bash
# Takes the pictures of the documentation anew, from a build of this checkout and its built-in feed.
#   docs/screenshots.sh [NAME...]      all of them, or those named: page, overview
# Needs dotnet and Chromium (CHROMIUM names another program than chromium). Stops what it started.
set -euo pipefail
cd "$(dirname "$0")/.."

images=$PWD/docs/images
chromium=${CHROMIUM:-chromium}
work=$(mktemp -d)
started=()
browsers=0

stop_started() {
  for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
  for id in "${started[@]}"; do wait "$id" 2>/dev/null || true; done
  started=()
}

clean_up() {
  stop_started
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Starts a daemon on a free port, with these arguments besides, and waits until it says where it listens.
start_daemon() {
  : >"$work/daemon.log"
  PANELACTORS__Persistence__Enabled=false dotnet "$PWD/src/PanelActors/bin/Release/net10.0/panelactors.dll" \
    run --urls http://127.0.0.1:0 "$@" >"$work/daemon.log" 2>&1 &
  started+=($!)
  local try
  for try in $(seq 150); do
    address=$(sed -n 's/.*listens on \(http:[^ ]*\).*/\1/p' "$work/daemon.log")
    [ -z "$address" ] || return 0
    sleep 0.2
  done
  cat "$work/daemon.log" >&2
  return 1
}

# Starts a browser that takes commands of the DevTools protocol: JSON, each ended by a NUL byte.
start_browser() {
  rm -f "$work/commands" "$work/answers"
  mkfifo "$work/commands" "$work/answers"
  "$chromium" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --hide-scrollbars --user-data-dir="$work/profile-$(( ++browsers ))" --remote-debugging-pipe about:blank \
    3<"$work/commands" 4>"$work/answers" 2>/dev/null &
  started+=($!)
  exec 5>"$work/commands" 6<"$work/answers"
  commands=0
}

# Sends one command and prints its answer: METHOD PARAMETERS [SESSION].
command_browser() {
  commands=$((commands + 1))
  printf '{"id":%d,"method":"%s","params":%s%s}\0' "$commands" "$1" "$2" "${3:+,\"sessionId\":\"$3\"}" >&5
  local answer
  while IFS= read -r -d '' -t 60 -u 6 answer; do
    case $answer in
      "{\"id\":$commands,\"error\""*) echo "$answer" >&2; return 1 ;;
      "{\"id\":$commands,"*) printf '%s' "$answer" >"$work/answer"; return 0 ;;
    esac
  done
  return 1
}

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/answer"; }

# The web page, when it has been open for a while.
take_page() {
  start_daemon --source 'market=simulator:?seed=11&interval=00:00:00.400'
  picture page 960 "${PAGE_SECONDS:-75}"
}

# All stores, one of which cannot be reached.
take_overview() {
  start_daemon --source 'market=simulator:?seed=11&interval=00:00:00.400' --source 'risk=simulator:?seed=5' \
    --source 'experiments=http://127.0.0.1:1/events'
  picture overview 360 "${OVERVIEW_SECONDS:-20}"
}

# What the daemon's page shows after a while, 1440 pixels wide, light: NAME HEIGHT SECONDS.
picture() {
  start_browser
  command_browser Target.createTarget "{\"url\":\"$address/\"}"
  local target session
  target=$(field targetId)
  command_browser Target.attachToTarget "{\"targetId\":\"$target\",\"flatten\":true}"
  session=$(field sessionId)
  command_browser Emulation.setDeviceMetricsOverride '{"width":1440,"height":'"$2"',"deviceScaleFactor":1,"mobile":false}' "$session"
  command_browser Emulation.setEmulatedMedia '{"features":[{"name":"prefers-color-scheme","value":"light"}]}' "$session"
  sleep "$3"
  command_browser Page.captureScreenshot '{"format":"png"}' "$session"
  field data | base64 -d >"$images/$1.png"
  ! command -v optipng >/dev/null || optipng -quiet "$images/$1.png"
}

dotnet build src/PanelActors -c Release --nologo -v quiet
mkdir -p "$images"
[ $# -gt 0 ] || set -- page overview
for name in "$@"; do
  "take_$name"
  stop_started
  echo "$images/$name.png"
done
