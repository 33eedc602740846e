import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { HttpError } from '../../widgets/http-error';

/**
 * Where clouds hand out credentials to whoever asks from inside. Flow authors choose URLs, and so may callers
 * by way of Liquid. Loopback and private networks stay open: a self-hosted engine calls its neighbours.
 */
const blocked = new BlockList();
blocked.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local: AWS, Azure, Google, Oracle, DigitalOcean, Tencent
blocked.addAddress('100.100.100.200', 'ipv4'); // Alibaba
blocked.addAddress('168.63.129.16', 'ipv4'); // Azure's host
blocked.addAddress('192.0.0.192', 'ipv4'); // Oracle, classic
blocked.addSubnet('fe80::', 10, 'ipv6'); // link-local
blocked.addAddress('fd00:ec2::254', 'ipv6'); // AWS
blocked.addAddress('fd20:ce::254', 'ipv6'); // Google
// The same IPv4 addresses by way of NAT64. IPv4-mapped ones are known to BlockList itself.
blocked.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
blocked.addAddress('64:ff9b::6464:64c8', 'ipv6');
blocked.addAddress('64:ff9b::a83f:8110', 'ipv6');
blocked.addAddress('64:ff9b::c000:c0', 'ipv6');

const blockedNames = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'instance-data.ec2.internal',
]);

/** @param host name or address as `URL.hostname` gives it, which knows octal, hexadecimal and decimal forms */
export function isBlockedHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(name) === 0 ? blockedNames.has(name) : isBlockedAddress(name);
}

/** Resolves a name for a connection, unless it leads to a blocked address. */
export const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address, family) => {
    if (error) {
      callback(error, address, family);
      return;
    }
    const found = typeof address === 'string' ? [address] : address.map(entry => entry.address);
    if (found.some(isBlockedAddress)) callback(blockedAddress(), '');
    else callback(null, address, family);
  });
};

export function blockedAddress(): HttpError {
  return new HttpError('blocked', 'link-local and cloud metadata addresses are never reached');
}

function isBlockedAddress(address: string): boolean {
  return blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
