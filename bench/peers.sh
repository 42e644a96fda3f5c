#!/bin/sh
# Makes the guest book of bench/notes in a data folder: peers.sh DATA PORT
set -e
here=$(cd "$(dirname "$0")" && pwd)
program=$here/../target/fast/selfwright
$program up --data "$1" --port "$2" > /dev/null &
server=$!
until $program list --data "$1" > /dev/null 2>&1; do sleep 0.1; done
$program release "$here/notes" --app notes --data "$1"
kill -INT $server
wait $server
