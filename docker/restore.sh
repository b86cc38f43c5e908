#!/bin/sh
# Restores two archives into new, empty volumes and the compose file's new servers, if any (docs/operations.md, the drill):
#   docker/restore.sh docker/compose.yml /backups/monday.zip /elsewhere/monday.zip.keys [--force]
# COMPOSE_PROJECT_NAME=drill uses separate volumes beside the productive ones.
set -eu

if [ $# -lt 3 ]; then
  echo 'Usage: docker/restore.sh <compose file> <archive> <archive of the keys> [options of npm run restore]' >&2
  exit 2
fi
compose=$1
archive=$2
keys=$3
shift 3
inside=/data/incoming-$(date +%Y%m%d%H%M%S)-$$.zip

in_app() {
  docker compose -f "$compose" run --rm -T docket "$@"
}
# Uses a pipe, because the app's user could not read files of the calling user.
bring() {
  in_app sh -c "umask 077 && cat > '$2'" < "$1"
}
clean() {
  in_app rm -f "$inside" "$inside.keys" < /dev/null ||
    echo "Could not remove $inside and $inside.keys from the volume. Remove them by hand." >&2
}

trap clean EXIT
trap 'exit 130' INT TERM
bring "$archive" "$inside"
bring "$keys" "$inside.keys"
in_app node dist/cli.js restore "$inside" --keys "$inside.keys" "$@" < /dev/null
