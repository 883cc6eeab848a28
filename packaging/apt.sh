# Package lists and their installation for Debian 12 and later; sourced by quickstart and test.
# shellcheck shell=bash

# What the build links and what reading documents needs at run time.
build_packages=(
    pkg-config libmagic-dev libpoppler-glib-dev libpoppler-private-dev zlib1g-dev libcurl4-openssl-dev libarchive-dev
    libavformat-dev libswresample-dev libassimp-dev libxml2-dev libseccomp-dev libssl-dev libsqlite3-dev libgmime-3.0-dev
    libuchardet-dev libpcre2-dev libleptonica-dev libtesseract-dev libheif-dev libqpdf-dev
    libpango1.0-dev fonts-dejavu-core
    poppler-data tesseract-ocr-eng tesseract-ocr-osd
)
# What the tests need besides.
test_packages=(
    acl chromium debhelper file jq lintian patchelf python3 python3-docx python3-jsonschema poppler-utils qpdf strace
    util-linux
)
# The real writers and instruments of the scenarios.
scenario_packages=(
    samba samba-vfs-modules smbclient vsftpd curl openssh-server openssh-client sshfs rsync sane-utils libsane faketime
    zip unzip
)

# Installs those of the named packages that are missing; does nothing, and needs no root, when none is.
install_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        echo "All packages are there already."
        return
    fi
    if ! command -v apt-get >/dev/null; then
        echo "This system has no apt-get. Install what corresponds to: ${missing[*]}" >&2
        return 1
    fi
    echo "Installing: ${missing[*]}"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Runs a command as root: directly, or through sudo without ever asking for a password.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -n "$@"
    else
        echo "Root is needed for: $* (run this script as root, or install sudo)" >&2
        return 1
    fi
}

# Ends the script with a hint when the Swift compiler is missing.
require_swift() {
    if ! command -v swift >/dev/null; then
        echo "No Swift compiler found. Install Swift 6.3 or later: https://www.swift.org/install/linux/" >&2
        exit 1
    fi
}
