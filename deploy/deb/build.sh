#!/usr/bin/env bash
# Builds a Debian package of the daemon, with the runtime inside: Debian has no .NET of this version, and a package that asks for one
# from elsewhere cannot be installed by apt alone. Without a folder that was published before, it publishes one, compiled ahead.
set -euo pipefail

usage() {
  echo "usage: deploy/deb/build.sh [--version VERSION] [--runtime linux-x64|linux-arm64] [--published FOLDER] [--compression xz|zstd|none] [--output FOLDER]" >&2
  exit 2
}

version= runtime=linux-x64 published= compression=xz output=artifacts
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case $1 in
    --version) version=$2 ;;
    --runtime) runtime=$2 ;;
    --published) published=$(realpath "$2") ;;
    --compression) compression=$2 ;;
    --output) output=$2 ;;
    *) usage ;;
  esac
  shift 2
done
case $runtime in
  linux-x64) architecture=amd64 ;;
  linux-arm64) architecture=arm64 ;;
  *) usage ;;
esac
mkdir -p "$output"
output=$(realpath "$output")
cd "$(dirname "$0")/../.."

[ -n "$version" ] || version=$(sed -n 's|.*<Version>\([^<]*\)</Version>.*|\1|p' Directory.Build.props | head -n 1)
# A pre-release sorts before its release.
debian=${version/-/\~}

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
if [ -z "$published" ]; then
  published=$stage/published
  dotnet publish src/PanelActors -c Release -r "$runtime" --self-contained -p:ReleaseVersion="$version" -o "$published"
fi

root=$stage/root
install -d "$root/DEBIAN" "$root/usr/lib" "$root/usr/bin" "$root/usr/share/doc/panelactors" "$root/usr/share/panelactors"
cp -r "$published" "$root/usr/lib/panelactors"
ln -s ../lib/panelactors/panelactors "$root/usr/bin/panelactors"
cp -r deploy/prometheus deploy/grafana deploy/nginx "$root/usr/share/panelactors"
cp -r docs/. "$root/usr/share/doc/panelactors"
cp README.md RELEASE_NOTES.md "$root/usr/share/doc/panelactors"
{
  echo "PanelActors is licensed under the Apache License, Version 2.0: /usr/share/common-licenses/Apache-2.0"
  echo "The libraries in /usr/lib/panelactors are licensed by their authors."
} >"$root/usr/share/doc/panelactors/copyright"
install -D -m 640 deploy/deb/panelactors.json "$root/etc/panelactors/panelactors.json"
install -D -m 644 deploy/logrotate/panelactors "$root/etc/logrotate.d/panelactors"
install -D -m 644 deploy/systemd/panelactors.service "$root/usr/lib/systemd/system/panelactors.service"
printf '%s\n' /etc/panelactors/panelactors.json /etc/logrotate.d/panelactors >"$root/DEBIAN/conffiles"
for script in preinst postinst prerm postrm; do
  [ ! -e "deploy/deb/$script" ] || install -m 755 "deploy/deb/$script" "$root/DEBIAN/$script"
done
chmod -R u=rwX,go=rX "$root/usr"
chmod 755 "$root/usr/lib/panelactors/panelactors"

# What the runtime itself needs. It does without ICU, since the daemon has no language.
cat >"$root/DEBIAN/control" <<CONTROL
Package: panelactors
Version: $debian
Architecture: $architecture
Maintainer: The PanelActors maintainers <maintainers@panelactors.invalid>
Section: net
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f 1)
Depends: libc6 (>= 2.27), libgcc-s1, libstdc++6, libssl3 | libssl3t64, ca-certificates, passwd
Recommends: logrotate
Suggests: prometheus, nginx, sqlite3
Description: live state of panel feeds
 Reads Server-Sent-Events feeds of dashboard panels, keeps one live state of
 them that shows how fresh it is, and serves it: HTTP, events, a web page, a
 terminal, files and metrics.
CONTROL

file=$output/panelactors_${debian}_$architecture.deb
dpkg-deb --root-owner-group -Z"$compression" --build "$root" "$file" >&2
echo "$file"
