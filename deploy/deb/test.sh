#!/usr/bin/env bash
# Builds the package, installs it into an empty root, runs what was installed, upgrades it, removes it and purges it.
# PANELACTORS_DEB_PUBLISHED is a folder that was published before; without it one is published, not compiled ahead, which is quicker.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "deploy/deb/test.sh: $*" >&2; exit 1; }
for program in dpkg dpkg-deb chroot useradd curl setpriv; do
  command -v "$program" >/dev/null 2>&1 || { echo "deploy/deb/test.sh: there is no $program: skipped" >&2; exit 0; }
done
[ "$(id -u)" -eq 0 ] || { echo "deploy/deb/test.sh: this takes root: skipped" >&2; exit 0; }

scratch=$(mktemp -d)
chmod 755 "$scratch"
root=$scratch/root daemon=
clean_up() {
  [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

published=${PANELACTORS_DEB_PUBLISHED:-}
if [ -z "$published" ]; then
  published=$scratch/published
  dotnet publish src/PanelActors -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=false --artifacts-path "$scratch/build" \
    -o "$published" -v quiet
fi
first=$(deploy/deb/build.sh --version 1.0.0-rc.1 --published "$published" --compression none --output "$scratch")
second=$(deploy/deb/build.sh --version 1.0.0 --published "$published" --compression none --output "$scratch")
dpkg --compare-versions "$(dpkg-deb -f "$first" Version)" lt "$(dpkg-deb -f "$second" Version)" || fail "a pre-release sorts after its release"

# A root with what the maintainer scripts call, and no more.
copy() {
  local file
  install -D "$(command -v "$1")" "$root/$(command -v "$1")"
  ldd "$(command -v "$1")" 2>/dev/null | grep -o '/[^ ]*' | while read -r file; do
    [ -e "$root/$file" ] || install -D "$file" "$root/$file"
  done
}
mkdir -p "$root"/{bin,etc,tmp,dev,var/lib/dpkg/info,var/lib/dpkg/updates,var/lib/dpkg/triggers}
touch "$root/var/lib/dpkg/status" "$root/etc/passwd" "$root/etc/group" "$root/etc/shadow" "$root/etc/gshadow" "$root/dev/null"
printf 'root:x:0:0::/root:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
for program in sh mkdir chown chmod rm rmdir getent useradd userdel; do copy "$program"; done
[ -e "$root/bin/sh" ] || cp "$root/usr/bin/sh" "$root/bin/sh"
packages() { dpkg --root="$root" --force-depends --force-not-root --force-confold --log="$scratch/dpkg.log" "$@" >"$scratch/dpkg.out" 2>&1 \
  || { cat "$scratch/dpkg.out" >&2; fail "dpkg $*"; }; }
owner() { stat -c '%u:%g %a' "$root/$1"; }
absent() { [ ! -e "$root/$1" ] || fail "$1 is still there"; }

packages --install "$first"
user=$(sed -n 's/^panelactors:x:\([0-9]*\):.*/\1/p' "$root/etc/passwd")
group=$(sed -n 's/^panelactors:x:\([0-9]*\):.*/\1/p' "$root/etc/group")
[ -n "$user" ] && [ -n "$group" ] || fail "there is no user panelactors"
[ "$(owner /var/lib/panelactors)" = "$user:$group 750" ] || fail "/var/lib/panelactors is $(owner /var/lib/panelactors)"
[ "$(owner /var/log/panelactors)" = "$user:$group 750" ] || fail "/var/log/panelactors is $(owner /var/log/panelactors)"
[ "$(owner /etc/panelactors)" = "0:$group 750" ] || fail "/etc/panelactors is $(owner /etc/panelactors)"
[ "$(owner /etc/panelactors/panelactors.json)" = "0:$group 640" ] || fail "the configuration is $(owner /etc/panelactors/panelactors.json)"
[ "$(readlink -f "$root/usr/bin/panelactors")" = "$root/usr/lib/panelactors/panelactors" ] || fail "/usr/bin/panelactors leads elsewhere"

# Starts the installed program as its unit does, as its user, with the installed configuration, whose paths begin in the root.
start() {
  local command try
  command=$(sed -n 's/^ExecStart=//p' "$root/usr/lib/systemd/system/panelactors.service")
  sed "s|/var/log|$root&|; s|127.0.0.1:5080|127.0.0.1:0|" "$root/etc/panelactors/panelactors.json" >"$scratch/panelactors.json"
  command=${command/\/etc\/panelactors\/panelactors.json/$scratch/panelactors.json}
  (cd "$root/var/lib/panelactors" && umask 027 && exec setpriv --reuid="$user" --regid="$group" --clear-groups --no-new-privs \
    env -i PATH="$PATH" HOME=/var/lib/panelactors "$root"${command}) >"$scratch/log" 2>&1 &
  daemon=$!
  url=
  for try in $(seq 300); do
    url=$(sed -n 's/.*listens on \(http[^ ]*\).*/\1/p' "$scratch/log")
    [ -z "$url" ] || ! curl -sf -o /dev/null "$url/health/ready" || return 0
    kill -0 "$daemon" 2>/dev/null || break
    sleep 0.2
  done
  cat "$scratch/log" >&2
  fail "the installed daemon is not ready"
}
stop() {
  local code=0
  kill "$daemon"
  wait "$daemon" || code=$?
  daemon=
  [ "$code" -eq 0 ] || { cat "$scratch/log" >&2; fail "the daemon ended with $code"; }
}

start
curl -sf "$url/api/snapshot" | grep -q '"panel_push_meta"' || fail "there is no snapshot"
"$root/usr/bin/panelactors" snapshot --url "$url" >/dev/null || fail "panelactors snapshot fails"
grep -q '^<6>' "$scratch/log" || fail "the log has no priorities"
stop
[ "$(owner /var/lib/panelactors/panelactors.db)" = "$user:$group 640" ] || fail "the states are not where they belong"

# An upgrade keeps what the administrator edited, and the states.
sed -i 's/"market"/"desk"/' "$root/etc/panelactors/panelactors.json"
packages --install "$second"
grep -q '"desk"' "$root/etc/panelactors/panelactors.json" || fail "the upgrade replaced the configuration"
[ "$(owner /etc/panelactors/panelactors.json)" = "0:$group 640" ] || fail "the upgrade opened the configuration to others"
start
curl -sf "$url/api/stores/desk/heartbeat" | grep -q '"health"' || fail "the upgraded daemon has other stores"
stop

packages --remove panelactors
absent /usr/lib/panelactors/panelactors
absent /usr/bin/panelactors
absent /usr/lib/systemd/system/panelactors.service
[ -e "$root/var/lib/panelactors/panelactors.db" ] && [ -e "$root/etc/panelactors/panelactors.json" ] || fail "a removal takes data"

packages --purge panelactors
absent /var/lib/panelactors
absent /var/log/panelactors
absent /etc/panelactors
absent /etc/logrotate.d/panelactors
! grep -q '^panelactors:' "$root/etc/passwd" || fail "a purge leaves the user"
echo "deploy/deb/test.sh: the package is built, installed, run, upgraded, removed and purged"
