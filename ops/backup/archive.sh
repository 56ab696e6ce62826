#!/bin/sh
# Hands a file of PostgreSQL's write-ahead log to the archive, or fetches one. PostgreSQL calls it:
#   archive_command = '/path/archive.sh push %p %f'
#   restore_command = '/path/archive.sh fetch %f %p'
# The file archive.conf beside it says which archive: ARCHIVE_DRIVER is files or walg, with the
# settings that it needs. Exit code 0 means that the file is safe, or that it is there.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
ARCHIVE_DRIVER=files
# shellcheck source=/dev/null
. "$here/archive.conf"

say() {
  echo "archive.sh: $*" >&2
}

# PostgreSQL asks again after a crash. The same content is safe already, other content never is.
files_push() {
  target="$ARCHIVE_FOLDER/wal/$2.gz"
  if [ -e "$target" ]; then
    if gzip -dc "$target" | cmp -s - "$1"; then
      return 0
    fi
    say "$2 is in the archive with another content"
    return 1
  fi
  unfinished="$target.unfinished.$$"
  if ! gzip -c "$1" >"$unfinished"; then
    rm -f "$unfinished"
    return 1
  fi
  # on the disk before it is told: the next thing that PostgreSQL does is to forget the file
  sync "$unfinished"
  mv "$unfinished" "$target"
  sync "$ARCHIVE_FOLDER/wal"
}

# 1 says that there is no such file, which ends a recovery in good order. More than 125 stops it:
# what is damaged must not be taken for the end.
files_fetch() {
  source="$ARCHIVE_FOLDER/wal/$1.gz"
  [ -e "$source" ] || return 1
  if ! gzip -t "$source" 2>/dev/null; then
    say "$1 is damaged"
    return 200
  fi
  gzip -dc "$source" >"$2"
}

walg_push() {
  wal-g wal-push "$1"
}

walg_fetch() {
  wal-g wal-fetch "$1" "$2"
}

case "$ARCHIVE_DRIVER" in
  files | walg) ;;
  *)
    say "ARCHIVE_DRIVER is files or walg, not $ARCHIVE_DRIVER"
    exit 200
    ;;
esac
if [ $# -ne 3 ]; then
  say 'usage: archive.sh push <path> <name> | archive.sh fetch <name> <path>'
  exit 200
fi
case "$1" in
  push | fetch) "${ARCHIVE_DRIVER}_$1" "$2" "$3" ;;
  *)
    say "push or fetch, not $1"
    exit 200
    ;;
esac
