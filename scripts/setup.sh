#!/bin/sh
# setup.sh COMMAND: installs what `make COMMAND` needs and does not find; says nothing when all is
# there. `setup.sh --list COMMAND` only prints the missing packages. Without apt-get it names them and
# leaves it to the build to find its way.
set -eu
list_only=false
if [ "$1" = --list ]; then list_only=true; shift; fi
command=$1

required='' optional=''
while read -r commands package proof; do
  case ",$commands," in *",$command,"*) ;; *) continue ;; esac
  case $proof in
    /*) ls $proof >/dev/null 2>&1 && continue ;;
    *) command -v "$proof" >/dev/null && continue ;;
  esac
  case $package in
    *\?) optional="$optional ${package%\?}" ;;
    *) required="$required $package" ;;
  esac
done <"$(dirname "$0")/packages.txt"

if $list_only; then echo $required $optional; exit; fi
if [ -z "$required$optional" ]; then exit; fi

if ! command -v apt-get >/dev/null; then
  echo "setup: no apt-get here; as Debian packages, these were not found:$required$optional" >&2
  exit
fi
if [ "$(id -u)" = 0 ]; then
  as_root=env
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  as_root=sudo
else
  as_root=''
fi
if [ -z "$as_root" ]; then
  if [ -z "$required" ]; then
    echo "setup: doing without$optional" >&2
    exit
  fi
  echo "setup: 'make $command' needs packages that are not installed. As root, please run:" >&2
  echo "  apt-get update && apt-get install -y --no-install-recommends$required$optional" >&2
  exit 1
fi

echo "setup: installing$required$optional"
install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 \
  install -y --no-install-recommends"
$as_root apt-get -qq update
if [ -n "$required" ]; then $install $required >/dev/null; fi
for package in $optional; do
  $install "$package" >/dev/null || echo "setup: doing without $package" >&2
done
