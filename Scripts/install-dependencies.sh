#!/bin/sh
# Installs the C libraries that the build needs, when they are missing: libyaml, PCRE2, and pkg-config, which finds
# them. Does nothing, and needs no network, when they are there.
set -eu

present() {
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists yaml-0.1 libpcre2-8
}

fail() {
    echo "install-dependencies: $1" >&2
    echo "install-dependencies: install libyaml, PCRE2 (8-bit) and pkg-config with their headers, then try again" >&2
    exit 1
}

present && exit 0

packages='libyaml-dev libpcre2-dev pkg-config'
command -v apt-get >/dev/null 2>&1 || fail 'libraries are missing, and there is no apt-get to install them with'

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "libraries are missing: neither root nor sudo is here to install $packages"
    as_root=sudo
fi

echo "install-dependencies: installing $packages by apt-get${as_root:+ (with sudo)}"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
# A fresh machine has no package lists.
$as_root apt-get update -qq || fail 'apt-get update failed'
# shellcheck disable=SC2086 # three words are meant
$as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null || fail 'apt-get install failed'
present || fail "pkg-config does not find yaml-0.1 and libpcre2-8 although $packages are installed"
