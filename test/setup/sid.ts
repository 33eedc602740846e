import { randomUUID } from 'node:crypto';

/** 32 hexadecimal digits that nobody else has. */
export function hex(): string {
  return randomUUID().replaceAll('-', '');
}

/** @param prefix of a kind, such as `FW` */
export function newSid(prefix: string): string {
  return prefix + hex();
}
