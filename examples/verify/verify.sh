#!/bin/sh
# Verifies a webhook delivery: sh verify.sh standard|plain headers.txt body.json, with the secret in WEBHOOK_SECRET
# Needs openssl. It takes keys as arguments, which other users of the machine can see while it runs.
set -eu
scheme=$1 headers=$2 body=$3
tolerance=300

header() { # the value of a header, whatever the case of its name
  awk -v wanted="$1" '{ sub(/\r$/, "") } tolower(substr($0, 1, index($0, ":") - 1)) == wanted {
    sub(/^[^:]*: */, ""); print; exit }' "$headers"
}
digest_of() { printf %s "$1" | openssl dgst -sha256 -r; }
# Compares digests, not the texts: the duration does not reveal how much of a guessed signature is right.
same() { [ "$(digest_of "$1")" = "$(digest_of "$2")" ]; }

key_hex() { # the key in hex; a key of less than 24 bytes is a configuration error: with an empty key an attacker can sign
  key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
  [ "${#key}" -ge 48 ] && printf %s "$key"
}

standard_valid() {
  id=$(header webhook-id) timestamp=$(header webhook-timestamp)
  case $timestamp in '' | *[!0-9]* | ?????????????*) return 1 ;; esac
  age=$(($(date +%s) - timestamp))
  [ -n "$id" ] && [ "$age" -le "$tolerance" ] && [ "$age" -ge "-$tolerance" ] || return 1
  key=$(key_hex) || return 1
  expected=v1,$({ printf '%s.%s.' "$id" "$timestamp"; cat "$body"; } |
    openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
  for one in $(header webhook-signature); do same "$one" "$expected" && return 0; done
  return 1
}

plain_valid() {
  key_hex >/dev/null || return 1
  expected=$(openssl dgst -sha256 -hmac "$WEBHOOK_SECRET" -r <"$body")
  expected=${expected%% *}
  same "$(header x-webhook-signature)" "$expected" || same "$(header x-webhook-signature-previous)" "$expected"
}

if case $scheme in plain) plain_valid ;; *) standard_valid ;; esac then
  echo valid
else
  echo 'not valid'
  exit 1
fi
