#!/bin/sh
# Both commands of the README on an empty Debian, as a newcomer has them: the committed state of this checkout, in a chroot.
# As root, with debootstrap:  sh tests/fresh.sh [bookworm|trixie] [root|user] [bundle: try "make bundle" too]
# MIRROR: a Debian mirror; else the first one this machine's apt knows. WORK: where the roots are made; else /var/tmp.
# KEEP_LOGS: a folder for what the commands said.
# Proxies, certificates and pip's settings of this machine are lent to the chroot. Everything is taken away at the end.
set -eu
releases="bookworm trixie" people="root user" bundled=""
for option in "$@"; do
    case $option in
    bookworm | trixie) releases=$option ;;
    root | user) people=$option ;;
    bundle) bundled=yes ;;
    *) sed -n "2,6s/^# //p" "$0" && exit 2 ;;
    esac
done
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "This makes chroots and mounts, so it needs root." >&2 && exit 2; }
command -v debootstrap >/dev/null || { echo "This needs debootstrap: apt-get install debootstrap" >&2 && exit 2; }
# Mounts of its own: even when it is killed, none is left.
[ "${FRESH_APART:-}" ] || FRESH_APART=1 exec unshare --mount sh tests/fresh.sh "$@"

first_mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
        sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+).*/\2/p' | grep debian | head -n 1
}
MIRROR=${MIRROR:-$(first_mirror)}
[ "$MIRROR" ] || { echo "apt knows no Debian mirror here; please set MIRROR." >&2 && exit 2; }
work=$(mktemp -d "${WORK:-/var/tmp}/safe-no-fresh.XXXXXX")
table=$work/table failed=0 commit=$(git rev-parse --short HEAD)

