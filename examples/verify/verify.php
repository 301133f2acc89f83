<?php
// Verifies a webhook delivery: php verify.php standard|plain headers.txt body.json, with the secret in WEBHOOK_SECRET
declare(strict_types=1);

const TOLERANCE_SECONDS = 300;
/** A shorter key is a configuration error: with an empty key an attacker can sign. */
const MIN_KEY_BYTES = 24;

function keyOf(string $secret): string
{
    return (string) base64_decode(preg_replace('/^whsec_/', '', $secret), true);
}

/** $rawBody: the bytes that arrived. $headers: names in lower case. */
function isStandardValid(string $rawBody, array $headers, string $secret): bool
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if ($id === '' || preg_match('/^\d{1,12}$/D', $timestamp) !== 1) {
        return false;
    }
    if (abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    $key = keyOf($secret);
    if (strlen($key) < MIN_KEY_BYTES) {
        return false;
    }
    $digest = hash_hmac('sha256', "$id.$timestamp.$rawBody", $key, true);
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $one) {
        if (hash_equals('v1,' . base64_encode($digest), $one)) {
            return true;
        }
    }
    return false;
}

function isPlainValid(string $rawBody, array $headers, string $secret): bool
{
    if (strlen(keyOf($secret)) < MIN_KEY_BYTES) {
        return false;
    }
    $digest = hash_hmac('sha256', $rawBody, $secret);
    return hash_equals($digest, $headers['x-webhook-signature'] ?? '')
        || hash_equals($digest, $headers['x-webhook-signature-previous'] ?? '');
}

[, $scheme, $headersFile, $bodyFile] = $argv;
$headers = [];
foreach (file($headersFile, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) as $line) {
    [$name, $value] = explode(':', $line, 2);
    $headers[strtolower($name)] = trim($value);
}
$check = $scheme === 'plain' ? 'isPlainValid' : 'isStandardValid';
$valid = $check(file_get_contents($bodyFile), $headers, (string) getenv('WEBHOOK_SECRET'));
echo $valid ? 'valid' : 'not valid', "\n";
exit($valid ? 0 : 1);
