#!/bin/sh
# Backs up a running installation in containers to two files on this machine (docs/operations.md, the drill):
#   docker/backup.sh docker/compose.yml /backups/monday.zip [--keys-days 30]
# Keep monday.zip.keys apart from monday.zip. The volume needs space for both files meanwhile.
set -eu
umask 077

if [ $# -lt 2 ]; then
  echo 'Usage: docker/backup.sh <compose file> <archive> [options of npm run backup]' >&2
  exit 2
fi
compose=$1
archive=$2
shift 2
inside=/data/backup-for-$(date +%Y%m%d%H%M%S)-$$.zip

for file in "$archive" "$archive.keys"; do
  if [ -e "$file" ]; then
    echo "$file exists already and is not overwritten. Choose another file." >&2
    exit 1
  fi
done

in_app() {
  docker compose -f "$compose" exec -T docket "$@"
}
clean() {
  rm -f "$archive.partial" "$archive.keys.partial"
  in_app rm -f "$inside" "$inside.keys" || echo "Could not remove $inside and $inside.keys from the volume. Remove them by hand." >&2
}

trap clean EXIT
trap 'exit 130' INT TERM
in_app node dist/cli.js backup "$inside" "$@"
in_app cat "$inside.keys" > "$archive.keys.partial"
in_app cat "$inside" > "$archive.partial"
# Keys first: keys without facts are harmless, but facts without keys are not a backup.
mv "$archive.keys.partial" "$archive.keys"
mv "$archive.partial" "$archive"
echo "$archive and $archive.keys"
