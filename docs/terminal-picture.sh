#!/usr/bin/env bash
# Makes docs/images/terminal.png: a daemon with the built-in feed, watched in a terminal, captured with its colours.
# Needs a Release build, tmux, python3 and chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/src/PanelActors/bin/Release/net10.0/panelactors.dll
image=$PWD/docs/images/terminal.png
columns=140 rows=40 seconds=${SECONDS_TO_WATCH:-45}

work=$(mktemp -d)
daemon=
clean_up() {
  tmux -S "$work/tmux" kill-server 2>/dev/null || true
  [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" 2>/dev/null; } || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

cd "$work"
PANELACTORS__Persistence__Enabled=false dotnet "$program" run --urls http://127.0.0.1:0 >"$work/log" 2>&1 &
daemon=$!
url=
for _ in $(seq 100); do
  url=$(sed -n 's/.*listens on \(http:[^ ]*\).*/\1/p' "$work/log")
  [ -z "$url" ] || break
  sleep 0.2
done
[ -n "$url" ] || { echo "The daemon does not start:" >&2; cat "$work/log" >&2; exit 1; }

tmux -S "$work/tmux" -f /dev/null new-session -d -x "$columns" -y "$rows" "COLORTERM=truecolor dotnet '$program' watch --url '$url'"
sleep "$seconds"
tmux -S "$work/tmux" capture-pane -e -p >"$work/screen"

python3 - "$work/screen" "$work/screen.html" <<'PYTHON'
import html, re, sys
BASE = ("#1b1d23 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #c8ccd4 "
        "#6b7383 #ff7a85 #b5e890 #ffd787 #82c4ff #dd9bff #7fe0ec #ffffff").split()

def color(n):
    if n < 16: return BASE[n]
    if n < 232: return "#" + "".join("%02x" % (55 + 40 * v if v else 0) for v in ((n - 16) // 36, (n - 16) // 6 % 6, (n - 16) % 6))
    return "#" + "%02x" % (8 + 10 * (n - 232)) * 3

page = []
fore = back = None
bold = inverse = False
for line in open(sys.argv[1], encoding="utf-8").read().rstrip("\n").split("\n"):
    spans = []
    for codes, text in re.findall(r"\x1b\[([0-9;]*)m|([^\x1b]+)", line):
        if text:
            pair = (fore or "#d7dae0", back or "#16181d")
            spans.append('<span style="color:%s;background:%s%s">%s</span>' % (
                *(pair[::-1] if inverse else pair), ";font-weight:bold" if bold else "", html.escape(text)))
            continue
        numbers = [int(code or 0) for code in codes.split(";")]
        while numbers:
            n = numbers.pop(0)
            if n == 0: fore = back = None; bold = inverse = False
            elif n == 1: bold = True
            elif n == 22: bold = False
            elif n == 7: inverse = True
            elif n == 27: inverse = False
            elif n in (38, 48):
                value = color(numbers[1]) if numbers[0] == 5 else "#%02x%02x%02x" % tuple(numbers[1:4])
                del numbers[:2 if numbers[0] == 5 else 4]
                if n == 38: fore = value
                else: back = value
            elif 30 <= n <= 37: fore = BASE[n - 30]
            elif 90 <= n <= 97: fore = BASE[n - 82]
            elif 40 <= n <= 47: back = BASE[n - 40]
            elif n == 39: fore = None
            elif n == 49: back = None
    page.append("".join(spans) or " ")
open(sys.argv[2], "w", encoding="utf-8").write(
    '<!doctype html><meta charset="utf-8"><body style="margin:0;background:#16181d">'
    '<pre style="font:14px/18px \'DejaVu Sans Mono\',monospace;margin:10px;width:max-content">' + "\n".join(page) + "</pre>")
PYTHON

mkdir -p "$(dirname "$image")"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=$((columns * 843 / 100 + 22)),$((rows * 18 + 20)) \
  --screenshot="$image" "file://$work/screen.html" 2>/dev/null
echo "$image: $(stat -c %s "$image") bytes"
