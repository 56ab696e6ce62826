#!/bin/sh
# Stands in for WAL-G, which no registry here has: the same command line, over a folder that is the
# bucket, and encrypted with the key that WAL-G would take. Only what walg_archive.ts and archive.sh
# call is there; anything else fails.
set -eu

# what a bucket asks for
: "${WALG_S3_PREFIX:?}" "${AWS_ENDPOINT:?}" "${AWS_ACCESS_KEY_ID:?}" "${AWS_SECRET_ACCESS_KEY:?}"
: "${WALG_LIBSODIUM_KEY:?}"
store=$STAND_IN_BUCKET

seal() {
  openssl enc -aes-256-ctr -pbkdf2 -pass env:WALG_LIBSODIUM_KEY
}
unseal() {
  openssl enc -d -aes-256-ctr -pbkdf2 -pass env:WALG_LIBSODIUM_KEY
}

mkdir -p "$store/wal_005" "$store/basebackups_005"
chmod 777 "$store/wal_005" 2>/dev/null || true

case "$1" in
  wal-push)
    gzip -c "$2" | seal >"$store/wal_005/$(basename "$2").gz"
    ;;
  wal-fetch)
    # what WAL-G says of a file that is not there
    [ -e "$store/wal_005/$2.gz" ] || exit 74
    unseal <"$store/wal_005/$2.gz" | gzip -dc >"$3"
    ;;
  backup-push)
    began=$(date -u +%Y-%m-%dT%H:%M:%S.000Z)
    unfinished="$store/basebackups_005/unfinished"
    rm -rf "$unfinished"
    "$PG_PROGRAMS/pg_basebackup" --pgdata="$unfinished" --format=tar --gzip --wal-method=none \
      --checkpoint=fast --no-password
    segment=$(tar -xzOf "$unfinished/base.tar.gz" backup_label \
      | sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\))$/\1/p')
    seal <"$unfinished/base.tar.gz" >"$unfinished/sealed"
    mv "$unfinished/sealed" "$unfinished/base.tar.gz"
    name="base_$segment"
    ended=$(date -u +%Y-%m-%dT%H:%M:%S.999Z)
    cat >"$unfinished/sentinel.json" <<JSON
{"backup_name":"$name","time":"$ended","wal_file_name":"$segment","start_time":"$began",
 "finish_time":"$ended","hostname":"here","data_dir":"$2","pg_version":150018,
 "start_lsn":0,"finish_lsn":0,"is_permanent":false,"uncompressed_size":2,"compressed_size":1}
JSON
    mv "$unfinished" "$store/basebackups_005/$name"
    ;;
  backup-fetch)
    unseal <"$store/basebackups_005/$3/base.tar.gz" | tar -xz -C "$2"
    ;;
  backup-list)
    [ "$2 $3" = '--detail --json' ]
    found=$(cat "$store"/basebackups_005/base_*/sentinel.json 2>/dev/null || true)
    printf '[%s]\n' "$(printf '%s' "$found" | sed 's/^}$/},/; s/1}$/1},/' | sed '$ s/,$//')"
    ;;
  wal-verify)
    [ "$2 $3" = 'integrity --json' ]
    echo '{"integrity":{"status":"OK"}}'
    ;;
  delete)
    [ "$2 $3 $5" = 'retain FULL --confirm' ]
    ls -d "$store"/basebackups_005/base_* | head -n "-$4" | xargs -r rm -rf
    ;;
  *)
    echo "WAL-G was asked for $*" >&2
    exit 1
    ;;
esac
