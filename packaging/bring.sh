#!/bin/sh
# Install Debian packages where this user may; else say the one line that does it.
#
# bring.sh NEED PACKAGE...    NEED tells a person what is missing.
#
# It never asks for a password: nobody may be there to type one.
set -eu
need=$1
shift

tell() { echo "$@" >&2; }

if ! command -v apt-get >/dev/null; then
    tell "mapapp needs $need (on Debian: $*); install that with your system's tool."
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root=
elif ! command -v sudo >/dev/null; then
    tell "mapapp needs $need. Type: su -c 'apt-get update && apt-get install $*'"
    exit 1
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    tell "mapapp needs $need. Type: sudo apt-get update && sudo apt-get install $*"
    exit 1
fi

tell "setup: mapapp needs $need; installing $* with apt-get."
# The lists of a fresh machine are old or not there. Where they cannot be renewed, as without a
# network, those it has may do.
$as_root apt-get --quiet update </dev/null || true
# A fresh machine may be busy with its own updates, so wait for their lock.
$as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=120 install "$@" </dev/null || {
    tell "mapapp needs $need, and apt-get could not install $*; it says above why."
    exit 1
}
