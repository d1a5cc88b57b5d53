#!/bin/sh
# Print the name of a Python that is new enough for mapapp; where there is none, install one.
set -eu
folder=$(dirname "$0")
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

found() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        # Run, and not only looked for: a shim of pyenv may be there and yet not run.
        if "$name" -c "$new_enough" 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

# The first package with a Python that is new enough. Where apt has no lists yet, as on a fresh
# machine, and where there is no apt: the usual one.
packaged() {
    known=
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        version=$(apt-cache policy "$name" 2>/dev/null | sed -n 's/^ *Candidate: *//p')
        case $version in
        3.1[1-9]* | 3.[2-9][0-9]* | [4-9].*)
            echo "$name"
            return
            ;;
        [0-9]*) known=yes ;;
        esac
    done
    [ -z "$known" ] && echo python3
}

tried=
until python=$(found); do
    if ! package=$(packaged) || [ "$package" = "$tried" ]; then
        echo "mapapp needs Python 3.11 or later, and this system has packages of older ones only;" \
            "install one from python.org, then type the same again." >&2
        exit 1
    fi
    sh "$folder/bring.sh" "Python 3.11 or later" "$package" "$package-venv" >&2
    tried=$package
done
echo "$python"
