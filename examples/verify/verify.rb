# Verifies a webhook delivery: ruby verify.rb standard|plain headers.txt body.json, with the secret in WEBHOOK_SECRET
require 'openssl'

TOLERANCE_SECONDS = 300
# A shorter key is a configuration error: with an empty key an attacker can sign.
MIN_KEY_BYTES = 24

def key_of(secret)
  secret.delete_prefix('whsec_').unpack1('m0')
rescue ArgumentError
  ''
end

# raw_body: the bytes that arrived. headers: names in lower case.
def standard_valid?(raw_body, headers, secret)
  id, timestamp, signatures = headers.values_at('webhook-id', 'webhook-timestamp', 'webhook-signature')
  return false unless id && signatures && timestamp&.match?(/\A\d{1,12}\z/)
  return false if (Time.now.to_i - timestamp.to_i).abs > TOLERANCE_SECONDS

  key = key_of(secret)
  return false if key.bytesize < MIN_KEY_BYTES

  digest = OpenSSL::HMAC.digest('SHA256', key, "#{id}.#{timestamp}.".b + raw_body)
  signatures.split(' ').any? { |one| OpenSSL.secure_compare(one, "v1,#{[digest].pack('m0')}") }
end

def plain_valid?(raw_body, headers, secret)
  return false if key_of(secret).bytesize < MIN_KEY_BYTES

  digest = OpenSSL::HMAC.hexdigest('SHA256', secret, raw_body)
  headers.values_at('x-webhook-signature', 'x-webhook-signature-previous').compact.any? do |one|
    OpenSSL.secure_compare(one, digest)
  end
end

if $PROGRAM_NAME == __FILE__
  scheme, headers_file, body_file = ARGV
  lines = File.readlines(headers_file, chomp: true).reject(&:empty?)
  headers = lines.to_h { |line| line.split(':', 2).then { |name, value| [name.downcase, value.strip] } }
  check = scheme == 'plain' ? :plain_valid? : :standard_valid?
  valid = send(check, File.binread(body_file), headers, ENV.fetch('WEBHOOK_SECRET'))
  puts valid ? 'valid' : 'not valid'
  exit(valid ? 0 : 1)
end