unmount() {
    for place in "$1/dev" "$1/proc"; do
        if grep -q " $place " /proc/self/mounts; then umount -R "$place" || umount -R -l "$place"; fi
    done
}
# shellcheck disable=SC2317 # the trap calls it
clean() {
    trap - EXIT INT TERM HUP
    if [ "${running:-}" ] && kill -- "-$running" 2>/dev/null; then
        sleep 1
        kill -9 -- "-$running" 2>/dev/null || true
    fi
    for process in /proc/[0-9]*; do # what still runs in one of the roots
        case $(readlink "$process/root") in "$work"/*) kill -9 "${process##*/}" || true ;; esac
    done
    for root in "$work"/*/; do unmount "${root%/}"; done
    if grep -q " $work/" /proc/self/mounts; then
        echo "Something is still mounted below $work, so it is left there:" >&2
        grep " $work/" /proc/self/mounts >&2
    else
        rm -rf --one-file-system "$work"
    fi
}
trap clean EXIT
trap 'clean; exit 130' INT TERM HUP

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }

# Becomes a command in a chroot, with nothing of this machine's variables but what its way to the network needs.
become() {
    local root=$1 who=$2 home=/root lent
    shift 2
    [ "$who" = root ] || home=/home/$who
    lent=$(env | grep -iE '^((https?|no|all|ftp)_proxy|PIP_(CERT|PROXY|INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|DEFAULT_TIMEOUT))=' || true)
    # shellcheck disable=SC2086 # one variable to a word; none of these holds a blank
    exec setsid env -i $lent HOME="$home" LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot --userspec="$who" "$root" "$@"
}

# Waited for in a way that a signal can end; whatever it is, it leads a process group that can be ended as a whole.
waited() {
    "$@" &
    running=$!
    wait "$running"
}

# inside ROOT WHO COMMAND…
inside() { waited become "$@"; }

# What this machine needs to reach the network: certificates, pip's settings, what apt is told of proxies and checks.
lend() {
    mkdir -p "$1/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/" 2>/dev/null || true
    cp /etc/pip.conf "$1/etc/" 2>/dev/null || true
    apt-config dump | grep -iE '^Acquire::.*(Proxy|Verify|Check-|Timeout|Retries)' >"$1/etc/apt/apt.conf.d/99lent" || true
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
}

# An empty Debian with what the README asks for.
make_base() {
    echo "$1: an empty Debian"
    waited setsid debootstrap --variant=minbase "$1" "$work/$1" "$MIRROR" >"$work/$1.log" 2>&1 || { tail -n 5 "$work/$1.log" && return 1; }
    lend "$work/$1"
    inside "$work/$1" root apt-get update -qq
    inside "$work/$1" root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends git make python3 ca-certificates >>"$work/$1.log" 2>&1
}

# Until the window has been painted (the learner's file is opened right after); prints the seconds. Fails where it ends before.
until_window() {
    local root=$1 who=$2 project=$3 log=$4 data=$1$3/../.local/share/safe-no begun
    rm -rf "$data"
    begun=$(now)
    become "$root" "$who" env QT_QPA_PLATFORM=offscreen timeout 900 make -C "$project" run >>"$log" 2>&1 &
    running=$!
    until [ -e "$data/history.sqlite" ]; do
        if ! kill -0 "$running" 2>/dev/null; then running="" && return 1; fi
        sleep 0.1
    done
    took=$(since "$begun")
    sleep 5
    kill "$running" || return 1 # it has to be running still
    wait "$running" 2>/dev/null || true
    running=""
}

# Somebody who is not root has to be told the one line for root, which has to work as it stands: as_told ROOT WHO PROJECT LOG TARGET.
as_told() {
    local root=$1 who=$2 line
    if inside "$root" "$who" make -C "$3" "$5" >"$4.told" 2>&1; then return 1; fi
    line=$(sed -n 's/^ *\(apt-get update && .*\)/\1 -y -qq/p' "$4.told")
    [ "$line" ] && inside "$root" root env DEBIAN_FRONTEND=noninteractive sh -c "$line" >>"$4" 2>&1
}

trial() {
    local release=$1 who=$2 root=$work/$1-$2 log=$work/$1-$2.log home=/root result=ok system=- built=- begun tested version counted
    [ "$who" = root ] || home=/home/$who
    cp -a "$work/$release" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev" && mount --make-rslave "$root/dev"
    [ "$who" = root ] || inside "$root" root useradd --create-home "$who"
    git clone -q . "$root$home/project"
    git -C "$root$home/project" checkout -q --detach "$commit"
    chown -R --reference="$root$home" "$root$home/project"
    if [ "$who" != root ]; then
        begun=$(now)
        as_told "$root" "$who" "$home/project" "$log" run || result="not told of system packages"
        system=$(since "$begun")
    fi
    echo "$release, $who: make run" && first="-" again="-"
    if until_window "$root" "$who" "$home/project" "$log"; then first=$took; else result="make run failed"; fi
    if until_window "$root" "$who" "$home/project" "$log"; then again=$took; else result="make run failed"; fi
    echo "$release, $who: make test" && begun=$(now)
    inside "$root" "$who" make -C "$home/project" test >"$log.test" 2>&1 || result="make test failed"
    tested=$(since "$begun")
    if [ "$bundled" ]; then
        echo "$release, $who: make bundle"
        [ "$who" = root ] || as_told "$root" "$who" "$home/project" "$log" bundle || result="not told of packages for the bundle"
        begun=$(now)
        inside "$root" "$who" make -C "$home/project" bundle >>"$log" 2>&1 || result="make bundle failed"
        built=$(since "$begun")
    fi
    version=$(inside "$root" root python3 -c "import sys; print('%d.%d' % sys.version_info[:2])")
    counted=$(grep -aE '^[0-9]+ (passed|failed)|^=+ .*(passed|failed)' "$log.test" | tail -n 1 | sed 's|^=* *||; s| in .*||')
    echo "$release | $who | $version | $system | $first | $again | $tested | $counted | $built | $result" >>"$table"
    if [ "$result" != ok ]; then
        failed=1
        tail -n 15 "$log"
        grep -aE '^(FAILED|ERROR)' "$log.test" || tail -n 30 "$log.test"
    fi
    if [ "${KEEP_LOGS:-}" ]; then cp "$log"* "$KEEP_LOGS"; fi
    unmount "$root"
    if ! grep -q " $root/" /proc/self/mounts; then rm -rf --one-file-system "$root"; fi
}

[ -z "$(git status --porcelain)" ] || echo "What is not committed is not tried."
for release in $releases; do
    make_base "$release"
    for who in $people; do trial "$release" "$who"; done
done
echo
echo "Seconds; commit $commit"
{ echo "Debian | who | Python | apt line | make run, to the window | again | make test | tests | make bundle | result" && cat "$table"; } |
    sed 's/^/| /; s/$/ |/'
exit $failed
