"""Verifies a webhook delivery: python3 verify.py standard|plain headers.txt body.json, with the secret in WEBHOOK_SECRET"""

import base64
import hashlib
import hmac
import os
import re
import sys
import time

TOLERANCE_SECONDS = 300
# A shorter key is a configuration error: with an empty key an attacker can sign.
MIN_KEY_BYTES = 24


def key_of(secret: str) -> bytes:
    return base64.b64decode(re.sub("^whsec_", "", secret))


def is_standard_valid(raw_body: bytes, headers: dict, secret: str) -> bool:
    """raw_body: the bytes that arrived. headers: names in lower case."""
    message_id, timestamp, signatures = (
        headers.get(name, "") for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    )
    if not message_id or not re.fullmatch("[0-9]{1,12}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = key_of(secret)
    if len(key) < MIN_KEY_BYTES:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + raw_body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(hmac.compare_digest(one.encode(), expected) for one in signatures.split(" "))


def is_plain_valid(raw_body: bytes, headers: dict, secret: str) -> bool:
    if len(key_of(secret)) < MIN_KEY_BYTES:
        return False
    expected = hmac.new(secret.encode(), raw_body, hashlib.sha256).hexdigest().encode()
    given = (headers.get(name, "") for name in ("x-webhook-signature", "x-webhook-signature-previous"))
    return any(hmac.compare_digest(one.encode(), expected) for one in given)


if __name__ == "__main__":
    scheme, headers_file, body_file = sys.argv[1:]
    with open(headers_file, encoding="latin-1") as file:
        pairs = [line.rstrip("\r\n").split(":", 1) for line in file if ":" in line]
    headers = {name.lower(): value.strip() for name, value in pairs}
    with open(body_file, "rb") as file:
        raw_body = file.read()
    check = is_plain_valid if scheme == "plain" else is_standard_valid
    valid = check(raw_body, headers, os.environ["WEBHOOK_SECRET"])
    print("valid" if valid else "not valid")
    sys.exit(0 if valid else 1)
