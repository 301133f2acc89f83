/** The bad ports of the Fetch standard (https://fetch.spec.whatwg.org/#bad-port): browsers connect to none of them. */
const FETCH_BAD_PORTS = [
  ...[0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109],
  ...[110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530],
  ...[531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190],
  ...[5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
];
/** Ports of directories, file shares, databases, caches and remote desktops. None of them uses HTTP. */
const INTERNAL_SERVICE_PORTS = [
  ...[88, 445, 464, 873, 1433, 1521, 3268, 3269, 3306, 3389, 5432, 5672, 5900, 6379, 6380, 9042, 11211, 26379, 27017],
];
const BAD_PORTS = new Set([...FETCH_BAD_PORTS, ...INTERNAL_SERVICE_PORTS]);

/** Whether webhooks must not use a port. Empty, as in URL: the scheme's default port. */
export function isBadPort(port: string | number | null | undefined): boolean {
  return port !== '' && port !== null && port !== undefined && BAD_PORTS.has(Number(port));
}
