import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';

const Hex = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((hex) => Buffer.from(hex, 'hex'));
const Proof = z.array(Hex);
const Head = z.strictObject({ size: z.number(), root: Hex });

const Classic = z.strictObject({ leaves: Proof, nodes: z.array(Proof), roots: Proof });
const Inclusion = z.strictObject({
  name: z.string(),
  index: z.number(),
  size: z.number(),
  leaf: Hex,
  root: Hex,
  proof: Proof,
  refused: z.boolean(),
});
const Consistency = z.strictObject({
  name: z.string(),
  older: Head,
  newer: Head,
  proof: Proof,
  refused: z.boolean(),
});

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(packageRoot, 'test', 'vectors', 'merkle', name), 'utf8'));

/** The eight leaves of Certificate Transparency's own tests, with all nodes and roots (see the README beside them). */
export const classic = Classic.parse(read('classic.json'));
export const publishedInclusion = z.array(Inclusion).parse(read('inclusion.json'));
export const publishedConsistency = z.array(Consistency).parse(read('consistency.json'));
