import { readFileSync } from 'node:fs';
import { FrameworkDefinition } from '../../events/framework.ts';

/** The key of the framework that ships: a sample, and nobody's official text. */
export const shippedKey = 'sample-national-security';

/** Its versions, oldest first; each is kept as it was shipped, since ledgers may hold it by its hash. */
export const shippedVersions = [1, 2] as const;
export type ShippedVersion = (typeof shippedVersions)[number];

/** A version of the framework that ships, parsed. Publish it through the same door as any other. */
export function shippedFramework(version: ShippedVersion): FrameworkDefinition {
  const file = new URL(`${shippedKey}.v${version}.json`, import.meta.url);
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return FrameworkDefinition.parse(json);
}
