import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';

export const vectorFolder = join(packageRoot, 'test', 'vectors', 'events');
export const vectorName = (type: string, v: number): string => `${type}.v${v}.json`;

/** One recorded event as it must be read for ever: its stored text, what opens it, and what a reader then has. */
export const Vector = z.strictObject({
  text: z.string(),
  disclosures: z.array(z.string()),
  /** As decoded by a reader who holds no disclosure. */
  decoded: z.record(z.string(), z.unknown()),
  /** `data` with every disclosure put in its place. */
  revealed: z.record(z.string(), z.unknown()),
});
export type Vector = z.infer<typeof Vector>;
